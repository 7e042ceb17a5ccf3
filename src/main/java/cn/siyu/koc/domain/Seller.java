package cn.siyu.koc.domain;

import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who owns communities and answers for their KOCs: an employee, paid with his wages, or a distributor (D1, D7). A distributor
 * is named by ids that staff gave; distribution lives on the same floor and is not asked.
 *
 * @param member the member as whom the seller uses the mini-program; an employee may have none
 */
public record Seller(
        UUID id,
        Kind kind,
        String name,
        Optional<UUID> staff,
        Optional<UUID> unit,
        Optional<UUID> distributor,
        Optional<MemberId> member,
        Instant createdAt,
        Optional<Instant> endedAt,
        Optional<String> endReason) {

    /** What the seller is to the shop. */
    @Schema(name = "SellerKind")
    public enum Kind {
        EMPLOYEE,
        DISTRIBUTOR
    }

    public boolean active() {
        return endedAt.isEmpty();
    }
}
