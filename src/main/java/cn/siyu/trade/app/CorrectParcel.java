package cn.siyu.trade.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Parcel;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.ShipmentStore;
import cn.siyu.trade.store.ShippingReportStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/** A parcel that was sent under a wrong number gets the right one, and WeChat is told, as long as it listens (E12). */
@Singleton
public class CorrectParcel {

    private static final String NUMBER = "trade_shipment_tracking_uk";

    private final ShipmentStore shipments;
    private final ShippingReportStore reports;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    CorrectParcel(
            ShipmentStore shipments,
            ShippingReportStore reports,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.shipments = shipments;
        this.reports = reports;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Under which number of which carrier it really went, and why it was written down wrong. */
    public record Correction(String carrier, String trackingNo, String reason, Actor actor) {}

    public Uni<Parcel> correct(OrderId order, UUID parcel, Correction correction) {
        return transactions
                .in(tx -> shipments
                        .lock(tx, order, parcel)
                        .chain(rows ->
                                rows == 0 ? Uni.createFrom().failure(Refused::notFound) : shipments.ofOrder(tx, order))
                        .map(parcels -> parcels.stream()
                                .filter(each -> each.id().equals(parcel))
                                .findFirst()
                                .orElseThrow(Refused::notFound))
                        .chain(before -> before.hasNumber(correction.carrier(), correction.trackingNo())
                                ? Uni.createFrom().item(before)
                                : carryOut(tx, order, before, correction)))
                .onFailure(failure -> Violations.isOf(failure, NUMBER))
                .transform(_ -> new Refused(TradeProblem.TRACKING_NUMBER_USED));
    }

    private Uni<Parcel> carryOut(Tx tx, OrderId order, Parcel before, Correction correction) {
        var after = new Parcel(
                before.id(), correction.carrier(), correction.trackingNo(), before.units(), before.shippedAt());
        return shipments
                .renumber(tx, after)
                .chain(() -> reports.want(tx, order, clock.instant()))
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                correction.actor(),
                                "order.parcel.correct",
                                "order",
                                order.value().toString(),
                                correction.reason(),
                                number(before),
                                number(after))))
                .replaceWith(after);
    }

    private static Map<String, String> number(Parcel parcel) {
        return Map.of("carrier", parcel.carrier(), "trackingNo", parcel.trackingNo());
    }
}
