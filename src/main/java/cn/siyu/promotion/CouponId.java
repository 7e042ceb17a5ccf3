package cn.siyu.promotion;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one coupon in one member's hand. */
public record CouponId(UUID value) implements Id {

    public static CouponId next() {
        return new CouponId(Ids.next());
    }
}
