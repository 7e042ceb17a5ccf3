package cn.siyu.promotion.domain;

import cn.siyu.audience.SegmentId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.promotion.CostBearer;
import cn.siyu.promotion.CouponTemplateId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What coupons are made after. What a coupon is worth cannot change while somebody may have one: only a draft is written anew,
 * a running template may be renamed, have more coupons, and be claimed longer.
 *
 * @param taken how many were given out
 */
public record Template(
        CouponTemplateId id, Terms terms, State state, int taken, long version, Instant createdAt, Instant changedAt) {

    /** Everything that staff write down. */
    public record Terms(
            String name,
            String note,
            Benefit benefit,
            Scope scope,
            Money threshold,
            Optional<SegmentId> segment,
            Channel channel,
            String stackGroup,
            Giving giving,
            Instant claimFrom,
            Instant claimUntil,
            Validity validity,
            CostBearer bearer,
            Optional<UUID> bearerId,
            int extendDays) {}

    /** Where it stands. */
    @Schema(name = "CouponTemplateState")
    public enum State {
        DRAFT,
        RUNNING,
        /** Nobody gets one and nobody uses one; what is in an order stays in it. */
        PAUSED,
        /** Nobody gets one any more; what was given out can be used until its time is over. */
        ENDED
    }

    public int left() {
        return Math.max(0, terms.giving().total() - taken);
    }

    public Template started() {
        return to(State.RUNNING, State.DRAFT);
    }

    public Template paused() {
        return to(State.PAUSED, State.RUNNING);
    }

    public Template resumed() {
        return to(State.RUNNING, State.PAUSED);
    }

    public Template ended() {
        return to(State.ENDED, State.DRAFT, State.RUNNING, State.PAUSED);
    }

    /** The same with other terms; refused where they touch what people may already hold. */
    public Template with(Terms other) {
        if (state == State.ENDED) {
            throw changed();
        }
        if (state != State.DRAFT && !mayBecome(other)) {
            throw new Refused(PromotionProblem.COUPON_TEMPLATE_FIXED);
        }
        return new Template(id, other, state, taken, version, createdAt, changedAt);
    }

    /** Every term but name, note, a higher total and a later end of claiming must be as it was. */
    private boolean mayBecome(Terms other) {
        var wider = other.giving().total() >= terms.giving().total()
                && !other.claimUntil().isBefore(terms.claimUntil());
        var same = new Terms(
                other.name(),
                other.note(),
                terms.benefit(),
                terms.scope(),
                terms.threshold(),
                terms.segment(),
                terms.channel(),
                terms.stackGroup(),
                new Giving(
                        terms.giving().ways(),
                        other.giving().total(),
                        terms.giving().perPerson(),
                        terms.giving().perDay(),
                        terms.giving().paidMin()),
                terms.claimFrom(),
                other.claimUntil(),
                terms.validity(),
                terms.bearer(),
                terms.bearerId(),
                terms.extendDays());
        return wider && same.equals(other);
    }

    private Template to(State next, State... from) {
        for (var each : from) {
            if (each == state) {
                return in(next);
            }
        }
        throw changed();
    }

    private Template in(State next) {
        return new Template(id, terms, next, taken, version, createdAt, changedAt);
    }

    private Refused changed() {
        return Refused.with(CommonProblem.STATE_CHANGED, "The template is " + state, Map.of("state", state.name()));
    }
}
