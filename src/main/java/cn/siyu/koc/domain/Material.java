package cn.siyu.koc.domain;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.sharing.ShareLink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Words and pictures that KOCs share, for as long as they are valid (D12). */
public record Material(UUID id, Sketch sketch, State state, Instant createdAt, String createdBy, long version) {

    /**
     * What staff say about a material.
     *
     * @param words that go with the link
     * @param media addresses of pictures or of a video
     * @param categories of the communities that it is for; none: all
     */
    public record Sketch(
            Kind kind,
            String title,
            String words,
            List<String> media,
            Optional<UUID> spu,
            Optional<UUID> activity,
            List<String> categories,
            Instant from,
            Instant until) {

        /** Where a link for it leads. */
        public ShareLink.Target target() {
            return new ShareLink.Target(spu, activity, Optional.empty());
        }

        public boolean isFor(String category) {
            return categories.isEmpty() || categories.contains(category);
        }
    }

    /** What it is made of. */
    @Schema(name = "KocMaterialKind")
    public enum Kind {
        COPY,
        PICTURE,
        VIDEO
    }

    /** Whether it is offered. */
    @Schema(name = "KocMaterialState")
    public enum State {
        ACTIVE,
        WITHDRAWN
    }

    public boolean isOffered(Instant now) {
        return state == State.ACTIVE && !now.isBefore(sketch.from()) && now.isBefore(sketch.until());
    }

    /** Whether links that were made for it go on leading to what it is for, for as long as it says. */
    public boolean keepsLinksOf(Sketch next) {
        return sketch.target().equals(next.target())
                && sketch.words().equals(next.words())
                && !next.until().isBefore(sketch.until());
    }

    public Material atVersion(long expected) {
        if (version != expected || state != State.ACTIVE) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The material is " + state + " in version " + version,
                    Map.of("state", state.name(), "version", version));
        }
        return this;
    }
}
