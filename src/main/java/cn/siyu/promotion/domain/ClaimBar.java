package cn.siyu.promotion.domain;

import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Why a member cannot claim a coupon now (H5). */
public enum ClaimBar {
    NOT_RUNNING,
    NOT_YET,
    TOO_LATE,
    NOT_IN_SEGMENT,
    /** It was dropped into a community of others. */
    NOT_IN_COMMUNITY,
    LIMIT_REACHED,
    GONE,
    GONE_FOR_TODAY;

    /**
     * What can be known of a template when somebody looks at it.
     *
     * @param today how many were claimed on this business day
     * @param mine how many the member has had
     */
    public record Facts(int today, int mine, boolean inSegment) {}

    public static Optional<ClaimBar> of(Template template, Facts facts, Instant now) {
        var terms = template.terms();
        if (template.state() != Template.State.RUNNING || !terms.giving().by(Giving.Way.CLAIM)) {
            return Optional.of(NOT_RUNNING);
        }
        if (now.isBefore(terms.claimFrom())) {
            return Optional.of(NOT_YET);
        }
        if (!now.isBefore(terms.claimUntil())) {
            return Optional.of(TOO_LATE);
        }
        if (!facts.inSegment()) {
            return Optional.of(NOT_IN_SEGMENT);
        }
        if (facts.mine() >= terms.giving().perPerson()) {
            return Optional.of(LIMIT_REACHED);
        }
        if (template.left() == 0) {
            return Optional.of(GONE);
        }
        var perDay = terms.giving().perDay();
        return perDay.isPresent() && facts.today() >= perDay.getAsInt()
                ? Optional.of(GONE_FOR_TODAY)
                : Optional.empty();
    }

    public Refused refused() {
        var problem = switch (this) {
            case LIMIT_REACHED -> PromotionProblem.COUPON_LIMIT_REACHED;
            case GONE, GONE_FOR_TODAY -> PromotionProblem.COUPON_GONE;
            case NOT_IN_COMMUNITY -> PromotionProblem.COUPON_COMMUNITY_ONLY;
            case NOT_RUNNING, NOT_YET, TOO_LATE, NOT_IN_SEGMENT -> PromotionProblem.COUPON_NOT_CLAIMABLE;
        };
        return Refused.with(problem, problem.title(), Map.of("reason", name()));
    }
}
