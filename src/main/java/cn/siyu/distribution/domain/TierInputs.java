package cn.siyu.distribution.domain;

import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Everything that a decision about somebody's tier looks at, besides the rules: kept with it, so that it can be decided again.
 *
 * @param from the first day of the period that ends; for an event the day itself
 * @param asOf the last day that counts
 */
public record TierInputs(Occasion occasion, LocalDate from, LocalDate asOf, Footing footing, TierFigures figures) {

    /** Why it is looked at. */
    @Schema(name = "TierOccasion")
    public enum Occasion {
        /** A customer's order, a certificate, the end of a pin: it can only go up. */
        EVENT,
        PERIOD_END
    }

    /**
     * Where he stands.
     *
     * @param since the day on which he came to the tier
     * @param missed period ends in a row at which he did not hold it
     * @param pinned staff hold him there
     */
    public record Footing(UUID tier, LocalDate since, int missed, boolean pinned) {}
}
