package cn.siyu.trade.app;

import static java.util.stream.Collectors.groupingBy;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderHolds;
import cn.siyu.trade.OrderHolds.Held;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.Standing.Hold;
import cn.siyu.trade.domain.Unpaid;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Those above who hold orders back, found by the kind that the terms of an order name. */
@Singleton
class Holds {

    private final Instance<OrderHolds> holders;

    @Inject
    Holds(@Any Instance<OrderHolds> holders) {
        this.holders = holders;
    }

    /** Fails when nobody would ever be asked about orders of that kind. */
    void demand(String kind) {
        var _ = of(kind);
    }

    OrderHolds of(String kind) {
        return holders.stream()
                .filter(holder -> holder.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody holds orders of the kind " + kind));
    }

    /** Locks what the order sits in: before stock, before the order. */
    Uni<Void> lock(Tx tx, Hold hold) {
        return of(hold.kind()).lock(tx, List.of(hold.id()));
    }

    /** The same for many, one kind after the other: whoever locks several kinds does it in this order. */
    Uni<Void> lock(Tx tx, Collection<Hold> holds) {
        var byKind = holds.stream()
                .collect(groupingBy(Hold::kind, TreeMap::new, Collectors.mapping(Hold::id, Collectors.toSet())));
        return inTurn(byKind, (kind, ids) -> of(kind).lock(tx, ids));
    }

    /** Their places are free, where they had any. */
    Uni<Void> ended(Tx tx, Collection<Unpaid> orders, Instant now) {
        var byKind = orders.stream()
                .flatMap(order -> order.hold().stream().map(hold -> new Ended(hold.kind(), order)))
                .collect(groupingBy(Ended::kind, TreeMap::new, Collectors.toList()));
        return inTurn(
                byKind,
                (kind, ended) -> of(kind).ended(
                                tx,
                                ended.stream()
                                        .flatMap(each -> each.order().held().stream())
                                        .toList(),
                                now));
    }

    private record Ended(String kind, Unpaid order) {}

    private static <T> Uni<Void> inTurn(SortedMap<String, T> byKind, BiFunction<String, T, Uni<Void>> work) {
        var all = Uni.createFrom().voidItem();
        for (var each : byKind.entrySet()) {
            all = all.chain(() -> work.apply(each.getKey(), each.getValue()));
        }
        return all;
    }

    /** Its place is free, if it had one. */
    Uni<Void> ended(Tx tx, Order order, Instant now) {
        return order.standing()
                .hold()
                .map(hold -> of(hold.kind()).ended(tx, List.of(held(order, hold)), now))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    static Held held(Order order, Hold hold) {
        return hold.held(order.id(), order.standing().buyer(order.member()));
    }
}
