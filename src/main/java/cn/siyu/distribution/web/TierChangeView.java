package cn.siyu.distribution.web;

import cn.siyu.distribution.store.TierChangeStore.Cause;
import cn.siyu.distribution.store.TierChangeStore.Change;
import cn.siyu.kernel.web.Page;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A step that somebody has taken on the ladder, and why. */
@Schema(name = "TierChangeView")
record TierChangeView(
        UUID id,
        Instant at,
        UUID tierBefore,
        String nameBefore,
        UUID tierAfter,
        String nameAfter,
        Cause cause,
        String reason,

        @Schema(description = "The evaluation that decided; absent when staff did") @Nullable
        UUID evaluationId) {

    static TierChangeView of(Change change) {
        return new TierChangeView(
                change.id(),
                change.at(),
                change.before(),
                change.nameBefore(),
                change.after(),
                change.nameAfter(),
                change.cause(),
                change.reason(),
                change.evaluation().orElse(null));
    }

    /** @param found one more than are shown, if there are more */
    static Page<TierChangeView> page(List<Change> found, int limit) {
        var shown = found.stream().limit(limit).map(TierChangeView::of).toList();
        return new Page<>(
                shown, found.size() > limit ? found.get(limit - 1).cursor().encode() : null);
    }
}
