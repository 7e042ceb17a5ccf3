package cn.siyu.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.launch.EmbeddedServers;
import cn.siyu.scale.LargeMonth.Stated;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The end of a month with a million entries of ten thousand distributors, stated by the packaged application within a minute,
 * with progress; and once more, with the process killed in the middle: the next one goes on where it was, and no entry stands
 * twice or is left out (C29). Runs with {@code ./mvnw verify -Pscale}.
 */
class MonthEndScaleIT {

    private static final Path FOLDERS = Path.of("target", "scale-month-end");
    private static final int PAYEES = Integer.getInteger("siyu.scale.payees", 10_000);
    private static final int ENTRIES = Integer.getInteger("siyu.scale.entries-each", 100);
    private static final int HEAP_MEGABYTES = 512;
    private static final long MOST_MILLIS = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final Map<String, String> SETTINGS = Map.of(
            "siyu.payment.bills-every", "off",
            "siyu.commission.month-end-every", "off",
            "siyu.ledger.seal-every", "off",
            "siyu.tokens.access-life", "1d");

    @Test
    void a_month_of_a_million_entries_is_stated_in_a_minute_and_survives_a_kill() throws Exception {
        EmbeddedServers.sweep(FOLDERS);
        try {
            story();
        } finally {
            EmbeddedServers.sweep(FOLDERS);
        }
    }

    private static void story() throws Exception {
        var process = launch();
        try {
            var shop = shop(process);
            var month = YearMonth.from(shop.now().atZone(CHINA)).minusMonths(1);
            var large = new LargeMonth(month, PAYEES, ENTRIES);
            try (var owner = owner(process.settings())) {
                var seeding = System.nanoTime();
                large.write(owner);
                var seeded = millisSince(seeding);
                var whole = run(shop, month);
                assertThat(whole.state()).as(process.log()).isEqualTo("DONE");
                var first = large.stated(owner);
                LargeMonth.forget(owner);

                var interrupted = begin(shop, month);
                var killedAt = awaitMiddle(shop, interrupted);
                process.kill9();
                var resumed = System.nanoTime();
                process = launch();
                await("the rest of " + month)
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> done(owner));
                var afterKill = millisSince(resumed);
                var second = large.stated(owner);

                report(seeded, whole, first, killedAt, afterKill);
                assertThat(whole.steps()).as("progress was seen").isGreaterThan(5);
                assertThat(first.lines()).isEqualTo((long) PAYEES * ENTRIES);
                assertThat(first.statements()).isEqualTo(PAYEES);
                assertThat(first.parts()).isEqualTo(PAYEES);
                assertThat(first.untied()).isZero();
                assertThat(first.closing()).isEqualTo(LargeMonth.earned(owner));
                assertThat(killedAt).isBetween(1L, PAYEES - 1L);
                assertThat(second).isEqualTo(first);
                assertThat(whole.millis()).isLessThanOrEqualTo(MOST_MILLIS);
                assertThat(process.log()).doesNotContain("OutOfMemoryError", "has been blocked");
            }
        } finally {
            process.close();
        }
    }

    private static ShopProcess launch() {
        var process = ShopProcess.launch(FOLDERS.resolve("data"), ShopProcess.freePort(), HEAP_MEGABYTES, SETTINGS);
        process.awaitReady();
        return process;
    }

    /** How a run ended, after how long, and how many different steps of it were seen. */
    private record Run(String state, long millis, int steps) {}

    private static Run run(RemoteShop shop, YearMonth month) {
        var began = System.nanoTime();
        var job = begin(shop, month);
        var steps = new TreeSet<Long>();
        var ended = await("the month of " + month)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            var view = look(shop, job);
                            steps.add(view.path("processed").asLong());
                            return view;
                        },
                        view -> view.hasNonNull("endedAt"));
        return new Run(
                ended.path("state").asText() + ended.path("failure").asText(""), millisSince(began), steps.size());
    }

    private static String begin(RemoteShop shop, YearMonth month) {
        return shop.api()
                .post(shop.desk("finance"), "/api/admin/v1/commission-statement-months/" + month + "/run", Map.of())
                .expect(202)
                .json()
                .path("id")
                .asText();
    }

    /** Answers how far it was. */
    private static long awaitMiddle(RemoteShop shop, String job) {
        return await("the middle")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> look(shop, job).path("processed").asLong(), processed -> processed >= PAYEES / 2);
    }

    private static boolean done(Connection owner) throws SQLException {
        try (var statement = owner.createStatement();
                var row = statement.executeQuery(
                        "select count(*) from kernel_job where kind = 'commission-statements' and ended_at is null")) {
            return row.next() && row.getLong(1) == 0;
        }
    }

    private static JsonNode look(RemoteShop shop, String job) {
        return shop.api()
                .get(shop.desk("finance"), "/api/admin/v1/jobs/" + job)
                .expect(200)
                .json();
    }

    private static void report(long seeded, Run whole, Stated stated, long killedAt, long afterKill)
            throws IOException {
        var report = new LinkedHashMap<String, Object>();
        report.put("distributors", PAYEES);
        report.put("entries", (long) PAYEES * ENTRIES);
        report.put("statements", stated.statements());
        report.put("lines", stated.lines());
        report.put("untied", stated.untied());
        report.put("millis", whole.millis());
        report.put("steps_seen", whole.steps());
        report.put("killed_at", killedAt);
        // With the start of the application and the lease of the one that was killed.
        report.put("millis_after_kill", afterKill);
        report.put("seed_millis", seeded);
        ScaleReport.write("month-end", report);
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static RemoteShop shop(ShopProcess process) {
        var told = process.settings();
        return new RemoteShop(
                process.baseUri(), URI.create(said(told, "siyu.wechat.api-url")), said(told, "siyu.sample.password"));
    }

    private static Connection owner(Map<String, String> told) throws SQLException {
        return DriverManager.getConnection(
                said(told, "quarkus.datasource.jdbc.url"),
                said(told, "quarkus.flyway.username"),
                said(told, "quarkus.flyway.password"));
    }

    private static String said(Map<String, String> told, String name) {
        return Objects.requireNonNull(told.get(name), name);
    }
}
