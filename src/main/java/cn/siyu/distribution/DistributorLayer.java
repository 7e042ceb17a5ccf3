package cn.siyu.distribution;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * In which layer a distributor is, beside his tier: how many customers are his, and how lately he has brought an order. It is
 * counted from time to time.
 *
 * @param orders that he has brought in the time in which one counts as active
 */
public record DistributorLayer(
        Size size, Activity activity, int customers, int orders, Optional<Instant> lastOrderAt, Instant countedAt) {

    /** How many customers are his. */
    @Schema(name = "DistributorSize")
    public enum Size {
        SMALL,
        MEDIUM,
        LARGE
    }

    /** How lately he has brought an order. */
    @Schema(name = "DistributorActivity")
    public enum Activity {
        /** Has been one for a short time and brought none yet. */
        NEW,
        /** Lately. */
        ACTIVE,
        /** Not lately. */
        QUIET,
        /** Not for long, or never. */
        DORMANT
    }
}
