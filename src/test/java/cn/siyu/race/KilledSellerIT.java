package cn.siyu.race;

import static cn.siyu.race.Crowds.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Plan;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopApi.NoAnswer;
import cn.siyu.testing.ShopFleet;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A process that is killed while it sells: whoever has heard that he has a place has it, and hears the same words again; whoever
 * heard nothing has one place when he asks again ({@code -Dsiyu.race.requests=20000} for the long run).
 */
class KilledSellerIT {

    private static final Path FOLDERS = Path.of("target", "killed-seller-it");
    private static final int REQUESTS = Integer.getInteger("siyu.race.requests", 2_000);
    private static final int AT_ONCE = 256;
    private static final int AT_THE_VICTIM = 64;
    private static final int CROWD = Math.max(60, REQUESTS / 50);
    private static final Set<String> UNDECIDED = Set.of("TEMPORARILY_UNAVAILABLE", "REQUEST_IN_FLIGHT");
    private static final Insistence INSISTENCE =
            new Insistence(60, Duration.ofMillis(200), answer -> !answer.ok() && UNDECIDED.contains(answer.code()));
    private static final Map<String, String> SETTINGS = Map.of("siyu.tokens.access-life", "30d");

    private static ShopFleet fleet;
    private static List<RemoteGroups> groups;
    private static RemoteShop shop;
    private static List<Buyer> crowd;

    @BeforeAll
    static void open() {
        fleet = ShopFleet.start(FOLDERS, 2, SETTINGS);
        shop = RemoteShop.of(fleet, 0);
        groups = List.of(new RemoteGroups(shop), new RemoteGroups(RemoteShop.of(fleet, 1)));
        crowd = shop.buyers("killed", CROWD);
    }

    @AfterAll
    static void close() {
        fleet.close();
    }

    private static Answer ask(int at, int request, Activity activity, long agreed) {
        return groups.get(at).open(crowd.get(request % CROWD), "killed-seller-" + request, activity, agreed);
    }

    private static long seats(Activity activity) throws SQLException {
        return fleet.number("select count(*) from groupbuy_seat where activity_id = '%s'", activity.id());
    }

    @Test
    void a_process_that_is_killed_while_it_sells_has_sold_once_whatever_it_could_still_say() throws Exception {
        var activity = groups.getFirst()
                .start(
                        shop.product("selling-kill", 1, 9_900, REQUESTS),
                        new Plan(3, 7_900, REQUESTS, Duration.ofDays(1), Duration.ofMinutes(10), Duration.ofDays(30)));
        var agreed = groups.getFirst().totalFen(crowd.getFirst(), activity);
        var heard = new ConcurrentHashMap<Integer, String>();
        var unheard = new ConcurrentLinkedQueue<Integer>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var room = new Semaphore(AT_THE_VICTIM);
            for (var i = 0; i < REQUESTS; i++) {
                var request = i;
                var _ = threads.submit(() -> {
                    room.acquireUninterruptibly();
                    try {
                        var answer = ask(1, request, activity, agreed);
                        if (answer.ok()) {
                            heard.put(request, answer.text());
                        } else {
                            unheard.add(request);
                        }
                    } catch (NoAnswer e) {
                        unheard.add(request);
                    } finally {
                        room.release();
                    }
                });
            }
            while (heard.size() < REQUESTS / 4) {
                INSISTENCE.rest();
            }
            fleet.kill(1);
        }
        fleet.launchAgain(1).awaitReady();
        var before = seats(activity);

        var texts = RemoteShop.together(
                AT_ONCE, tasks(REQUESTS, i -> INSISTENCE.decided(() -> ask(i % 2, i, activity, agreed))));

        System.out.printf(
                "KilledSellerIT: killed after %d answers and %d places, %d heard nothing%n",
                heard.size(), before, unheard.size());
        assertThat(before).isGreaterThanOrEqualTo(heard.size());
        assertThat(unheard).as("it was killed too late").isNotEmpty();
        heard.forEach((request, text) -> assertThat(texts.get(request).text()).isEqualTo(text));
        assertThat(texts).allMatch(Answer::ok);
        assertThat(seats(activity)).isEqualTo(REQUESTS);
        assertThat(texts.stream()
                        .map(each -> each.json().path("orderId").asText())
                        .collect(Collectors.toSet()))
                .hasSize(REQUESTS);
        fleet.checkInvariants(shop.now());
        assertThat(fleet.number("select count(*) from kernel_dead_letter")).isZero();
        assertThat(fleet.number("select deadlocks from pg_stat_database where datname = current_database()"))
                .isZero();
    }
}
