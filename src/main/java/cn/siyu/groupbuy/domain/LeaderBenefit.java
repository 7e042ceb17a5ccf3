package cn.siyu.groupbuy.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.promotion.CouponTemplateId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the leader of a group gets when it comes about, and only then (B16); nobody is rewarded for inviting alone (L11). */
public sealed interface LeaderBenefit {

    /** The names under which benefits are stored and shown. */
    @Schema(name = "LeaderBenefitKind")
    enum Kind {
        NONE,
        PRICE_OFF,
        FREE,
        COUPON,
        COMMISSION
    }

    LeaderBenefit NONE = new None();

    Kind kind();

    /** Like everybody else. */
    record None() implements LeaderBenefit {
        @Override
        public Kind kind() {
            return Kind.NONE;
        }
    }

    /** So much of what he paid for goods comes back. */
    record PriceOff(Money off) implements LeaderBenefit {
        @Override
        public Kind kind() {
            return Kind.PRICE_OFF;
        }
    }

    /** 团长免单: all that he paid for goods comes back; the freight does not. */
    record Free() implements LeaderBenefit {
        @Override
        public Kind kind() {
            return Kind.FREE;
        }
    }

    /** One coupon of a template. */
    record Coupon(CouponTemplateId template) implements LeaderBenefit {
        @Override
        public Kind kind() {
            return Kind.COUPON;
        }
    }

    /** A share of the net of what others in his group bought; into the account of a distributor, who else has one? */
    record Commission(Rate rate) implements LeaderBenefit {
        @Override
        public Kind kind() {
            return Kind.COMMISSION;
        }
    }
}
