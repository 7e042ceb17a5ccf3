package cn.siyu.trade.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.payment.Payments;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.PriceAdjustment;
import cn.siyu.trade.domain.PriceAdjustment.Price;
import cn.siyu.trade.domain.PriceAdjustment.State;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.PriceAdjustmentStore;
import cn.siyu.trade.store.PriceAdjustmentStore.Sheet;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Staff change what an unpaid order costs. A payment that was begun is closed at WeChat first, so that nobody pays the old
 * price; the next one has a new number (E2). A large change waits for a second person.
 */
@Singleton
public class AdjustPrice {

    private static final String ONE_AT_A_TIME = "trade_price_adjustment_open_uk";

    private final OrderStore orders;
    private final PriceAdjustmentStore adjustments;
    private final Payments payments;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Sql reads;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    AdjustPrice(
            OrderStore orders,
            PriceAdjustmentStore adjustments,
            Payments payments,
            AuditLog audit,
            Transactions transactions,
            TradeSettings settings,
            ShopClock clock) {
        this.orders = orders;
        this.adjustments = adjustments;
        this.payments = payments;
        this.audit = audit;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.settings = settings;
        this.clock = clock;
    }

    /** The new price, why, and which version of the order was looked at. */
    public record Wish(Price price, String reason, long version, Actor actor) {}

    /** Proposes a price, and carries it out at once when one person may. */
    public Uni<Sheet> adjust(OrderId id, Wish wish) {
        return orders.find(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(order -> PriceAdjustment.of(
                        Ids.next(), order, wish.version(), wish.price(), wish.reason(), wish.actor()))
                .chain(adjustment -> adjustments
                        .ordered(reads, id)
                        .map(adjustment::lines)
                        .chain(() -> propose(adjustment, wish.actor()))
                        .chain(() -> adjustment.within(new Money(settings.adjustAloneFen()))
                                ? atOnce(adjustment, wish.actor())
                                : found(adjustment.id())));
    }

    /** What cannot be done now is not left behind for a second person. */
    private Uni<Sheet> atOnce(PriceAdjustment adjustment, Actor actor) {
        return carryOut(adjustment, actor)
                .onFailure()
                .call(() -> transactions.in(
                        tx -> adjustments.decide(tx, adjustment.id(), State.REJECTED, actor, clock.instant())));
    }

    private Uni<Void> propose(PriceAdjustment adjustment, Actor actor) {
        return transactions
                .in(tx -> adjustments
                        .insert(tx, adjustment, actor, clock.instant())
                        .chain(() -> audit.append(tx, entry("order.price.propose", adjustment, actor))))
                .onFailure(failure -> Violations.isOf(failure, ONE_AT_A_TIME))
                .transform(_ -> new Refused(TradeProblem.ADJUSTMENT_PROPOSED));
    }

    public Uni<Sheet> approve(UUID id, Actor actor) {
        return found(id)
                .invoke(sheet -> sheet.adjustment().demandSecond(actor))
                .chain(sheet -> carryOut(sheet.adjustment(), actor));
    }

    /** The proposer may take his own proposal back. */
    public Uni<Sheet> reject(UUID id, Actor actor) {
        return found(id)
                .chain(sheet -> transactions.in(tx -> adjustments
                        .decide(tx, id, State.REJECTED, actor, clock.instant())
                        .invoke(AdjustPrice::undecided)
                        .chain(() -> audit.append(tx, entry("order.price.reject", sheet.adjustment(), actor)))))
                .chain(() -> found(id));
    }

    public Uni<NumberedPage<Sheet>> page(@Nullable State state, int page, int size) {
        return adjustments
                .page(reads, state, page, size)
                .chain(items ->
                        adjustments.count(reads, state).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** What was changed about the price of a member's own order. */
    public Uni<List<Sheet>> own(MemberId member, OrderId id) {
        return orders.findOf(reads, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> adjustments.done(reads, id));
    }

    private Uni<Sheet> carryOut(PriceAdjustment adjustment, Actor actor) {
        return payments.close(adjustment.order().value())
                .invoke(AdjustPrice::check)
                .chain(() -> transactions.in(tx -> carryOut(tx, adjustment, actor)))
                .chain(() -> found(adjustment.id()));
    }

    /** Whoever began to pay after the closing comes first: staff see a changed order and try again. */
    private Uni<Void> carryOut(Tx tx, PriceAdjustment adjustment, Actor actor) {
        return payments.isQuiet(tx, adjustment.order().value())
                .invoke(quiet -> {
                    if (!quiet) {
                        throw new Refused(CommonProblem.TEMPORARILY_UNAVAILABLE);
                    }
                })
                .chain(() -> orders.find(tx, adjustment.order()))
                .invoke(order -> PriceAdjustment.demandUnpaid(order, adjustment.version()))
                .chain(() -> adjustments.ordered(tx, adjustment.order()))
                .chain(ordered -> adjustments.price(tx, adjustment, adjustment.lines(ordered)))
                .invoke(rows -> {
                    if (rows == 0) {
                        throw OrderState.changed(OrderState.Kind.PENDING_PAYMENT);
                    }
                })
                .chain(() -> adjustments.decide(tx, adjustment.id(), State.DONE, actor, clock.instant()))
                .invoke(AdjustPrice::undecided)
                .chain(() -> audit.append(tx, entry("order.price.adjust", adjustment, actor)));
    }

    private Uni<Sheet> found(UUID id) {
        return adjustments.find(reads, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private static void check(Closing closing) {
        switch (closing) {
            case CLOSED -> {}
            case PAID -> throw OrderState.changed(OrderState.Kind.TO_SHIP);
            case UNKNOWN -> throw new Refused(CommonProblem.TEMPORARILY_UNAVAILABLE);
        }
    }

    private static void undecided(int rows) {
        if (rows == 0) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED, "The adjustment is decided already", Map.of("state", "DECIDED"));
        }
    }

    private static AuditEntry entry(String action, PriceAdjustment adjustment, Actor actor) {
        return new AuditEntry(
                actor,
                action,
                "order",
                adjustment.order().value().toString(),
                adjustment.reason(),
                fen(adjustment.before()),
                fen(adjustment.after()));
    }

    private static Map<String, Long> fen(Price price) {
        return Map.of(
                "goodsFen", price.goods().fen(), "freightFen", price.freight().fen());
    }
}
