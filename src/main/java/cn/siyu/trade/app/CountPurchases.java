package cn.siyu.trade.app;

import cn.siyu.kernel.merge.TryAgain;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.domain.Allowances;
import cn.siyu.trade.domain.Allowances.Full;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.Tally;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.LimitCounts;
import cn.siyu.trade.store.LimitStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Counts orders against the purchase limits in the transaction that places them (A13), and gives back when one ends without being
 * one: unpaid orders count, cancelled and fully refunded ones do not. Counters are locked after the stock.
 */
@Singleton
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

    /**
     * The limits that these orders will be held against. Asked first of all, so nobody waits for them who holds something; what
     * follows may be sent before the answer is there, because one connection takes its statements in their order.
     */
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

    /**
     * Where these orders are counted, locked: they are decided in turn. Call it after the stock is locked.
     *
     * @param binding as {@link #binding} answered in the same transaction
     */
    Uni<Book> book(Tx tx, Collection<NewOrder> orders, List<PurchaseLimit> binding, Instant now) {
        var counters = orders.stream()
                .flatMap(each -> tallies(binding, each.order(), now).stream())
                .map(Tally::counter)
                .distinct()
                .toList();
        return counters.isEmpty()
                ? Uni.createFrom().item(new Book(tx, binding, new Allowances(Map.of()), now))
                : counts.hold(tx, counters).map(bought -> new Book(tx, binding, new Allowances(bought), now));
    }

    private static List<Tally> tallies(List<PurchaseLimit> binding, Order order, Instant now) {
        return Tally.of(
                Tally.asked(binding, order.lines()),
                order.member(),
                order.standing().buyerKeys(),
                now);
    }

    /** The limits of one transaction, and what its orders take of them; written in the end, for all of them at once. */
    final class Book {
        private final Tx tx;
        private final List<PurchaseLimit> binding;
        private final Allowances allowances;
        private final Instant now;

        private Book(Tx tx, List<PurchaseLimit> binding, Allowances allowances, Instant now) {
            this.tx = tx;
            this.binding = binding;
            this.allowances = allowances;
            this.now = now;
        }

        /** Why an order cannot be placed; empty when it can. Nothing is taken. */
        Optional<Refused> bar(Order order) {
            return allowances
                    .full(Tally.asked(binding, order.lines()), tallies(binding, order, now))
                    .map(full -> refused(order, full));
        }

        /** It is placed. */
        void take(Order order) {
            allowances.take(order.id().value(), tallies(binding, order, now));
        }

        /** Its orders are written. What somebody else has counted where nothing could be locked yet makes it {@link TryAgain}. */
        Uni<Void> write() {
            var taken = allowances.taken();
            return taken.isEmpty()
                    ? nothing()
                    : tx.together(
                            counts.take(tx, taken).invoke(rows -> {
                                if (rows != taken.size()) {
                                    throw new TryAgain(
                                            "%d of %d purchase limits have room".formatted(rows, taken.size()));
                                }
                            }),
                            counts.note(tx, allowances.uses()));
        }
    }

    /** The order ends without being one; a repetition finds nothing more to give back. */
    Uni<Void> giveBack(Tx tx, OrderId order) {
        return giveBack(tx, List.of(order));
    }

    Uni<Void> giveBack(Tx tx, List<OrderId> orders) {
        return counts.lock(tx, orders, true).chain(held -> held.isEmpty() ? nothing() : counts.giveBack(tx, orders));
    }

    /** An order comes back to life, if its buyer has not bought too much meanwhile: all or nothing. */
    Uni<Boolean> takeAgain(Tx tx, OrderId order) {
        return counts.lock(tx, List.of(order), false).chain(counters -> {
            var fits = counters.stream().allMatch(LimitCounts.Counter::fits);
            return fits && !counters.isEmpty()
                    ? counts.takeAgain(tx, order).replaceWith(true)
                    : Uni.createFrom().item(fits);
        });
    }

    private static Refused refused(Order order, Full full) {
        var limit = full.limit();
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
                Map.of("limit", Named.of(limit), "bought", full.bought(), "allowed", limit.units()));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
