package cn.siyu.koc.domain;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.koc.CommunityId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What KOCs are asked to do until when. Nothing is paid for it: sharing alone is never rewarded (L11). */
public record KocTask(
        UUID id,
        Wish wish,
        Optional<UUID> seller,
        String createdBy,
        Instant createdAt,
        Optional<Instant> cancelledAt,
        Optional<String> cancelReason) {

    /** What shows that it was done. */
    @Schema(name = "KocTaskEvidence")
    public enum Evidence {
        WORDS,
        PICTURES,
        /** Somebody else opens the KOC's link of the material: nobody has to show or to look. */
        LINK_OPENED
    }

    /** What is asked. */
    public record Wish(String title, String words, Evidence evidence, Optional<UUID> material, Instant dueAt) {}

    /** What a KOC shows. */
    public record Shown(Optional<String> words, List<String> pictures) {

        void proves(Evidence evidence) {
            var enough = switch (evidence) {
                case WORDS -> words.isPresent();
                case PICTURES -> !pictures.isEmpty();
                case LINK_OPENED -> false;
            };
            if (!enough) {
                throw new Refused(KocProblem.TASK_EVIDENCE_MISSING, "The task wants " + evidence);
            }
        }
    }

    /** The part of one KOC in one community. */
    public record Part(
            UUID id,
            UUID task,
            UUID koc,
            CommunityId community,
            TaskState state,
            Evidence evidence,
            Instant dueAt,
            Shown shown,
            Optional<Instant> submittedAt,
            Optional<Instant> decidedAt,
            Optional<String> reason,
            long version) {

        public Part submit(Shown evidenceShown, Instant now) {
            var next = state.submit();
            if (!now.isBefore(dueAt)) {
                throw new Refused(KocProblem.TASK_OVER);
            }
            evidenceShown.proves(evidence);
            return new Part(
                    id,
                    task,
                    koc,
                    community,
                    next,
                    evidence,
                    dueAt,
                    evidenceShown,
                    Optional.of(now),
                    Optional.empty(),
                    Optional.empty(),
                    version);
        }

        public Part accept(Instant now) {
            return decided(state.accept(), now, Optional.empty());
        }

        public Part reject(String why, Instant now) {
            return decided(state.reject(!now.isBefore(dueAt)), now, Optional.of(why));
        }

        private Part decided(TaskState next, Instant now, Optional<String> why) {
            return new Part(
                    id,
                    task,
                    koc,
                    community,
                    next,
                    evidence,
                    dueAt,
                    shown,
                    submittedAt,
                    next.isOver() ? Optional.of(now) : Optional.empty(),
                    why,
                    version);
        }
    }
}
