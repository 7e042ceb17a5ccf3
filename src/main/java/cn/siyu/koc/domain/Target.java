package cn.siyu.koc.domain;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a community, a seller or a KOC is to reach in a period. Nothing is paid by it. */
public record Target(UUID id, Wish wish, String setBy, Instant setAt, long version) {

    /** Whose target it is. */
    @Schema(name = "KocTargetKind")
    public enum Kind {
        COMMUNITY,
        SELLER,
        KOC
    }

    /** What is counted. Orders of which everything came back count nowhere; of the others what is left. */
    @Schema(name = "KocTargetMetric")
    public enum Metric {
        /** Members who joined; of a KOC those whom he brought into a community. */
        JOINS,
        /** Different people who bought. */
        BUYERS,
        ORDERS,
        /** In fen. */
        NET_SALES,
        /** Basis points of the members now who bought in the period, through whomever. */
        CONVERSION
    }

    /** @param goal a count, fen, or basis points, as the metric says */
    public record Wish(Kind kind, UUID subject, Metric metric, TargetPeriod period, long goal) {

        /** Whether there is something to be reckoned for it. */
        public Wish fitting() {
            var fits = switch (metric) {
                case CONVERSION -> kind != Kind.KOC && goal <= 10_000;
                case JOINS, BUYERS, ORDERS, NET_SALES -> true;
            };
            if (!fits) {
                throw new Refused(KocProblem.TARGET_UNFIT);
            }
            return this;
        }
    }

    /** @param expected absent: whoever sets it knows of none */
    public Target atVersion(Optional<Long> expected) {
        if (expected.filter(known -> known == version).isEmpty()) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED, "The target has another version now", Map.of("version", version));
        }
        return this;
    }
}
