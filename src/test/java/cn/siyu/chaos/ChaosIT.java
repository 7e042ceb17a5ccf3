package cn.siyu.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.launch.ServerAccident;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopFleet;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Whatever dies in the middle, what people were told stays true and the money adds up. A run's choices follow from its seed
 * ({@code -Dsiyu.chaos.base=}); which thread is faster does not, so a seed is run again until it fails again.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosIT {

    private static final Path FOLDERS = Path.of("target", "chaos-it");

    /** How often each of them strikes; with {@code verify} a little of everything is one run. */
    private static final int KILLS = Integer.getInteger("siyu.chaos.kills", 0);

    private static final int CUTS = Integer.getInteger("siyu.chaos.cuts", 0);
    private static final int STOPS = Integer.getInteger("siyu.chaos.stops", 0);
    private static final int LOSSES = Integer.getInteger("siyu.chaos.losses", 0);
    private static final int FREEZES = Integer.getInteger("siyu.chaos.freezes", 0);
    private static final int STANDSTILLS = Integer.getInteger("siyu.chaos.standstills", 0);
    private static final boolean LONG = KILLS + CUTS + STOPS + LOSSES + FREEZES + STANDSTILLS > 0;

    private static final int SOME_CUTS = 40;
    private static final int SHORT_FREEZE = 2;

    /** Shorter waits for what a dead process held, and staff may sign in as often as the clock leaps. */
    private static final Map<String, String> SETTINGS = Map.of(
            "siyu.outbox.lease", "3s",
            "siyu.identity.bcrypt-cost", "4",
            "siyu.identity.attempts-allowed", "100000",
            "siyu.identity.attempts-allowed-per-address", "100000");

    /** The goal is ten seconds on a machine that does nothing else (REL-40); the longest one is in the report. */
    private static final Duration LONGEST_RETURN = Duration.ofSeconds(30);

    /** As many kills show every kind of end. */
    private static final int MANY = 30;

    private static final Map<String, Integer> ENDS = new TreeMap<>();
    private static final List<ChaosRun.Done> RUNS = new ArrayList<>();

    private static ShopFleet fleet;

    @BeforeAll
    static void open() {
        System.out.printf("ChaosIT: again with -Dsiyu.chaos.base=%d%n", Seed.BASE);
        fleet = ShopFleet.start(FOLDERS, LONG ? 2 : 1, SETTINGS);
    }

    @AfterAll
    static void close() {
        fleet.close();
    }

    @Test
    @Order(1)
    void whatever_dies_or_stands_still_no_promise_is_broken() throws Exception {
        if (!LONG) {
            var some = new ArrayList<Saboteur>(
                    List.of(Saboteur.redisKiller(), Saboteur.freezer(1, SHORT_FREEZE), Saboteur.postgresStopper()));
            for (var i = 0; i < SOME_CUTS; i++) {
                some.add(Saboteur.cutter());
            }
            some.add(Saboteur.killer());
            judge(ChaosRun.run(fleet, "some", Seed.BASE, some.size(), Saboteur.each(some)));
            System.out.printf("ChaosIT: ends %s%n", ENDS);
            return;
        }
        run("kill", KILLS, Saboteur.killer());
        run("cut", CUTS, Saboteur.cutter());
        run("stop", STOPS, Saboteur.postgresStopper());
        run("lose", LOSSES, Saboteur.redisKiller());
        run("freeze", FREEZES, Saboteur.freezer(5, 20));
        run("standstill", STANDSTILLS, Saboteur.postgresFreezer(3, 20));
        System.out.printf("ChaosIT: ends %s%n", ENDS);
        if (KILLS >= MANY) {
            assertThat(ENDS)
                    .containsKeys("group SUCCEEDED", "group FAILED", "withdrawal SUCCEEDED")
                    .containsKeys("coupon paid with", "coupon free again", "after-sale DONE");
        }
    }

    private static void run(String name, int strikes, Saboteur saboteur) throws Exception {
        if (strikes > 0) {
            judge(ChaosRun.run(fleet, name, Seed.BASE, strikes, saboteur));
        }
    }

    @Test
    @Order(2)
    void the_verdict_names_promises_that_were_not_kept() throws Exception {
        var last = RUNS.getLast();
        var real = last.clients().stream()
                .flatMap(each -> each.diaries.stream())
                .filter(diary -> !diary.over())
                .findFirst()
                .orElseThrow();
        var client = real.buyer;
        var lost = new Diary(UUID.randomUUID(), "nowhere", 1, client);
        var dearer = new Diary(real.order, real.number, real.totalFen + 1, client);
        var neverSent = new Diary(real.order, real.number, real.totalFen, client);
        neverSent.trackingNo = Optional.of("NEVER");
        var neverRefunded = new Diary(real.order, real.number, real.totalFen, client);
        var _ = neverRefunded.promised.put("R-NEVER", 1L);
        client.diaries.addAll(List.of(lost, dearer, neverSent, neverRefunded));
        var books = (ObjectNode) last.world().books();
        var _ = books.withArrayProperty("refunds")
                .addObject()
                .put("outTradeNo", real.number)
                .put("outRefundNo", "R-GIFT")
                .put("status", "SUCCESS")
                .put("fen", 1);

        var violations = Verdict.of(last.world(), List.of(client), Map.of("events", 1L), books);

        assertThat(String.join("\n", violations))
                .contains("did not come to rest", lost.order + " was placed", "another total", "was shipped")
                .contains("refund R-NEVER of 1 at WeChat", "was told of")
                .containsPattern("WeChat gave back \\{[^}]*R-GIFT=1");
    }

    @Test
    @Order(3)
    void while_the_database_stands_still_people_hear_in_time_that_they_should_ask_again() throws Exception {
        var shop = RemoteShop.of(fleet, 0);
        var buyer = shop.buyer("standstill");
        var still = ServerAccident.freezePostgres(fleet.dataFolder());
        try {
            var asked = System.nanoTime();
            var answer = shop.api().get(buyer.token(), "/api/mp/v1/orders");
            var waited = Duration.ofNanos(System.nanoTime() - asked);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("TEMPORARILY_UNAVAILABLE");
            assertThat(waited).isLessThan(Saboteur.LONGEST_ANSWER);
        } finally {
            still.over();
        }

        await().atMost(Saboteur.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> shop.api().get(buyer.token(), "/api/mp/v1/orders").ok());
        assertThat(fleet.shop(0).log()).doesNotContain("Response has already been written");
    }

    private static void judge(ChaosRun.Done done) {
        RUNS.add(done);
        done.ends().forEach((what, times) -> {
            var _ = ENDS.merge(what, times, Integer::sum);
        });
        var report = done.report();
        System.out.printf("ChaosIT: %s%n", report);
        assertThat(report.violations())
                .as("%s, seed %d, %d steps, %d orders", report.name(), Seed.BASE, report.steps(), report.orders())
                .isEmpty();
        assertThat(report.orders()).isPositive();
        assertThat(report.capturedFen()).isPositive();
        if (LONG) {
            assertThat(report.longestReturnMillis()).isLessThan(LONGEST_RETURN.toMillis());
            assertThat(report.capturedFen() - report.refundedFen()).isPositive();
        }
    }
}
