package cn.siyu.distribution.domain;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A month or a quarter at whose end tiers are evaluated.
 *
 * @param name such as {@code 2026-11} or {@code 2026-Q4}
 */
public record TierPeriod(String name, LocalDate first, LocalDate last) {

    /** How long periods are. */
    @Schema(name = "TierPeriodLength")
    public enum Length {
        MONTH,
        QUARTER;

        /** The one in which the day lies. */
        public TierPeriod of(LocalDate day) {
            return switch (this) {
                case MONTH -> {
                    var first = day.withDayOfMonth(1);
                    yield new TierPeriod(
                            "%d-%02d".formatted(day.getYear(), day.getMonthValue()),
                            first,
                            first.plusMonths(1).minusDays(1));
                }
                case QUARTER -> {
                    var first = day.with(IsoFields.DAY_OF_QUARTER, 1);
                    yield new TierPeriod(
                            "%d-Q%d".formatted(day.getYear(), day.get(IsoFields.QUARTER_OF_YEAR)),
                            first,
                            first.plus(1, IsoFields.QUARTER_YEARS).minusDays(1));
                }
            };
        }

        /** The last one that is over on this day. */
        public TierPeriod endedBefore(LocalDate day) {
            return of(of(day).first().minusDays(1));
        }
    }
}
