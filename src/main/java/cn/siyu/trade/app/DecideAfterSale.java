package cn.siyu.trade.app;

import cn.siyu.inventory.InventoryProblem;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.app.CarryClaim.Step;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.store.AfterSaleStore;
import cn.siyu.trade.store.AfterSaleStore.Remark;
import cn.siyu.trade.store.AfterSaleStore.Waybill;
import cn.siyu.trade.store.OrderStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What staff decide about claims, and what time decides when nobody does. */
@Singleton
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

    /** What is given in exchange has left in this parcel. */
    public Uni<AfterSale> replace(AfterSaleId id, Waybill parcel, Decision decision) {
        return decide(
                id, "after-sale.replace", AfterSale::replaced, decision, new Remark(decision.reason(), null, parcel));
    }

    /** What should be given cannot be sent: the exchange becomes a return. */
    public Uni<AfterSale> turn(AfterSaleId id, Decision decision) {
        return decide(id, "after-sale.turn", AfterSale::turned, decision);
    }

    /** The goods are back and sound: they go on the shelf, and the money goes back or something else leaves for them. */
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

    /** An exchange that nobody answered and for which there is nothing to give goes on as a return. */
    private Uni<AfterSale> lapse(AfterSaleId id) {
        var silence = new Decision(TIMER, "time is over");
        return decide(id, "after-sale.lapse", AfterSale::lapsed, silence)
                .onFailure(DecideAfterSale::isShortage)
                .recoverWithUni(() -> decide(id, "after-sale.lapse", AfterSale::approvedAsReturn, silence))
                .onFailure(Refused.class)
                .recoverWithNull();
    }

    private static boolean isShortage(Throwable failure) {
        return failure instanceof Refused refused && refused.problem() == InventoryProblem.STOCK_SHORT;
    }

    private Uni<AfterSale> decide(AfterSaleId id, String action, UnaryOperator<AfterSale> rule, Decision decision) {
        return decide(id, action, rule, decision, Remark.answer(decision.reason()));
    }

    private Uni<AfterSale> decide(
            AfterSaleId id, String action, UnaryOperator<AfterSale> rule, Decision decision, Remark remark) {
        return transactions.in(tx -> afterSales
                .find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(claim -> carryOut(tx, new Step(claim, rule.apply(claim), remark, isSeen(decision)))
                        .call(next -> audit.append(tx, entry(action, claim, next, decision)))));
    }

    private Uni<AfterSale> carryOut(Tx tx, Step step) {
        return orders.find(tx, step.next().order()).chain(order -> carry.step(tx, order, step, clock.instant()));
    }

    /** Time gives the money back, but goods that nobody has looked at stay off the shelf until they are counted. */
    private static boolean isSeen(Decision decision) {
        return !decision.actor().equals(TIMER);
    }

    private static AuditEntry entry(String action, AfterSale before, AfterSale after, Decision decision) {
        return new AuditEntry(
                decision.actor(),
                action,
                "after-sale",
                before.id().value().toString(),
                decision.reason(),
                Map.of("type", before.type(), "state", before.state()),
                Map.of(
                        "type", after.type(),
                        "state", after.state(),
                        "amountFen", after.amount().fen()));
    }
}
