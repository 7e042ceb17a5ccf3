package cn.siyu.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.ShopFleet;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Stories of orders, payments, groups, refunds and withdrawals while WeChat misbehaves; the oracle is what people were told and
 * WeChat's own books. {@code -Dseed=} tells one story again.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoryIT {

    private static final Path FOLDERS = Path.of("target", "story-it");

    /** These are always told; further ones follow from a seed of the execution. */
    private static final int FIXED = 10;

    private static final int STORIES = Integer.getInteger("siyu.chaos.stories", FIXED);
    private static final int CLOSINGS = Integer.getInteger("siyu.chaos.closings", 24);
    private static final int SEATS = Integer.getInteger("siyu.chaos.seats", 12);
    private static final int SILENCES = Integer.getInteger("siyu.chaos.silences", 3);

    /** Only a long run is at two processes. */
    private static final boolean LONG = STORIES > FIXED || SEATS > FIXED * FIXED;

    /** As many as these show each kind of end, or the stories are hollow. */
    private static final int MANY = 10;

    /** For so many stories people gather in the same activities: in each the clock leaps by weeks, and an activity ends after ten years. */
    private static final int SAME_ACTIVITIES = 50;

    /** Clocks leap by years in all: tokens outlive it. */
    private static final Map<String, String> SETTINGS = Map.of(
            "siyu.tokens.access-life", "36500d",
            "siyu.identity.bcrypt-cost", "4",
            "siyu.identity.attempts-allowed", "100000",
            "siyu.identity.attempts-allowed-per-address", "100000");

    private static ShopFleet fleet;
    private static World world;
    private static List<UUID> templates;

    @BeforeAll
    static void open() {
        System.out.printf(
                "StoryIT: %d stories, %d closings; again with -Dsiyu.chaos.base=%d%n", STORIES, CLOSINGS, Seed.BASE);
        fleet = LONG ? ShopFleet.startForLong(FOLDERS, 2, SETTINGS) : ShopFleet.start(FOLDERS, 1, SETTINGS);
        world = new World(fleet, "stories", true);
        templates = Wallet.templates(world.shops.getFirst());
    }

    @AfterAll
    static void close() {
        fleet.close();
    }

    @Test
    @Order(1)
    void whatever_happens_in_a_story_its_promises_are_kept_and_its_money_adds_up() throws Exception {
        var ends = new TreeMap<String, Integer>();
        var seeds = seeds();
        var activities = List.<Activity>of();
        for (var i = 0; i < seeds.size(); i++) {
            if (i % SAME_ACTIVITIES == 0) {
                activities = Gathering.activities(world, "stories-" + i);
            }
            var seed = seeds.get(i);
            var told = Story.tell(world, activities, templates, seed);
            var report = told.report();
            System.out.printf(
                    "StoryIT: seed %d, %d orders, %d fen paid, %d back, %d violations, %d ms%n",
                    seed,
                    report.orders(),
                    report.capturedFen(),
                    report.refundedFen(),
                    report.violations().size(),
                    report.millis());
            assertThat(report.violations())
                    .as("-Dseed=%d tells it again:%n%s", seed, String.join("\n", told.script()))
                    .isEmpty();
            told.ends().forEach((what, times) -> {
                var _ = ends.merge(what, times, Integer::sum);
            });
        }
        System.out.printf("StoryIT: ends %s%n", ends);
        if (seeds.size() >= MANY) {
            assertThat(ends.getOrDefault("group SUCCEEDED", 0))
                    .as("people gather in all of them")
                    .isGreaterThanOrEqualTo(seeds.size() / 2);
            assertThat(ends)
                    .containsKeys("group SUCCEEDED", "group FAILED", "group CANCELLED", "withdrawal SUCCEEDED")
                    .containsKeys("order CANCELLED", "order CLOSED", "order COMPLETED")
                    .containsKeys("coupon paid with", "coupon free again", "after-sale DONE", "late money")
                    .containsKeys("commission MATCH", "handover DONE", "handover refused while one goes on")
                    .containsKeys("order of a customer handed over", "order in a community handed over");
        }
    }

    private static List<Long> seeds() {
        return Seed.GIVEN
                .map(List::of)
                .orElseGet(() -> LongStream.concat(
                                LongStream.rangeClosed(1, FIXED), new SplittableRandom(Seed.BASE).longs())
                        .limit(STORIES)
                        .boxed()
                        .toList());
    }

    @Test
    @Order(2)
    void who_calls_off_while_he_pays_has_either_his_order_or_all_his_money() throws Exception {
        if (CLOSINGS > 0) {
            var report = Closings.orders(world, CLOSINGS, Seed.BASE);
            System.out.printf("StoryIT: %s%n", report);
            assertThat(report.violations()).as("seed %d", Seed.BASE).isEmpty();
        }
    }

    @Test
    @Order(3)
    void whose_place_ends_while_he_pays_has_either_his_place_or_all_his_money() throws Exception {
        if (SEATS > 0) {
            var report = Closings.seats(world, Gathering.activities(world, "seats"), SEATS, Seed.BASE);
            System.out.printf("StoryIT: %s%n", report);
            assertThat(report.violations()).as("seed %d", Seed.BASE).isEmpty();
        }
    }

    @Test
    @Order(4)
    void what_wechat_did_without_answering_was_done_once() throws SQLException, InterruptedException {
        if (SILENCES > 0) {
            var report = Silences.run(world, SILENCES, Seed.BASE);
            System.out.printf("StoryIT: %s%n", report);
            assertThat(report.violations()).isEmpty();
        }
    }
}
