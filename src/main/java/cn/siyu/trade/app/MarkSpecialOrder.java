package cn.siyu.trade.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.SpecialReport;
import cn.siyu.trade.domain.SpecialReport.Marking;
import cn.siyu.trade.domain.SpecialReport.State;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.SpecialReportStore;
import cn.siyu.trade.store.SpecialReportStore.Entry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Staff say that an order is a pre-sale or a test, and look what WeChat made of it (E14). */
@Singleton
public class MarkSpecialOrder {

    private final SpecialReportStore reports;
    private final OrderStore orders;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    MarkSpecialOrder(
            SpecialReportStore reports, OrderStore orders, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.reports = reports;
        this.orders = orders;
        this.audit = audit;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** Marks a paid order of which something is still to be sent; marking it again replaces what was said before. */
    public Uni<Entry> mark(OrderId id, Marking marking, Actor actor) {
        return transactions.in(tx -> orders.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> mark(tx, order, marking, actor, clock.instant())));
    }

    private Uni<Entry> mark(Tx tx, Order order, Marking marking, Actor actor, Instant now) {
        return paidAt(tx, order)
                .invoke(paidAt -> SpecialReport.demand(order, marking, paidAt, now))
                .chain(() -> reports.find(tx, order.id()))
                .map(Optional::ofNullable)
                .chain(before -> reports.mark(tx, order.id(), marking, now)
                        .invoke(MarkSpecialOrder::nobodyWasFaster)
                        .chain(() -> audit.append(tx, entry(order, before, marking, actor))))
                .chain(() -> reports.find(tx, order.id()));
    }

    /** What was never paid is refused by its state, whatever moment is taken. */
    private Uni<Instant> paidAt(Tx tx, Order order) {
        return order.payment().isEmpty() ? Uni.createFrom().item(clock.instant()) : reports.paidAt(tx, order.id());
    }

    private static void nobodyWasFaster(int rows) {
        if (rows == 0) {
            throw new Refused(CommonProblem.STATE_CHANGED, "Somebody has marked the order since, or nobody has");
        }
    }

    public Uni<Entry> see(OrderId order) {
        return reports.find(reads, order).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<NumberedPage<Entry>> page(@Nullable State state, int page, int size) {
        return reports.page(reads, state, page, size)
                .chain(items -> reports.count(reads, state).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    private static AuditEntry entry(Order order, Optional<Entry> before, Marking marking, Actor actor) {
        return new AuditEntry(
                actor,
                "order.special",
                "order",
                order.id().value().toString(),
                marking.reason(),
                before.map(entry -> said(entry.kind(), entry.shipsBy())).orElse(null),
                said(marking.kind(), marking.shipsBy()));
    }

    private static Map<String, Object> said(SpecialReport.Kind kind, Optional<Instant> shipsBy) {
        var said = new HashMap<String, Object>(Map.of("kind", kind));
        shipsBy.ifPresent(at -> said.put("shipsBy", at.toString()));
        return said;
    }
}
