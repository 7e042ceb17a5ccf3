package cn.siyu.replay;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.replay.ReplayVerdict.Sums;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopFleet;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real groups, bought again: every recorded success succeeds with exactly its members, each charged once; every recorded
 * failure fails and everybody is refunded. Run by {@code ./mvnw verify -Preplay -Dgroups=FOLDER [-Dlimit=N]}, and by nothing else.
 */
@Tag("replay")
class ReplayIT {

    private static final Path FOLDERS = Path.of("target", "replay-it");
    private static final Path REPORT = Path.of("target", "replay.json");
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int STEPS = 60;
    private static final int QUIET = 15;
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private static final String UNSETTLED =
            "select count(*) from groupbuy_seat where state in ('HELD', 'PAID', 'REFUNDING')";

    /** A crowd behind one address, and sweeps as in production. */
    private static final Map<String, String> SETTINGS = Map.of(
            "siyu.identity.attempts-allowed", "100000",
            "siyu.identity.attempts-allowed-per-address", "100000");

    @Test
    void recorded_groups_end_as_they_were_recorded() throws Exception {
        var begin = System.nanoTime();
        var folder = System.getProperty("groups");
        assertThat(folder)
                .as("-Dgroups=FOLDER with successful.tsv and failed.tsv")
                .isNotBlank();
        var groups = RecordedGroup.read(Path.of(folder), Integer.getInteger("limit", Integer.MAX_VALUE));
        try (var fleet = ShopFleet.startForLong(FOLDERS, 1, SETTINGS)) {
            var shop = RemoteShop.of(fleet, 0);
            var stall = new Stall(shop, LIFE).open(Stall.units(groups));
            var run = new ReplayRun(shop, new Crowd(shop), stall);
            var played = run.play(groups);
            letTheRestExpire(fleet, shop);
            var sums = new ReplayVerdict(RemoteShop.of(fleet, 0)).judge(played);
            var violations = Stream.of(run.troubles(), sums.breaches(), broken(fleet, shop.now(), groups.size()))
                    .flatMap(List::stream)
                    .toList();
            report(sums, groups.size(), violations, (System.nanoTime() - begin) / 1_000_000_000L);
            assertThat(violations.size()).as("%s", first(violations)).isZero();
        }
    }

    /** The clock passes the life of the groups, then goes on as far as refunds and retries need. */
    private static void letTheRestExpire(ShopFleet fleet, RemoteShop shop) throws Exception {
        awaitNone(
                fleet, "places that wait for their payment", "select count(*) from groupbuy_seat where state = 'HELD'");
        shop.advance(LIFE.plus(STEP));
        awaitNone(
                fleet,
                "groups that are to fail",
                "select count(*) from groupbuy_group where state in ('PENDING', 'OPEN')");
        awaitNone(fleet, "places that are to be refunded", UNSETTLED);
        for (var step = 0; step < STEPS && fleet.number("%s", UNSETTLED) > 0; step++) {
            shop.advance(STEP);
            awaitNone(fleet, "places that are to be refunded", UNSETTLED);
        }
        awaitNone(fleet, "events that are to be heard", "select count(*) from kernel_outbox where sent_at is null");
    }

    /** As long as their number falls, somebody works on them. */
    private static void awaitNone(ShopFleet fleet, String what, String count) throws Exception {
        var least = Long.MAX_VALUE;
        var quiet = 0;
        for (var left = fleet.number("%s", count); left > 0 && quiet < QUIET; left = fleet.number("%s", count)) {
            quiet = left < least ? 0 : quiet + 1;
            least = Math.min(least, left);
            System.out.printf("replay: %d %s%n", left, what);
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Every row that breaks an invariant, letters that nobody heard, and groups that nobody recorded. */
    private static List<String> broken(ShopFleet fleet, Instant now, int recorded) throws Exception {
        var broken = new ArrayList<String>();
        fleet.brokenInvariants(now).forEach((name, rows) -> rows.forEach(row -> broken.add(name + ": " + row)));
        var letters = fleet.number("select count(*) from kernel_dead_letter");
        if (letters > 0) {
            broken.add(letters + " events are dead letters");
        }
        var groups = fleet.number("select count(*) from groupbuy_group");
        if (groups != recorded) {
            broken.add("the shop has " + groups + " groups, recorded are " + recorded);
        }
        return broken;
    }

    private static void report(Sums sums, int groups, List<String> violations, long seconds) throws Exception {
        var report = new LinkedHashMap<String, Object>();
        report.put("groups", groups);
        report.put("succeeded", sums.succeeded());
        report.put("failed", sums.failed());
        report.put("orders", sums.orders());
        report.put("refunds", sums.refunds());
        report.put("charged_fen", sums.chargedFen());
        report.put("refunded_fen", sums.refundedFen());
        report.put("violations", violations.size());
        report.put("seconds", seconds);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(REPORT.toFile(), report);
        System.out.println("replay: " + report);
        first(violations).forEach(violation -> System.out.println("replay: " + violation));
    }

    private static List<String> first(List<String> violations) {
        return violations.subList(0, Math.min(20, violations.size()));
    }
}
