package cn.siyu.trade.app;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderHolds;
import cn.siyu.trade.OrderHolds.Held;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.Standing.Hold;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** Those above who hold orders back, found by the kind that the terms of an order name. */
@ApplicationScoped
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

    /** Its place is free, if it had one. */
    Uni<Void> ended(Tx tx, Order order, Instant now) {
        return order.standing()
                .hold()
                .map(hold -> of(hold.kind()).ended(tx, held(order, hold), now))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    static Held held(Order order, Hold hold) {
        return hold.held(order.id(), order.standing().buyer(order.member()));
    }
}
