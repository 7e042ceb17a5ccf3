package cn.siyu.koc;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.member.MemberId;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a KOC and the seller who owns the binding may claim of an order, as it stands when the order is placed (D6).
 *
 * @param koc the KOC's own id; {@code kocMember} is the member that he is
 * @param sellerDistributor the distributor that the seller is; absent for an employee, who is paid with his wages (D7)
 * @param pool share of the line's net for both together
 * @param sellerShare of the pool; it and {@code kocShare} may leave a part of the pool with the merchant
 * @param floor the pool of the whole order is at least this; zero: there is no floor
 * @param payout as what the KOC has his part (D7); paid in coupons he has none of the pool
 * @param gift template of the coupon that the KOC has in kind for such an order; absent: none
 */
public record KocClaim(
        UUID binding,
        UUID koc,
        MemberId kocMember,
        UUID seller,
        @Nullable UUID sellerDistributor,
        CommunityId community,
        Rate pool,
        Rate sellerShare,
        Rate kocShare,
        Money floor,
        KocPayout payout,
        @Nullable UUID gift,
        int splitVersion,
        By by) {

    /** What the claim rests on (D5), the strongest first. */
    @Schema(name = "KocClaimBy")
    public enum By {
        TOKEN,
        COMMUNITY_ACTIVITY,
        MEMBERSHIP
    }

    /** The same claim with other parts of the pool. */
    public KocClaim sharing(Rate seller, Rate koc) {
        return new KocClaim(
                binding,
                this.koc,
                kocMember,
                this.seller,
                sellerDistributor,
                community,
                pool,
                seller,
                koc,
                floor,
                payout,
                gift,
                splitVersion,
                by);
    }
}
