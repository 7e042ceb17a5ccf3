package cn.siyu.promotion;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one template, of which coupons are given out. */
public record CouponTemplateId(UUID value) implements Id {

    public static CouponTemplateId next() {
        return new CouponTemplateId(Ids.next());
    }
}
