package cn.siyu.trade.app;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.Gifts;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.Coupons;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** Tells koc which coupons can be given: it and promotion live on one floor and do not know each other. */
@Singleton
class KnowGifts implements Gifts {

    private final Coupons coupons;

    @Inject
    KnowGifts(Coupons coupons) {
        this.coupons = coupons;
    }

    @Override
    public Uni<Boolean> gives(Sql sql, UUID template, Instant now) {
        return coupons.gives(sql, new CouponTemplateId(template), now);
    }
}
