package cn.siyu.groupbuy.domain;

import static cn.siyu.groupbuy.domain.Stories.FRIEND;
import static cn.siyu.groupbuy.domain.Stories.LEADER;
import static cn.siyu.groupbuy.domain.Stories.NOON;
import static cn.siyu.groupbuy.domain.Stories.ORIGIN;
import static cn.siyu.groupbuy.domain.Stories.SKU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.LeaderBenefit.Commission;
import cn.siyu.groupbuy.domain.LeaderBenefit.Free;
import cn.siyu.groupbuy.domain.LeaderBenefit.PriceOff;
import cn.siyu.groupbuy.domain.Settlement.Bought;
import cn.siyu.groupbuy.domain.Settlement.Rebate;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.member.MemberId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ladders, benefits of leaders and what they give away, to the fen (B16, B19). */
class DealTest {

    private static final Rate CAP = new Rate(3_000);

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 0", "4, 0", "5, 101", "9, 101", "10, 203", "12, 203"})
    void everybody_gets_the_difference_to_the_step_that_was_reached(int members, long difference) {
        var plan = ladder(LeaderBenefit.NONE);
        var place = bought(FRIEND, 1);

        assertThat(Settlement.of(plan, members, LEADER, false, List.of(place)).rebates())
                .containsExactly(new Rebate(place.order(), new Money(difference), Money.ZERO));
    }

    @Test
    void each_unit_has_its_difference() {
        var place = bought(FRIEND, 3);

        assertThat(Settlement.of(ladder(LeaderBenefit.NONE), 5, LEADER, false, List.of(place))
                        .rebates())
                .containsExactly(new Rebate(place.order(), new Money(303), Money.ZERO));
    }

    @Test
    void the_leader_gets_his_benefit_on_top_and_never_more_than_his_goods_cost() {
        var led = bought(LEADER, 2);
        var other = bought(FRIEND, 2);

        assertThat(rebates(new Free(), true, led, other))
                .containsExactly(
                        new Rebate(led.order(), new Money(202), new Money(1_598)),
                        new Rebate(other.order(), new Money(202), Money.ZERO));
        assertThat(rebates(new PriceOff(new Money(100)), true, led))
                .containsExactly(new Rebate(led.order(), new Money(202), new Money(100)));
        assertThat(rebates(new PriceOff(new Money(9_999)), true, led))
                .containsExactly(new Rebate(led.order(), new Money(202), new Money(1_598)));
        assertThat(rebates(new Commission(new Rate(500)), true, led))
                .containsExactly(new Rebate(led.order(), new Money(202), Money.ZERO));
        assertThat(rebates(new Free(), false, led))
                .containsExactly(new Rebate(led.order(), new Money(202), Money.ZERO));
    }

    @Test
    void what_a_place_gives_away_is_never_more_than_was_reckoned_when_it_was_taken() {
        var random = new SplittableRandom(19);
        for (var i = 0; i < 2_000; i++) {
            var plan = ladder(benefit(random));
            var leads = random.nextBoolean();
            var place = bought(leads ? LEADER : FRIEND, 1 + random.nextInt(4));
            var list = new Money(900 + random.nextInt(400));
            var offer = plan.offers().getFirst();
            var most = GivenAway.atMost(plan, offer, list, place.quantity(), leads);
            var reached = 2 + random.nextInt(10);
            var role = new GivenAway.Role(leads, leads);
            var gets = random.nextBoolean();

            var really = GivenAway.inTheEnd(most, plan, reached, place, role, gets);

            var rebate = Settlement.of(plan, reached, LEADER, gets, List.of(place))
                    .rebates()
                    .getFirst();
            var inMoney = list.minus(offer.price()).times(place.quantity()).plus(rebate.total());
            assertThat(really).isLessThanOrEqualTo(most);
            if (plan.deal().benefit() instanceof Commission) {
                assertThat(really).isGreaterThanOrEqualTo(inMoney);
            } else {
                assertThat(really).isEqualTo(inMoney);
            }
        }
    }

    @Test
    void whoever_inherits_a_group_is_owed_more_than_was_reckoned_for_him() {
        var plan = ladder(new Free());
        var offer = plan.offers().getFirst();
        var reckoned = GivenAway.atMost(plan, offer, new Money(1_000), 1, false);

        var really = GivenAway.inTheEnd(reckoned, plan, 10, bought(FRIEND, 1), new GivenAway.Role(false, true), true);

        assertThat(reckoned).isEqualTo(new Money(303));
        assertThat(really).isEqualTo(new Money(1_000));
    }

    @Test
    void a_ladder_whose_time_is_over_is_complete_from_its_first_step_on() {
        var activity = new Activity(ActivityId.next(), ladder(LeaderBenefit.NONE), ActivityState.RUNNING, 0);
        var over = NOON.plus(Duration.ofHours(2));

        assertThat(ExpiryDecision.decide(activity, gathered(3), Optional.empty(), over))
                .isInstanceOfSatisfying(ExpiryDecision.Fills.class, fills -> {
                    assertThat(fills.group().by()).isEqualTo(CompletedBy.MEMBERS);
                    assertThat(fills.group().places().paid()).isEqualTo(3);
                });
        assertThat(ExpiryDecision.decide(activity, gathered(1), Optional.empty(), over))
                .isInstanceOfSatisfying(
                        ExpiryDecision.Fails.class,
                        fails -> assertThat(fails.group().reason()).isEqualTo(FailReason.EXPIRED));
        assertThat(ExpiryDecision.decide(activity, gathered(3), Optional.empty(), over.minusSeconds(1)))
                .isEqualTo(new ExpiryDecision.Waits());
        assertThat(ExpiryDecision.decide(activity, gathered(3), Optional.of(FailReason.ACTIVITY_STOPPED), NOON))
                .isInstanceOf(ExpiryDecision.Fails.class);
    }

    @Test
    void a_deal_that_does_not_fit_its_mode_is_named_by_field() {
        var plain = Stories.plan(Mode.LADDER, 10);
        assertThat(fields(plain)).containsExactly("stepSizes");
        assertThat(fields(with(Stories.plan(Mode.NORMAL, 10), deal(List.of(5), LeaderBenefit.NONE))))
                .containsExactly("stepSizes", "skus[0].stepPricesFen");
        assertThat(fields(Stories.plan(Mode.LEADER_FREE, 10))).containsExactly("leaderBenefit");
        assertThat(fields(Stories.plan(Mode.COMMUNITY, 10))).containsExactly("communityId");
        assertThat(fields(with(Stories.plan(Mode.NORMAL, 10), deal(List.of(), new PriceOff(new Money(900))))))
                .containsExactly("leaderBenefit.offFen");
        assertThat(fields(with(Stories.plan(Mode.NORMAL, 10), deal(List.of(), new Commission(new Rate(3_001))))))
                .containsExactly("leaderBenefit.commissionBp");
        assertThat(fields(ladder(new Free()))).isEmpty();
        assertThat(fields(with(ladder(LeaderBenefit.NONE), deal(List.of(5, 4), LeaderBenefit.NONE))))
                .containsExactly("stepSizes");
    }

    private static LeaderBenefit benefit(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> LeaderBenefit.NONE;
            case 1 -> new Free();
            case 2 -> new PriceOff(new Money(1 + random.nextInt(600)));
            default -> new Commission(new Rate(1 + random.nextInt(3_000)));
        };
    }

    private static List<Rebate> rebates(LeaderBenefit benefit, boolean granted, Bought... places) {
        return Settlement.of(ladder(benefit), 5, LEADER, granted, List.of(places))
                .rebates();
    }

    private static List<String> fields(Plan plan) {
        return DealFaults.of(plan, CAP).stream().map(FieldError::field).toList();
    }

    /** Two at 9.00, from five on 7.99, from ten on 6.97. */
    private static Plan ladder(LeaderBenefit benefit) {
        return with(Stories.plan(Mode.LADDER, 10), deal(List.of(5, 10), benefit));
    }

    private static Deal deal(List<Integer> steps, LeaderBenefit benefit) {
        return new Deal(steps, benefit, true, true, false, Optional.empty());
    }

    private static Plan with(Plan plan, Deal deal) {
        var ladder = plan.mode() == Mode.LADDER;
        var offers = ladder
                ? List.of(new Offer(SKU, new Money(900), 10, List.of(new Money(799), new Money(697))))
                : plan.offers();
        return new Plan(
                plan.name(),
                plan.spu(),
                offers,
                plan.mode(),
                ladder ? 2 : plan.size(),
                plan.groupTtl(),
                plan.payTimeout(),
                plan.closingGrace(),
                plan.leaveLock(),
                plan.perOrderQty(),
                plan.perPersonQty(),
                plan.maxOpenGroups(),
                plan.segment(),
                plan.commission(),
                plan.commissionRate(),
                plan.community(),
                plan.startsAt(),
                plan.endsAt(),
                deal);
    }

    private static Open gathered(int paid) {
        return new Open(ORIGIN, new Places(10, 0, paid), NOON.plus(Duration.ofHours(2)));
    }

    private static Bought bought(MemberId member, int quantity) {
        return new Bought(UUID.randomUUID(), member, SKU, quantity, new Money(900));
    }
}
