package cn.siyu.koc.web;

import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.KocTask.Evidence;
import cn.siyu.koc.domain.KocTask.Wish;
import cn.siyu.koc.domain.TaskState;
import cn.siyu.koc.store.TaskPages.Card;
import cn.siyu.koc.store.TaskPages.Counted;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A task with how far the KOCs are. */
@Schema(name = "KocTaskView")
record KocTaskView(
        UUID id,
        String title,
        String words,
        Evidence evidence,
        @Nullable UUID materialId,
        Instant dueAt,

        @Schema(description = "Who asks; absent: staff") @Nullable
        UUID sellerId,

        String createdBy,
        Instant createdAt,
        @Nullable Instant cancelledAt,
        @Nullable String cancelReason,

        @Schema(description = "How many KOCs have a part in it")
        int parts,

        int done,

        @Schema(description = "Shown, and not looked at yet")
        int waiting,

        int missed) {

    /** What is asked of KOCs. */
    @Schema(name = "KocTaskWish")
    public record WishRequest(
            @NotBlank @Size(max = 60) String title,
            @NotBlank @Size(max = 500) String words,

            @Schema(description = "What shows that it was done; LINK_OPENED needs a material") @NotNull
            Evidence evidence,

            @Schema(description = "To be shared; it is offered until the task is due") @Nullable
            UUID materialId,

            @NotNull Instant dueAt) {

        Wish wish() {
            return new Wish(title, words, evidence, Optional.ofNullable(materialId), dueAt);
        }
    }

    /** The part of one KOC in one community. */
    @Schema(name = "KocTaskPartView")
    record PartView(
            UUID id,
            UUID taskId,
            String title,
            String words,
            @Nullable UUID materialId,
            UUID kocId,
            String kocName,
            UUID communityId,
            String communityName,
            TaskState state,
            Evidence evidence,
            Instant dueAt,

            @Schema(description = "What the KOC has shown; of LINK_OPENED the link") @Nullable
            String shownWords,

            List<String> pictures,
            @Nullable Instant submittedAt,
            @Nullable Instant decidedAt,

            @Schema(description = "Why it was rejected or cancelled") @Nullable
            String reason,

            @Schema(description = "Whether whoever asks has to do it")
            boolean own) {

        static PartView of(Card card) {
            var part = card.part();
            return new PartView(
                    part.id(),
                    part.task(),
                    card.title(),
                    card.words(),
                    card.material().orElse(null),
                    part.koc(),
                    card.kocName(),
                    part.community().value(),
                    card.communityName(),
                    part.state(),
                    part.evidence(),
                    part.dueAt(),
                    part.shown().words().orElse(null),
                    part.shown().pictures(),
                    part.submittedAt().orElse(null),
                    part.decidedAt().orElse(null),
                    part.reason().orElse(null),
                    card.own());
        }
    }

    static KocTaskView of(Counted counted) {
        var task = counted.task();
        var wish = task.wish();
        return new KocTaskView(
                task.id(),
                wish.title(),
                wish.words(),
                wish.evidence(),
                wish.material().orElse(null),
                wish.dueAt(),
                task.seller().orElse(null),
                task.createdBy(),
                task.createdAt(),
                task.cancelledAt().orElse(null),
                task.cancelReason().orElse(null),
                counted.parts(),
                counted.done(),
                counted.waiting(),
                counted.missed());
    }

    static List<CommunityId> communities(@Nullable List<UUID> ids) {
        return ids == null ? List.of() : ids.stream().map(CommunityId::new).toList();
    }
}
