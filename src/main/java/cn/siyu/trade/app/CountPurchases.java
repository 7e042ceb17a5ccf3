package cn.siyu.trade.app;

import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.Tally;
import cn.siyu.trade.domain.Tally.Asked;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.LimitCounts;
import cn.siyu.trade.store.LimitCounts.Full;
import cn.siyu.trade.store.LimitStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts an order against the purchase limits in its own transaction (A13), and gives back when it ends without being one:
 * unpaid orders count, cancelled and fully refunded ones do not. Its counters are locked after the stock.
 */
@ApplicationScoped
class CountPurchases {

    private final LimitStore limits;
    private final LimitCounts counts;

    @Inject
    CountPurchases(LimitStore limits, LimitCounts counts) {
        this.limits = limits;
        this.counts = counts;
    }

    /** What the refusal says of the limit. */
    record Named(UUID id, PurchaseLimit.Scope scope, PurchaseLimit.Period period, int units) {
        static Named of(PurchaseLimit limit) {
            return new Named(limit.id(), limit.scope(), limit.period(), limit.units());
        }
    }

    /** The limits that these orders will be held against. Asked first of all, so nobody waits for them who holds something. */
    Uni<List<PurchaseLimit>> binding(Tx tx, Collection<NewOrder> orders) {
        var lines =
                orders.stream().flatMap(each -> each.order().lines().stream()).toList();
        return lines.isEmpty()
                ? Uni.createFrom().item(List.of())
                : limits.held(
                        tx,
                        lines.stream().map(line -> line.sold().sku()).toList(),
                        lines.stream().map(line -> line.sold().spu()).toList());
    }

    /** Whether one of these limits is about the order. */
    static boolean binds(List<PurchaseLimit> binding, NewOrder order) {
        return !Tally.asked(binding, order.order().lines()).isEmpty();
    }

    /**
     * Refuses, and with that takes everything of the transaction back, when a limit would be passed.
     *
     * @param binding as {@link #binding} answered in the same transaction
     */
    Uni<Void> take(Tx tx, Order order, List<PurchaseLimit> binding, Instant now) {
        var asked = Tally.asked(binding, order.lines());
        refuseTooMuch(order, asked);
        var tallies = Tally.of(asked, order.member(), order.standing().buyerKeys(), now);
        return tallies.isEmpty() ? nothing() : count(tx, order, tallies);
    }

    private Uni<Void> count(Tx tx, Order order, List<Tally> tallies) {
        return counts.take(tx, order.id(), tallies)
                .chain(full -> full.isEmpty() ? nothing() : refuse(tx, order, full.getFirst(), tallies));
    }

    private Uni<Void> refuse(Tx tx, Order order, Full full, List<Tally> tallies) {
        var tally = tallies.stream()
                .filter(each ->
                        each.limit().id().equals(full.limit()) && each.key().equals(full.key()))
                .findFirst()
                .orElseThrow();
        return counts.bought(tx, tally)
                .chain(bought -> Uni.createFrom().failure(refused(order, tally.limit(), bought)));
    }

    /** The order ends without being one; a repetition finds nothing more to give back. */
    Uni<Void> giveBack(Tx tx, OrderId order) {
        return counts.lock(tx, order, true).chain(held -> held.isEmpty() ? nothing() : counts.giveBack(tx, order));
    }

    /** An order comes back to life, if its buyer has not bought too much meanwhile: all or nothing. */
    Uni<Boolean> takeAgain(Tx tx, OrderId order) {
        return counts.lock(tx, order, false).chain(counters -> {
            var fits = counters.stream().allMatch(LimitCounts.Counter::fits);
            return fits && !counters.isEmpty()
                    ? counts.takeAgain(tx, order).replaceWith(true)
                    : Uni.createFrom().item(fits);
        });
    }

    private static void refuseTooMuch(Order order, List<Asked> asked) {
        for (var each : asked) {
            if (each.tooMuch()) {
                throw refused(order, each.limit(), 0);
            }
        }
    }

    private static Refused refused(Order order, PurchaseLimit limit, @Nullable Integer bought) {
        var lines = order.lines();
        var errors = IntStream.range(0, lines.size())
                .filter(i -> limit.covers(
                        lines.get(i).sold().sku(), lines.get(i).sold().spu()))
                .mapToObj(i -> new FieldError("lines[" + i + "].quantity", "is more than may be bought"))
                .toList();
        return new Refused(
                TradeProblem.PURCHASE_LIMIT,
                null,
                errors,
                Map.of("limit", Named.of(limit), "bought", bought == null ? 0 : bought, "allowed", limit.units()));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
