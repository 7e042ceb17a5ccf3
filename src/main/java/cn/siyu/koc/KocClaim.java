package cn.siyu.koc;

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
        int splitVersion,
        By by) {

    /** What the claim rests on (D5), the strongest first. */
    @Schema(name = "KocClaimBy")
    public enum By {
        TOKEN,
        COMMUNITY_ACTIVITY,
        MEMBERSHIP
    }
}
