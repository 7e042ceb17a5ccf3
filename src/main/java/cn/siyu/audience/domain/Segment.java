package cn.siyu.audience.domain;

import cn.siyu.audience.SegmentId;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A named rule: who is meant. It holds members only while it is active.
 *
 * @param eligibility what customers are told about who belongs to it (L12)
 * @param tree the rule as it was written
 * @param ruleVersion grows with every change of the rule; {@code version} with every change at all
 */
public record Segment(
        SegmentId id,
        String name,
        String eligibility,
        Map<String, Object> tree,
        int ruleVersion,
        State state,
        long version,
        Instant changedAt) {

    /** An ended segment never comes back: whoever names it names nobody. */
    @Schema(name = "SegmentState")
    public enum State {
        DRAFT,
        ACTIVE,
        ENDED
    }
}
