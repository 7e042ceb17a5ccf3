package cn.siyu.koc.web;

import cn.siyu.koc.domain.Target.Kind;
import cn.siyu.koc.domain.Target.Metric;
import cn.siyu.koc.store.TargetStore.Reached;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A target and what has been reached of it: counts, fen or basis points, as the metric says; net of refunds. */
@Schema(name = "KocTargetView")
record KocTargetView(
        UUID id,
        Kind kind,
        UUID subjectId,
        String name,
        Metric metric,
        @Schema(examples = {"2026-11", "2026-W47"}) String period,
        Instant starts,
        Instant ends,
        long goal,
        long actual,

        @Schema(description = "Basis points of the goal; more than 10000 above it")
        long reachedBp,

        String setBy,
        Instant setAt,
        long version) {

    static KocTargetView of(Reached reached) {
        var target = reached.target();
        var wish = target.wish();
        return new KocTargetView(
                target.id(),
                wish.kind(),
                wish.subject(),
                reached.name(),
                wish.metric(),
                wish.period().name(),
                wish.period().starts(),
                wish.period().ends(),
                wish.goal(),
                reached.actual(),
                Math.floorDiv(Math.multiplyExact(reached.actual(), 10_000L), wish.goal()),
                target.setBy(),
                target.setAt(),
                target.version());
    }
}
