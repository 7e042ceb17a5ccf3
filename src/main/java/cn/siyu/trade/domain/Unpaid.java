package cn.siyu.trade.domain;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderHolds.Held;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Standing.Hold;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An order that nobody has paid, as far as its end needs to know it: many end at once, and what was sold in them matters to
 * nobody then.
 *
 * @param coupons whether it was placed with coupons
 * @param hold what it sits in, if a context above holds it back
 */
public record Unpaid(
        OrderId id,
        String number,
        MemberId member,
        long version,
        OrderState.PendingPayment state,
        Set<String> buyerKeys,
        boolean coupons,
        Optional<Hold> hold) {

    public OrderState cancelled(CancelledBy by, Instant at) {
        return state.cancel(by, at);
    }

    /** As its holder knows it. */
    public Optional<Held> held() {
        return hold.map(in -> in.held(id, new Person(member.value(), buyerKeys)));
    }
}
