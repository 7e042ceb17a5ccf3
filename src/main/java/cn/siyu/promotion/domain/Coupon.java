package cn.siyu.promotion.domain;

import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.Unusable;
import cn.siyu.promotion.domain.Validity.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A coupon in a member's hand, with the template that says what it is worth. Between two orders it is AVAILABLE; in one it is
 * HELD, and USED when that is paid (H3).
 *
 * @param extended its time was prolonged once, and is not again
 */
public record Coupon(CouponId id, MemberId member, State state, Span span, boolean extended, Template template) {

    /** Where it stands. */
    @Schema(name = "CouponState")
    public enum State {
        AVAILABLE,
        HELD,
        USED,
        EXPIRED,
        REVOKED
    }

    /** Why it cannot go into any order now, whatever is in it. */
    public Optional<Unusable> bar(Instant now) {
        return switch (state) {
            case HELD -> Optional.of(Unusable.HELD);
            case USED -> Optional.of(Unusable.USED);
            case EXPIRED -> Optional.of(Unusable.EXPIRED);
            case REVOKED -> Optional.of(Unusable.REVOKED);
            case AVAILABLE -> inTime(now);
        };
    }

    private Optional<Unusable> inTime(Instant now) {
        if (span.over(now)) {
            return Optional.of(Unusable.EXPIRED);
        }
        if (!span.begun(now)) {
            return Optional.of(Unusable.NOT_YET_VALID);
        }
        return template.state() == Template.State.PAUSED ? Optional.of(Unusable.PAUSED) : Optional.empty();
    }

    /**
     * Its order lets go of it. Its time runs on meanwhile: when it is over, the template's days of grace prolong it once, or it
     * has expired.
     */
    public Coupon back(Instant now) {
        if (!span.over(now)) {
            return new Coupon(id, member, State.AVAILABLE, span, extended, template);
        }
        var days = template.terms().extendDays();
        if (days == 0 || extended) {
            return new Coupon(id, member, State.EXPIRED, span, extended, template);
        }
        var longer = new Span(span.from(), now.plus(Duration.ofDays(days)));
        return new Coupon(id, member, State.AVAILABLE, longer, true, template);
    }
}
