package cn.siyu.distribution.domain;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What becomes of somebody's tier, and why.
 *
 * @param tier where he stands from now on
 * @param reached the highest whose conditions he meets
 * @param missed what is to be counted from now on
 */
public record TierVerdict(Outcome outcome, UUID tier, UUID reached, int missed, String reason) {

    /** The answers that there are. */
    @Schema(name = "TierOutcome")
    public enum Outcome {
        RAISED,
        LOWERED,
        KEPT,
        /** He does not hold it, but has grace. */
        WARNED,
        PINNED
    }

    public boolean moves() {
        return outcome == Outcome.RAISED || outcome == Outcome.LOWERED;
    }
}
