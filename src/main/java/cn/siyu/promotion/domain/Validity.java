package cn.siyu.promotion.domain;

import java.time.Duration;
import java.time.Instant;

/** When coupons of a template can be used. */
public sealed interface Validity {

    /** The span for a coupon that is given out now. */
    Span of(Instant given);

    /** The same span for everybody. */
    record Fixed(Instant from, Instant until) implements Validity {
        @Override
        public Span of(Instant given) {
            return new Span(from, until);
        }
    }

    /** {@code days} long, beginning {@code delayDays} after it was given out; a day is 24 hours. */
    record Relative(int delayDays, int days) implements Validity {
        @Override
        public Span of(Instant given) {
            var from = given.plus(Duration.ofDays(delayDays));
            return new Span(from, from.plus(Duration.ofDays(days)));
        }
    }

    /** Half-open: the last instant is not in it. */
    record Span(Instant from, Instant until) {
        public boolean begun(Instant now) {
            return !now.isBefore(from);
        }

        public boolean over(Instant now) {
            return !now.isBefore(until);
        }
    }
}
