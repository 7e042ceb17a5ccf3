package cn.siyu.promotion.domain;

import static cn.siyu.promotion.domain.Deck.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.promotion.Unusable;
import cn.siyu.promotion.domain.ClaimBar.Facts;
import cn.siyu.promotion.domain.Template.State;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Templates and coupons from their beginning to their end. */
class CouponLifeTest {

    private static final Template RUNNING = Deck.template(Deck.off(100), Scope.EVERYTHING, 0, "GOODS");

    @Test
    void a_template_is_begun_stopped_goes_on_and_ends_and_nothing_else() {
        var draft = in(State.DRAFT);

        assertThat(draft.started().paused().resumed().ended().state()).isEqualTo(State.ENDED);
        assertThat(draft.started().paused().ended().state()).isEqualTo(State.ENDED);
        assertThatThrownBy(draft::paused).isInstanceOf(Refused.class);
        assertThatThrownBy(draft.started()::resumed).isInstanceOf(Refused.class);
        assertThatThrownBy(in(State.ENDED)::started).isInstanceOf(Refused.class);
        assertThatThrownBy(in(State.ENDED)::ended).isInstanceOf(Refused.class);
    }

    @Test
    void what_people_may_hold_keeps_its_worth() {
        var terms = RUNNING.terms();
        var richer = Deck.template(Deck.off(200), Scope.EVERYTHING, 0, "GOODS").terms();

        assertThat(RUNNING.with(wider(terms, 11, terms.claimUntil().plusSeconds(1)))
                        .terms()
                        .giving()
                        .total())
                .isEqualTo(11);
        assertThatThrownBy(() -> RUNNING.with(richer)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> RUNNING.with(wider(terms, 9, terms.claimUntil())))
                .isInstanceOf(Refused.class);
        assertThat(in(State.DRAFT).with(richer).terms()).isEqualTo(richer);
    }

    @Test
    void a_claim_is_barred_for_the_first_reason_that_holds() {
        var free = new Facts(0, 0, true);

        assertThat(ClaimBar.of(RUNNING, free, NOON)).isEmpty();
        assertThat(ClaimBar.of(in(State.PAUSED), free, NOON)).contains(ClaimBar.NOT_RUNNING);
        assertThat(ClaimBar.of(RUNNING, free, NOON.minus(Duration.ofDays(2)))).contains(ClaimBar.NOT_YET);
        assertThat(ClaimBar.of(RUNNING, free, NOON.plus(Duration.ofDays(1)))).contains(ClaimBar.TOO_LATE);
        assertThat(ClaimBar.of(RUNNING, new Facts(0, 0, false), NOON)).contains(ClaimBar.NOT_IN_SEGMENT);
        assertThat(ClaimBar.of(RUNNING, new Facts(0, 1, true), NOON)).contains(ClaimBar.LIMIT_REACHED);
        assertThat(ClaimBar.of(taken(RUNNING, 10), free, NOON)).contains(ClaimBar.GONE);
        assertThat(ClaimBar.of(daily(RUNNING, 3), new Facts(3, 0, true), NOON)).contains(ClaimBar.GONE_FOR_TODAY);
    }

    @Test
    void a_coupon_that_comes_back_in_time_is_as_it_was() {
        var coupon = Deck.coupon(RUNNING);

        assertThat(coupon.back(NOON)).isEqualTo(coupon);
    }

    @Test
    void a_coupon_that_comes_back_too_late_is_prolonged_once() {
        var coupon = Deck.coupon(RUNNING);
        var late = coupon.span().until();

        var prolonged = coupon.back(late);

        assertThat(prolonged.state()).isEqualTo(Coupon.State.AVAILABLE);
        assertThat(prolonged.span().until()).isEqualTo(late.plus(Duration.ofDays(3)));
        assertThat(prolonged.back(prolonged.span().until()).state()).isEqualTo(Coupon.State.EXPIRED);
    }

    @Test
    void a_coupon_is_good_from_its_first_instant_until_just_before_its_last() {
        var coupon = Deck.coupon(RUNNING);

        assertThat(coupon.bar(coupon.span().from())).isEmpty();
        assertThat(coupon.bar(coupon.span().from().minusMillis(1))).contains(Unusable.NOT_YET_VALID);
        assertThat(coupon.bar(coupon.span().until())).contains(Unusable.EXPIRED);
        assertThat(Deck.coupon(in(State.PAUSED)).bar(NOON)).contains(Unusable.PAUSED);
        assertThat(Deck.coupon(in(State.ENDED)).bar(NOON)).isEmpty();
    }

    private static Template in(State state) {
        return new Template(RUNNING.id(), RUNNING.terms(), state, 1, 0, NOON, NOON);
    }

    private static Template taken(Template template, int taken) {
        return new Template(template.id(), template.terms(), template.state(), taken, 0, NOON, NOON);
    }

    private static Template daily(Template template, int perDay) {
        var giving = template.terms().giving();
        return with(
                template,
                new Giving(giving.ways(), giving.total(), 1, OptionalInt.of(perDay), giving.paidMin()),
                template.terms().claimUntil());
    }

    private static Template.Terms wider(Template.Terms terms, int total, Instant until) {
        var giving = terms.giving();
        return with(
                        RUNNING,
                        new Giving(giving.ways(), total, giving.perPerson(), giving.perDay(), giving.paidMin()),
                        until)
                .terms();
    }

    private static Template with(Template template, Giving giving, Instant claimUntil) {
        var terms = template.terms();
        var other = new Template.Terms(
                terms.name(),
                terms.note(),
                terms.benefit(),
                terms.scope(),
                terms.threshold(),
                terms.segment(),
                terms.channel(),
                terms.stackGroup(),
                giving,
                terms.claimFrom(),
                claimUntil,
                terms.validity(),
                terms.bearer(),
                terms.bearerId(),
                terms.extendDays());
        return new Template(template.id(), other, template.state(), template.taken(), 0, NOON, NOON);
    }
}
