package cn.siyu.trade.app;

import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.ShipOrder.Dispatch;
import cn.siyu.trade.domain.Parcel;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Staff send a parcel, or hand in a file of many. */
@Singleton
public class SendParcels {

    private final ShipOrder shipOrder;
    private final OrderStore orders;
    private final Jobs jobs;
    private final Transactions transactions;

    @Inject
    SendParcels(ShipOrder shipOrder, OrderStore orders, Jobs jobs, Transactions transactions) {
        this.shipOrder = shipOrder;
        this.orders = orders;
        this.jobs = jobs;
        this.transactions = transactions;
    }

    public Uni<Parcel> send(OrderId id, Dispatch dispatch, Actor actor) {
        return transactions
                .in(tx -> orders.find(tx, id)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(order -> shipOrder.ship(tx, order, dispatch, actor)))
                .map(ShipOrder.Sent::parcel);
    }

    /** Answers the job that does it. */
    public Uni<UUID> importFile(byte[] csv, Actor actor) {
        var file = new Jobs.Attachment(ImportShipments.FILE, "text/csv", csv);
        return transactions.in(tx -> jobs.submit(tx, ImportShipments.KIND, actor, Map.of(), List.of(file)));
    }
}
