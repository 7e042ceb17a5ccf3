package cn.siyu.koc.domain;

import cn.siyu.koc.CommunityId;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One stay of a member in a community (D4).
 *
 * @param inviter the member whose link into the community he followed
 */
public record Membership(
        UUID id,
        CommunityId community,
        MemberId member,
        Instant joinedAt,
        Optional<Instant> leftAt,
        Scene scene,
        Optional<UUID> inviter,
        State state) {

    /** How he came in. */
    public enum Scene {
        CODE,
        IMPORT,
        /** As WeCom tells who sits in the chat. */
        WECOM
    }

    /** Whether he is there, and how it ended. */
    @Schema(name = "CommunityMembershipState")
    public enum State {
        PRESENT,
        LEFT,
        REMOVED
    }

    public static Membership begun(
            UUID id, CommunityId community, MemberId member, Scene scene, Optional<UUID> inviter, Instant now) {
        return new Membership(id, community, member, now, Optional.empty(), scene, inviter, State.PRESENT);
    }
}
