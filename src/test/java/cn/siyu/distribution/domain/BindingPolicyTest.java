package cn.siyu.distribution.domain;

import static cn.siyu.distribution.domain.BindingDecision.Cause.CLICK;
import static cn.siyu.distribution.domain.BindingDecision.Cause.FIRST_PAID;
import static cn.siyu.distribution.domain.BindingDecision.Cause.SIGN_IN;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.BindingDecision.Bind;
import cn.siyu.distribution.domain.BindingDecision.Cause;
import cn.siyu.distribution.domain.BindingDecision.Keep;
import cn.siyu.distribution.domain.BindingDecision.No;
import cn.siyu.distribution.domain.BindingDecision.Refuse;
import cn.siyu.distribution.domain.BindingDecision.TakeOver;
import cn.siyu.distribution.domain.BindingPolicy.Eligible;
import cn.siyu.distribution.domain.BindingPolicy.Takeover;
import cn.siyu.distribution.domain.BindingPolicy.Trigger;
import cn.siyu.member.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The policy of C8 over every combination of its choices, and each guard of C11. */
class BindingPolicyTest {

    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    private static final MemberId BUYER = new MemberId(new UUID(0, 1));
    private static final MemberId ALICE = new MemberId(new UUID(0, 2));
    private static final DistributorId OF_ALICE = new DistributorId(new UUID(1, 2));
    private static final DistributorId OF_BOB = new DistributorId(new UUID(1, 3));

    private static final BindingPolicy DEFAULT = policy(Trigger.REGISTER, Eligible.ALL_UNBOUND, Takeover.AFTER_PROTECT);

    private static final Claimant CLAIMANT = new Claimant(OF_ALICE, ALICE, true, Set.of("phone:a"), List.of());

    /** How a customer stands at noon. */
    private enum Is {
        NEW(false, null, null, true),
        OLD(true, null, null, true),
        /** Bob's since yesterday. */
        PROTECTED(false, -1, 59, true),
        /** Bob's since six days ago. */
        UNPROTECTED(false, -6, 54, true),
        /** Bob's, who is suspended. */
        SUSPENDEDS(false, -1, 59, false);

        final boolean bought;
        final @Nullable Integer since;
        final @Nullable Integer until;
        final boolean holderActive;

        Is(boolean bought, @Nullable Integer since, @Nullable Integer until, boolean holderActive) {
            this.bought = bought;
            this.since = since;
            this.until = until;
            this.holderActive = holderActive;
        }

        Customer customer() {
            return since == null || until == null
                    ? new Customer(BUYER, Set.of("phone:b"), bought, Optional.empty(), Optional.empty())
                    : new Customer(
                            BUYER,
                            Set.of("phone:b"),
                            bought,
                            Optional.of(days(since)),
                            Optional.of(new Holding(
                                    new UUID(2, 1),
                                    OF_BOB,
                                    holderActive,
                                    days(since),
                                    Optional.of(days(until)),
                                    Optional.of(days(since + 5)))));
        }
    }

    @TestFactory
    Stream<DynamicTest> every_combination_is_decided_as_the_words_say() {
        return Stream.of(Trigger.values())
                .flatMap(trigger -> Stream.of(Eligible.values())
                        .flatMap(eligible -> Stream.of(Takeover.values())
                                .flatMap(takeover -> Stream.of(CLICK, SIGN_IN, FIRST_PAID)
                                        .flatMap(cause -> Stream.of(Is.values())
                                                .map(is -> one(trigger, eligible, takeover, cause, is))))));
    }

    private static DynamicTest one(Trigger trigger, Eligible eligible, Takeover takeover, Cause cause, Is is) {
        var name = "%s %s %s: a %s who is %s".formatted(trigger, eligible, takeover, cause, is);
        return DynamicTest.dynamicTest(name, () -> {
            var decision = policy(trigger, eligible, takeover).decide(is.customer(), CLAIMANT, cause, NOON);

            assertThat(said(decision)).isEqualTo(expected(trigger, eligible, takeover, cause, is));
        });
    }

    /** The rule a second time, in the words of the design page. */
    private static String expected(Trigger trigger, Eligible eligible, Takeover takeover, Cause cause, Is is) {
        var binds = switch (trigger) {
            case CLICK -> Set.of(CLICK);
            case REGISTER -> Set.of(CLICK, SIGN_IN);
            case FIRST_PAID -> Set.of(FIRST_PAID);
        };
        if (!binds.contains(cause)) {
            return "OTHER_TRIGGER";
        }
        if (eligible == Eligible.NEW_ONLY) {
            return is == Is.NEW ? "bind" : "NOT_NEW";
        }
        return switch (is) {
            case NEW, OLD -> "bind";
            case PROTECTED -> "PROTECTED";
            case UNPROTECTED -> takeover == Takeover.AFTER_PROTECT ? "take over" : "HELD";
            case SUSPENDEDS -> eligible == Eligible.ALL ? "take over" : "PROTECTED";
        };
    }

    private static String said(BindingDecision decision) {
        return switch (decision) {
            case Bind _ -> "bind";
            case Keep _ -> "keep";
            case TakeOver _ -> "take over";
            case Refuse(var why) -> why.name();
        };
    }

    @Test
    void a_binding_has_the_length_and_the_protection_of_the_policy() {
        var bound = (Bind) DEFAULT.decide(Is.NEW.customer(), CLAIMANT, CLICK, NOON);

        assertThat(bound.term().from()).isEqualTo(NOON);
        assertThat(bound.term().to()).contains(days(60));
        assertThat(bound.term().protectedUntil()).contains(days(5));
    }

    @Test
    void protection_ends_at_its_last_instant() {
        var justBefore = NOON.plus(Duration.ofDays(4)).minusNanos(1_000);

        assertThat(said(DEFAULT.decide(Is.PROTECTED.customer(), CLAIMANT, CLICK, justBefore)))
                .isEqualTo("PROTECTED");
        assertThat(said(DEFAULT.decide(Is.PROTECTED.customer(), CLAIMANT, CLICK, days(4))))
                .isEqualTo("take over");
    }

    @Test
    void for_ever_has_no_end_and_this_order_only_binds_nobody() {
        var forEver = new BindingPolicy(1, Trigger.CLICK, Eligible.ALL, -1, -1, 0, 30, Takeover.AFTER_PROTECT);
        var orderOnly = new BindingPolicy(1, Trigger.CLICK, Eligible.ALL, 0, 0, 0, 30, Takeover.AFTER_PROTECT);

        var bound = (Bind) forEver.decide(Is.NEW.customer(), CLAIMANT, CLICK, NOON);

        assertThat(bound.term().to()).isEmpty();
        assertThat(bound.term().protectedUntil()).isEmpty();
        assertThat(orderOnly.decide(Is.NEW.customer(), CLAIMANT, CLICK, NOON))
                .isEqualTo(new Refuse(No.THIS_ORDER_ONLY));
    }

    @Test
    void a_customer_whose_protection_never_ends_cannot_be_taken_over() {
        var holding = new Holding(new UUID(2, 1), OF_BOB, true, days(-500), Optional.empty(), Optional.empty());
        var customer = new Customer(BUYER, Set.of(), false, Optional.of(days(-500)), Optional.of(holding));

        assertThat(DEFAULT.decide(customer, CLAIMANT, CLICK, NOON)).isEqualTo(new Refuse(No.PROTECTED));
    }

    @Test
    void nobody_is_his_own_customer_by_no_way_round() {
        var himself = new Claimant(OF_ALICE, BUYER, true, Set.of(), List.of());
        var samePhone = new Claimant(OF_ALICE, ALICE, true, Set.of("phone:b"), List.of());
        var below = new Claimant(OF_ALICE, ALICE, true, Set.of(), List.of(new MemberId(new UUID(0, 9)), BUYER));
        var endless = new Claimant(
                OF_ALICE,
                ALICE,
                true,
                Set.of(),
                Collections.nCopies(BindingPolicy.LONGEST_CHAIN + 1, new MemberId(new UUID(0, 9))));

        assertThat(DEFAULT.decide(Is.NEW.customer(), himself, CLICK, NOON)).isEqualTo(new Refuse(No.SELF));
        assertThat(DEFAULT.decide(Is.NEW.customer(), samePhone, CLICK, NOON)).isEqualTo(new Refuse(No.SAME_PERSON));
        assertThat(DEFAULT.decide(Is.NEW.customer(), below, CLICK, NOON)).isEqualTo(new Refuse(No.CHAIN));
        assertThat(DEFAULT.decide(Is.NEW.customer(), endless, CLICK, NOON)).isEqualTo(new Refuse(No.CHAIN));
    }

    @Test
    void who_is_not_active_binds_nobody() {
        var suspended = new Claimant(OF_ALICE, ALICE, false, Set.of(), List.of());

        assertThat(DEFAULT.decide(Is.NEW.customer(), suspended, CLICK, NOON)).isEqualTo(new Refuse(No.NOT_ACTIVE));
        assertThat(DEFAULT.rebind(Is.NEW.customer(), suspended, NOON)).isEqualTo(new Refuse(No.NOT_ACTIVE));
    }

    @Test
    void what_was_decided_later_stands() {
        var early = days(-1).minusSeconds(1);

        assertThat(DEFAULT.decide(Is.PROTECTED.customer(), CLAIMANT, CLICK, early))
                .isEqualTo(new Refuse(No.OVERTAKEN));
    }

    @Test
    void a_click_lifts_to_its_days_and_an_order_adds_its_days() {
        var policy = new BindingPolicy(1, Trigger.CLICK, Eligible.ALL_UNBOUND, 60, 5, 20, 30, Takeover.AFTER_PROTECT);
        var soonOver = own(10);
        var farOff = own(40);

        assertThat(until(policy.decide(soonOver, CLAIMANT, CLICK, NOON))).contains(days(20));
        assertThat(until(policy.decide(farOff, CLAIMANT, CLICK, NOON))).isEmpty();
        assertThat(until(policy.decide(soonOver, CLAIMANT, FIRST_PAID, NOON))).contains(days(40));
        assertThat(until(policy.decide(farOff, CLAIMANT, FIRST_PAID, NOON))).contains(days(70));
        assertThat(until(DEFAULT.decide(soonOver, CLAIMANT, CLICK, NOON))).isEmpty();
    }

    @Test
    void staff_go_past_trigger_and_protection_but_not_past_the_guards() {
        var himself = new Claimant(OF_ALICE, BUYER, true, Set.of(), List.of());
        var below = new Claimant(OF_ALICE, ALICE, true, Set.of(), List.of(BUYER));

        assertThat(said(DEFAULT.rebind(Is.PROTECTED.customer(), CLAIMANT, NOON)))
                .isEqualTo("take over");
        assertThat(said(DEFAULT.rebind(Is.OLD.customer(), CLAIMANT, NOON))).isEqualTo("bind");
        assertThat(said(DEFAULT.rebind(own(10), CLAIMANT, NOON))).isEqualTo("keep");
        assertThat(DEFAULT.rebind(Is.NEW.customer(), himself, NOON)).isEqualTo(new Refuse(No.SELF));
        assertThat(DEFAULT.rebind(Is.NEW.customer(), below, NOON)).isEqualTo(new Refuse(No.CHAIN));
    }

    @Test
    void protection_longer_than_the_binding_contradicts() {
        assertThat(new BindingPolicy(1, Trigger.CLICK, Eligible.ALL, 5, 6, 0, 0, Takeover.AFTER_PROTECT)
                        .contradiction())
                .isPresent();
        assertThat(new BindingPolicy(1, Trigger.CLICK, Eligible.ALL, -1, 6, 0, 0, Takeover.AFTER_PROTECT)
                        .contradiction())
                .isEmpty();
        assertThat(new BindingPolicy(1, Trigger.CLICK, Eligible.ALL, 5, -1, 0, 0, Takeover.AFTER_PROTECT)
                        .contradiction())
                .isEmpty();
        assertThat(DEFAULT.contradiction()).isEmpty();
    }

    private static Optional<Instant> until(BindingDecision decision) {
        assertThat(decision).isInstanceOf(Keep.class);
        return ((Keep) decision).until();
    }

    /** Alice's customer, with so many days left. */
    private static Customer own(int left) {
        var holding =
                new Holding(new UUID(2, 2), OF_ALICE, true, days(-20), Optional.of(days(left)), Optional.of(days(-15)));
        return new Customer(BUYER, Set.of(), true, Optional.of(days(-20)), Optional.of(holding));
    }

    private static BindingPolicy policy(Trigger trigger, Eligible eligible, Takeover takeover) {
        return new BindingPolicy(1, trigger, eligible, 60, 5, 0, 30, takeover);
    }

    private static Instant days(int from) {
        return NOON.plus(Duration.ofDays(from));
    }
}
