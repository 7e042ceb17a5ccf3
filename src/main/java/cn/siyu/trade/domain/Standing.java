package cn.siyu.trade.domain;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.distribution.DistributorId;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderHolds.Held;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.Terms;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What was fixed when an order was placed and is needed when it becomes firm, and whether it has become so.
 *
 * @param buyerKeys what the buyer is known by
 * @param hold what the order sits in, if a context above holds it back
 * @param distributor to whom it is attributed, if to one
 * @param coupons whether it was placed with coupons: only then is anybody asked about them
 */
public record Standing(
        Set<String> buyerKeys,
        Optional<Hold> hold,
        Optional<DistributorId> distributor,
        boolean coupons,
        boolean firm) {

    /** Nothing is known of the buyer, and nothing holds the order back. */
    public static final Standing PLAIN = new Standing(Set.of(), Optional.empty(), Optional.empty(), false, false);

    /** Whom to ask about a paid order. */
    public record Hold(String kind, UUID activity, UUID id) {

        public static Hold of(Terms terms) {
            return new Hold(terms.kind(), terms.activity(), terms.hold());
        }

        public Held held(OrderId order, Person buyer) {
            return new Held(order.value(), activity, id, buyer);
        }
    }

    public Person buyer(MemberId member) {
        return new Person(member.value(), buyerKeys);
    }
}
