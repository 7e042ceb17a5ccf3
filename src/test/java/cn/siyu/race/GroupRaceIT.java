package cn.siyu.race;

import static cn.siyu.race.Crowds.atOnce;
import static cn.siyu.race.Crowds.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Place;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopFleet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Buyers who want the last places of a group in the same moment, at two application processes. A run's choices follow from its
 * seed ({@code -Dseed=}); which process is faster does not.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GroupRaceIT {

    private static final int ROUNDS = Integer.getInteger("siyu.race.rounds", 3);
    private static final long SEED = Crowds.SEED;

    private static final int CROWD = 60;
    private static final int RUSH = 50;
    private static final int EXPIRING = 12;

    private static final SplittableRandom RANDOM = new SplittableRandom(SEED);

    private static ShopFleet fleet;
    private static Market market;
    private static Map<Integer, Activity> activities;

    @BeforeAll
    static void open() {
        System.out.printf("GroupRaceIT: %d rounds; again with -Dseed=%d%n", ROUNDS, SEED);
        fleet = Arena.enter();
        market = new Market(fleet, CROWD);
        activities = Map.of(
                3, market.activity("group-of-3", 3),
                5, market.activity("group-of-5", 5),
                8, market.activity("group-of-8", 8));
    }

    @AfterAll
    static void close() {
        Arena.leave();
    }

    private static Activity activity(int size) {
        var activity = activities.get(size);
        if (activity == null) {
            throw new IllegalArgumentException("no activity for groups of " + size);
        }
        return activity;
    }

    @Test
    @Order(1)
    void fifty_buyers_for_the_last_two_places_are_two_members_and_forty_eight_who_hear_it_before_paying()
            throws SQLException {
        var elsewhere = new HashSet<String>();
        for (var round = 0; round < ROUNDS; round++) {
            var activity = activity(List.of(3, 5, 8).get(RANDOM.nextInt(3)));
            elsewhere.add(market.led(market.crowd.get(CROWD - 1 - round % 2), activity)
                    .group()
                    .toString());
            rush("round %d, seed %d".formatted(round, SEED), activity, elsewhere);
        }
    }

    private static void rush(String round, Activity activity, Set<String> elsewhere) throws SQLException {
        var group = allButTwo(activity);
        var orders = market.number("select count(*) from trade_order");
        var prepares = market.shop(0).weChatCalls("prepay");

        var answers = atOnce(RUSH, i -> market.join(i, market.crowd.get(i), activity, group));

        assertThat(answers)
                .as(round)
                .filteredOn(answer -> answer.status() != 201)
                .hasSize(RUSH - 2)
                .allSatisfy(answer -> refused(answer, group, elsewhere));
        assertThat(market.number("select count(*) from trade_order")).as(round).isEqualTo(orders + 2);
        assertThat(market.shop(0).weChatCalls("prepay")).as(round).isEqualTo(prepares);

        var seated = IntStream.range(0, RUSH)
                .filter(i -> answers.get(i).status() == 201)
                .mapToObj(i -> RemoteGroups.place(market.crowd.get(i), answers.get(i)))
                .toList();
        var paid = atOnce(seated.size(), i -> market.pay(i, market.prepare(i, seated.get(i))));

        assertThat(paid).as(round).extracting(Answer::status).containsExactly(200, 200);
        market.awaitState(group, "SUCCEEDED");
        assertThat(market.places(group, "'CONFIRMED'")).as(round).isEqualTo(activity.size());
        assertThat(market.number("select count(*) from groupbuy_seat where group_id = '%s'", group))
                .as(round)
                .isEqualTo(activity.size());
    }

    /** Where else there is a place, and that he may open a group of his own. */
    private static void refused(Answer answer, UUID group, Set<String> elsewhere) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("GROUP_FULL");
        var alternatives = answer.json()
                .path("alternatives")
                .valueStream()
                .map(each -> each.asText())
                .toList();
        assertThat(alternatives).as(answer.toString()).isNotEmpty().isSubsetOf(elsewhere);
        assertThat(alternatives).doesNotContain(group.toString());
        assertThat(answer.json().path("canOpenNew").asBoolean())
                .as(answer.toString())
                .isTrue();
    }

    /** A group with everybody but two. */
    private static UUID allButTwo(Activity activity) {
        var group = market.led(market.crowd.get(RUSH), activity).group();
        var others = activity.size() - 3;
        var _ = RemoteShop.together(Math.max(1, others), tasks(others, i -> {
            var buyer = market.crowd.get(RUSH + 1 + i);
            var place = RemoteGroups.place(buyer, market.join(i, buyer, activity, group));
            return market.pay(i, market.prepare(i + 1, place)).expect(200);
        }));
        market.awaitNumber(activity.size() - 2L, "select paid from groupbuy_group where id = '%s'", group);
        return group;
    }

    @Test
    @Order(2)
    void twenty_join_a_group_of_three_and_pay_at_once_or_late_or_never() throws SQLException {
        var ends = new HashMap<String, Integer>();
        for (var round = 0; round < ROUNDS; round++) {
            var scramble = new Scramble(
                    market, activity(3), RANDOM.split(), round % 3 != 2, "round %d, seed %d".formatted(round, SEED));
            var _ = ends.merge(scramble.run(), 1, Integer::sum);
        }
        System.out.printf("GroupRaceIT: groups of three after the last wave: %s%n", ends);
    }

    @Test
    @Order(3)
    void groups_that_run_out_are_refunded_once_although_two_processes_look() throws SQLException {
        var activity = activity(5);
        var groups = RemoteShop.together(8, tasks(EXPIRING, i -> market.led(market.crowd.get(i), activity)));
        var second = RemoteShop.together(8, tasks(EXPIRING / 2, i -> {
            var buyer = market.crowd.get(EXPIRING + i);
            var place = RemoteGroups.place(
                    buyer, market.join(i, buyer, activity, groups.get(i).group()));
            var _ = market.pay(i, market.prepare(i, place)).expect(200);
            return place;
        }));
        market.awaitNumber(
                0, "select count(*) from groupbuy_seat where state = 'HELD' and order_id in (%s)", ids(second));

        market.shop(0).advance(Market.GATHERS.plus(Duration.ofHours(1)));

        market.awaitNumber(0, "select count(*) from groupbuy_group where state in ('PENDING', 'OPEN') or held > 0");
        market.awaitNumber(0, "select count(*) from groupbuy_seat where state in ('HELD', 'PAID', 'REFUNDING')");
        for (var place : groups) {
            assertThat(market.state(place.group())).isEqualTo("FAILED");
        }
        assertThat(market.number(
                        "select count(*) from payment_refund where order_id in (%s, %s)", ids(groups), ids(second)))
                .isEqualTo(EXPIRING + EXPIRING / 2);
        assertThat(
                        market.number(
                                "select count(*) from (select 1 from payment_refund group by order_id having count(*) > 1) twice"))
                .isZero();
        assertThat(market.number("select count(*) from kernel_outbox where type = 'BuyGroupFailed'"))
                .isEqualTo(market.number("select count(*) from groupbuy_group where state = 'FAILED'"));
    }

    private static String ids(List<Place> places) {
        return places.stream()
                .map(place -> "'" + place.order() + "'")
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    @Test
    @Order(4)
    void in_the_end_nobody_was_charged_for_nothing_and_all_books_agree() throws SQLException {
        fleet.checkInvariants(market.shop(0).now());

        var account = Account.of(market);
        System.out.printf(
                "GroupRaceIT: places %s; given back because it came too late: %d%n",
                account.places(), account.tooLate());
        assertThat(account.faults()).as("seed %d", SEED).isEmpty();
        assertThat(market.number(
                        "select count(*) from groupbuy_group where state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')"))
                .isZero();
        assertThat(market.number("select count(*) from kernel_dead_letter")).isZero();
        assertThat(market.number("select deadlocks from pg_stat_database where datname = current_database()"))
                .isZero();
        Crowds.booksAgree(fleet, market.shop(0));
        assertThat((fleet.shop(0).log() + fleet.shop(1).log()).lines().filter(GroupRaceIT::isError))
                .isEmpty();
    }

    /** A hundred rounds jump over days: parcels nobody sends, and bills whose offer ends in the jump, are rightly told of. */
    private static boolean isError(String line) {
        return line.contains("\"level\":\"ERROR\"")
                && !line.contains("cn.siyu.trade.app.WatchShipping")
                && !line.contains("were not reconciled");
    }
}
