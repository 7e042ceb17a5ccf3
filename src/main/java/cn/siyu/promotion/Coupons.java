package cn.siyu.promotion;

import cn.siyu.catalog.ProductRole;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Coupons as trade spends them: reckoned before the order, held and used in the order's own transaction (H4). In the house
 * order of locks they come after pools and before orders.
 */
public interface Coupons {

    /** More are not used together in one order. */
    int MOST_TOGETHER = 4;

    /**
     * One SKU with all its units.
     *
     * @param categories of the product, with those above
     * @param promotable whether the law lets it be promoted at all (L6)
     */
    record Line(
            SkuId sku,
            UUID spu,
            List<UUID> categories,
            Optional<UUID> brand,
            Optional<ProductRole> role,
            boolean promotable,
            int quantity,
            Money unitPrice) {

        public Money amount() {
            return unitPrice.times(quantity);
        }
    }

    /** A purchase at the shop's own prices; {@code freight} is empty as long as there is no address. */
    record Basket(MemberId member, List<Line> lines, Optional<Money> freight) {}

    /** What one coupon takes off: of each line, in their order, and of the freight. */
    record Taken(
            CouponId coupon,
            CouponTemplateId template,
            String name,
            CouponType type,
            CostBearer bearer,
            Optional<UUID> bearerId,
            List<Money> offLines,
            Money offFreight) {

        public Money offGoods() {
            return Money.sum(offLines);
        }

        public Money off() {
            return offGoods().plus(offFreight);
        }
    }

    /**
     * What becomes of one coupon in this purchase, alone.
     *
     * @param why empty: it can be used
     * @param missing what the eligible lines lack up to the threshold
     */
    record Verdict(
            CouponId coupon,
            CouponTemplateId template,
            String name,
            CouponType type,
            Instant validUntil,
            Optional<Unusable> why,
            Money missing,
            Money offGoods,
            Money offFreight) {}

    /** Every coupon in hand with its verdict, and the combination that takes the most off (H6). */
    record Advice(List<Verdict> verdicts, List<Taken> best) {

        public static final Advice NONE = new Advice(List.of(), List.of());
    }

    /** Looks at every coupon of the member that is not spent. Reads only. */
    Uni<Advice> advise(Sql sql, Basket basket, Instant now);

    /**
     * What exactly these coupons take off, together. Refused as NOT_FOUND when one is not the member's, as COUPON_NOT_USABLE
     * with the reasons by position otherwise. Reads only.
     */
    Uni<List<Taken>> reckon(Sql sql, Basket basket, List<CouponId> coupons, Instant now);

    /** Coupons that are locked: orders get theirs in turn, and what was given is written in the end, for all of them at once. */
    interface Purse {

        /** Why these cannot all go into an order of that member; empty when they can. COUPON_TAKEN: one is not there any more. */
        Optional<Refused> bar(MemberId member, Collection<CouponId> coupons);

        /** They are in that order now, and nobody else's; nothing is written yet. */
        void give(UUID order, Collection<CouponId> coupons);

        /** Writes what was given. */
        Uni<Void> write();
    }

    /** Locks these coupons, sorted. */
    Uni<Purse> purse(Tx tx, Collection<CouponId> coupons, Instant now);

    /** Late money: takes the coupons of the order again. False, and nothing is changed, when one of them cannot be had. */
    Uni<Boolean> retake(Tx tx, UUID order, Instant now);

    /** The order is paid: what it holds is used. */
    Uni<Void> use(Tx tx, UUID order, Instant now);

    /** These orders ended unpaid: what they hold is in the members' hands again. Repeating changes nothing. */
    Uni<Void> letGo(Tx tx, Collection<UUID> orders, Instant now);

    /**
     * All of a paid order went back: what it used is in the member's hand again, and what was given for it is taken back if it
     * is unspent. Repeating changes nothing.
     */
    Uni<Void> giveBack(Tx tx, UUID order, Instant now);

    /** Whether coupons of that template can be given out now. Reads only. */
    Uni<Boolean> gives(Sql sql, CouponTemplateId template, Instant now);

    /**
     * The leader of a buy group that came about is given one of this template; taken back unspent when all of {@code order} is
     * refunded. Once per order; false when he gets none: none is left, or he has had as many as one person gets.
     */
    Uni<Boolean> reward(Tx tx, MemberId leader, CouponTemplateId template, UUID order, Instant now);

    /**
     * The KOC whose community an order came from is given one of this template, in kind (D6); taken back unspent when all of
     * {@code order} is refunded. Once per order; false when he gets none: none is left, or he has had as many as one person gets.
     */
    Uni<Boolean> served(Tx tx, MemberId koc, CouponTemplateId template, UUID order, Instant now);

    /** Of which its buyer may be given coupons. */
    record PaidOrder(UUID order, MemberId buyer, Money total) {}

    /** Paid orders bring their buyers the coupons that are given for one; once per order and template. */
    Uni<Void> rewardPaid(Tx tx, Collection<PaidOrder> orders, Instant now);
}
