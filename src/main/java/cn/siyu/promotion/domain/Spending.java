package cn.siyu.promotion.domain;

import static java.util.stream.Collectors.toMap;

import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Coupons that several orders want: what one was given no other gets (H4). Each goes into one order, or stays in the hand. */
public final class Spending {

    private final Map<CouponId, Coupon> free;
    private final Map<CouponId, UUID> spent = new LinkedHashMap<>();

    /** @param locked everything that may be asked for, as it is now */
    public Spending(Collection<Coupon> locked, Instant now) {
        this.free = locked.stream()
                .filter(coupon -> coupon.bar(now).isEmpty())
                .collect(toMap(Coupon::id, Function.identity()));
    }

    /** Whether all of these are in the hand of that member. */
    public boolean has(MemberId member, Collection<CouponId> wanted) {
        return wanted.stream().allMatch(id -> {
            var coupon = free.get(id);
            return coupon != null && coupon.member().equals(member) && !spent.containsKey(id);
        });
    }

    public void give(UUID order, Collection<CouponId> wanted) {
        wanted.forEach(id -> spent.put(id, order));
    }

    /** What was given, and to which order. */
    public Map<CouponId, UUID> spent() {
        return spent;
    }
}
