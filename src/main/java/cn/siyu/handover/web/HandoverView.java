package cn.siyu.handover.web;

import cn.siyu.handover.app.Handovers.Detail;
import cn.siyu.handover.domain.Handover.Phase;
import cn.siyu.handover.store.ItemStore.Tally;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A handover with what it has moved here, and how far it is at WeCom. */
@Schema(name = "HandoverView")
record HandoverView(
        HandoverSummary handover,
        Phase phase,
        @Nullable UUID jobId,

        @Schema(description = "What went wrong last; absent when nothing did") @Nullable
        String lastFault,

        Moved moved,
        AtWeCom weCom,
        long version) {

    /** What is the successor's here. */
    @Schema(name = "HandoverMoved")
    record Moved(
            long customers,
            long communities,
            long bindings,
            long endedBindings,
            long buyers,
            long tokens,
            long tasks) {}

    /** Customers and chats by how far they are. */
    @Schema(name = "HandoverAtWeCom")
    record AtWeCom(long total, long open, long waiting, long refused, long done, long givenUp) {

        static AtWeCom of(Tally tally) {
            return new AtWeCom(
                    tally.total(), tally.open(), tally.waiting(), tally.refused(), tally.done(), tally.givenUp());
        }
    }

    static HandoverView of(Detail detail) {
        var handover = detail.handover();
        var moved = handover.moved();
        return new HandoverView(
                HandoverSummary.of(handover),
                handover.phase(),
                handover.job().orElse(null),
                handover.lastFault().orElse(null),
                new Moved(
                        moved.customers(),
                        moved.communities(),
                        moved.bindings(),
                        moved.endedBindings(),
                        moved.buyers(),
                        moved.tokens(),
                        moved.tasks()),
                AtWeCom.of(detail.tally()),
                handover.version());
    }
}
