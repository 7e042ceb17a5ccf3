package cn.siyu.trade.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.AfterSale.State;
import cn.siyu.trade.store.AfterSaleStore;
import cn.siyu.trade.store.AfterSaleStore.Remark;
import cn.siyu.trade.store.OrderStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What staff decide about claims, and what time decides when nobody does. */
@ApplicationScoped
public class DecideAfterSale {

    private static final Actor TIMER = Actor.system("after-sale timer");
    /** Whoever changed the claim or its order at the same moment is done by then. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final int BATCH = 50;

    private final OrderStore orders;
    private final AfterSaleStore afterSales;
    private final CarryClaim carry;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    DecideAfterSale(
            OrderStore orders,
            AfterSaleStore afterSales,
            CarryClaim carry,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.orders = orders;
        this.afterSales = afterSales;
        this.carry = carry;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Who decides and why. */
    public record Decision(Actor actor, String reason) {}

    public Uni<AfterSale> approve(AfterSaleId id, Decision decision) {
        return decide(id, "after-sale.approve", AfterSale::approved, decision);
    }

    public Uni<AfterSale> reject(AfterSaleId id, Decision decision) {
        return decide(id, "after-sale.reject", AfterSale::rejected, decision);
    }

    /** The goods are back and sound: they go on the shelf and the money goes back. */
    public Uni<AfterSale> receive(AfterSaleId id, Decision decision) {
        return decide(id, "after-sale.receive", AfterSale::received, decision);
    }

    @Scheduled(every = "${siyu.trade.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> lapse() {
        var now = clock.instant();
        return transactions
                .in(tx -> afterSales.claimDue(tx, now, now.plus(AGAIN), BATCH))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(this::lapse)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<AfterSale> lapse(AfterSaleId id) {
        return decide(id, "after-sale.lapse", AfterSale::lapsed, new Decision(TIMER, "time is over"))
                .onFailure(Refused.class)
                .recoverWithNull();
    }

    private Uni<AfterSale> decide(AfterSaleId id, String action, UnaryOperator<AfterSale> rule, Decision decision) {
        return transactions.in(tx -> afterSales
                .find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(claim -> carryOut(tx, rule.apply(claim), decision, clock.instant())
                        .call(next -> audit.append(tx, entry(action, claim, next, decision)))));
    }

    private Uni<AfterSale> carryOut(Tx tx, AfterSale next, Decision decision, Instant now) {
        var remark = Remark.answer(decision.reason());
        return orders.find(tx, next.order())
                .chain(order -> goodsAreSeen(next, decision)
                        ? carry.stepWithGoods(tx, order, next, remark, now)
                        : carry.step(tx, order, next, remark, now));
    }

    /** Time gives the money back, but goods that nobody has looked at stay off the shelf until they are counted. */
    private static boolean goodsAreSeen(AfterSale next, Decision decision) {
        return next.state() == State.REFUNDING
                && next.type() == AfterSale.Type.RETURN_REFUND
                && !decision.actor().equals(TIMER);
    }

    private static AuditEntry entry(String action, AfterSale before, AfterSale after, Decision decision) {
        return new AuditEntry(
                decision.actor(),
                action,
                "after-sale",
                before.id().value().toString(),
                decision.reason(),
                Map.of("state", before.state()),
                Map.of("state", after.state(), "amountFen", after.amount().fen()));
    }
}
