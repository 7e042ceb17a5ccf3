package cn.siyu.trade;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Orders as the contexts above place, hold, and read them. */
public interface Orders {

    /**
     * What an activity sells: one SKU at its own price.
     *
     * @param exclusionConfirmed the buyer confirmed that it is excluded from the seven-day return (L1)
     * @param promoCode of the distributor whom the buyer names (C9); an unknown one is refused
     */
    record Wish(
            MemberId member,
            SkuId sku,
            int quantity,
            UUID address,
            boolean exclusionConfirmed,
            Optional<String> promoCode) {

        public Wish(MemberId member, SkuId sku, int quantity, UUID address, boolean exclusionConfirmed) {
            this(member, sku, quantity, address, exclusionConfirmed, Optional.empty());
        }
    }

    /**
     * Everything about an order that could be read before the transaction: what is sold, where to, from whom it came. It has
     * no price and no terms yet.
     */
    interface Draft {

        /** The order's future id: who holds a place for it names it so. */
        UUID order();

        MemberId member();

        /** What the buyer is known by, for the check whether he is new (B20). */
        Person buyer();

        /** Whether the law lets the goods be promoted is a matter of this (L6). */
        RegulatoryClass regulation();

        /** What one unit costs by the price list. */
        Money listPrice();

        /** Freight for these goods at this price to this address, before coupons. */
        Money freight(Money unitPrice);

        /** What coupons take off the goods; nothing as long as none were {@link Orders#redeem redeemed}. */
        Money discount();

        /** What they take off the freight. */
        Money freightDiscount();
    }

    /** A placed order, waiting for its payment. */
    record Placed(UUID order, String orderNo, Money goods, Money freight, Instant payBy) {}

    /** One of a batch, in the order in which it was handed in. */
    sealed interface Placement {
        record Done(Placed order) implements Placement {}

        record Lacking(UUID order, List<Shortage> shortages) implements Placement {}

        /** One of its coupons is somewhere else by now. */
        record Barred(UUID order, Refused reason) implements Placement {}
    }

    /** A draft with its terms. */
    record Priced(Draft draft, Terms terms) {}

    /**
     * Reads what an order of this wish needs; refused as NOT_FOR_SALE, NOT_FOUND, REGION_NOT_DELIVERED. Not inside a
     * transaction.
     *
     * @param community to which the activity is offered (B23)
     */
    Uni<Draft> draft(Wish wish, Optional<CommunityId> community);

    /**
     * The same order with these coupons taken off at the price of the activity; they are held when it is placed. Refused as
     * NOT_FOUND or COUPON_NOT_USABLE. Not inside a transaction.
     */
    Uni<Draft> redeem(Draft draft, Money unitPrice, List<CouponId> coupons);

    /** The goods of a batch, locked: orders are decided in turn, and those that got their goods are written together. */
    interface Sale {

        /** Takes goods and coupons for one, all or nothing; nothing is written yet. */
        Placement place(Priced priced);

        /** Writes what was placed, set-based. */
        Uni<Void> write();
    }

    /** Locks what an activity has left of the goods of these drafts, and their coupons. */
    Uni<Sale> sale(Tx tx, UUID activity, Collection<Draft> drafts, Instant now);

    /** The condition is met: GROUPING becomes TO_SHIP for all of them, and {@link OrderPaid} is told. Repeating changes nothing. */
    Uni<Void> release(Tx tx, Collection<UUID> orders, Instant now);

    /**
     * The condition was not met: stock is free, each order's own payment goes back in full, under a number fixed by the
     * order (B12, B13). Repeating changes nothing.
     */
    Uni<Void> giveUp(Tx tx, Collection<UUID> orders, String reason, Instant now);

    /**
     * Ends unpaid orders as if their time had run out: closes them at WeChat first (B9). What was paid in this moment or cannot
     * be told yet stays as it is. Not inside a transaction.
     */
    Uni<Void> endUnpaid(Collection<UUID> orders);

    /** What was sold, as it was when it was sold: the same whenever it is read. */
    Uni<List<SoldOrder>> sold(Sql sql, Collection<UUID> orders);

    /** An order and since when it is firm. */
    record Firmed(UUID order, Instant at) {}

    /** Money of a firm order that has arrived at the buyer. */
    record GoneBack(String refundNo, UUID order, Money amount, Instant at) {}

    /** Orders that became firm in {@code [from, until)}, in the order of time, behind {@code after}. */
    Uni<List<Firmed>> firmBetween(Sql sql, Instant from, Instant until, Optional<Firmed> after, int limit);

    /** What went back of firm orders in {@code [from, until)}, in the order of time, behind {@code after}. */
    Uni<List<GoneBack>> goneBackBetween(Sql sql, Instant from, Instant until, Optional<GoneBack> after, int limit);

    /** Those of them about which an after-sale is open: what waits for the end of the return window waits for it (C23). */
    Uni<Set<UUID>> underClaim(Sql sql, Collection<UUID> orders);

    /** The present state of orders, by its stored name; unknown ones are missing. */
    Uni<Map<UUID, String>> states(Sql sql, Collection<UUID> orders);
}
