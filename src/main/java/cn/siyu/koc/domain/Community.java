package cn.siyu.koc.domain;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.koc.CommunityId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A chat group with one owner and a limited number of members.
 *
 * @param code by which members join
 * @param chatId of the chat at WeCom
 * @param owner the seller who owns it; of a dissolved one the last
 */
public record Community(
        CommunityId id,
        String code,
        Sketch sketch,
        int members,
        State state,
        UUID owner,
        String ownerName,
        Instant createdAt,
        Optional<Instant> dissolvedAt,
        long version) {

    /**
     * What staff say about a community.
     *
     * @param segment who may join by the code; empty: everybody
     */
    public record Sketch(
            String name, String chatId, String category, int capacity, Optional<UUID> store, Optional<UUID> segment) {}

    /** Whether it lives. */
    @Schema(name = "CommunityState")
    public enum State {
        ACTIVE,
        DISSOLVED
    }

    /** For commands of staff, who see dissolved ones too. */
    public Community living() {
        if (state != State.ACTIVE) {
            throw Refused.with(CommonProblem.STATE_CHANGED, "The community is " + state, Map.of("state", state.name()));
        }
        return this;
    }

    public Community atVersion(long expected) {
        if (version != expected) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED, "The community has another version now", Map.of("version", version));
        }
        return this;
    }
}
