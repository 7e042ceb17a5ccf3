package cn.siyu.scale;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.launch.EmbeddedServers;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A bill of 50,000 lines with a hundred differences, reconciled by the packaged application in a heap of 512 MiB: all are
 * found, no other is, within a minute (REL-15). Runs with {@code ./mvnw verify -Pscale} and writes {@code target/scale.json}.
 */
class BillScaleIT {

    private static final Path FOLDERS = Path.of("target", "scale-it");
    private static final int LINES = Integer.getInteger("siyu.scale.lines", 50_000);
    private static final int EACH = Integer.getInteger("siyu.scale.differences", 20);
    private static final int HEAP_MEGABYTES = 512;
    private static final long MOST_MILLIS = 60_000;

    @Test
    void every_difference_in_a_large_bill_is_found_and_no_other() throws Exception {
        EmbeddedServers.sweep(FOLDERS);
        var port = ShopProcess.freePort();
        var settings = Map.of("siyu.payment.bills-every", "off", "siyu.tokens.access-life", "1d");
        try (var process = ShopProcess.launch(FOLDERS.resolve("data"), port, HEAP_MEGABYTES, settings)) {
            process.awaitReady();
            reconcile(process);
        } finally {
            EmbeddedServers.sweep(FOLDERS);
        }
    }

    private static void reconcile(ShopProcess process) throws Exception {
        var told = process.settings();
        var shop = new RemoteShop(
                process.baseUri(), URI.create(said(told, "siyu.wechat.api-url")), said(told, "siyu.sample.password"));
        var bill = new LargeBill(shop, "SCALE", LargeBill.dayOf(shop.now()).minusDays(2), LINES, EACH);
        try (var owner = owner(told)) {
            bill.payments(owner);
        }
        var expected = bill.bill();

        var first = bill.reconcile();
        var again = bill.reconcile();

        var missed = new TreeMap<>(expected);
        missed.entrySet().removeAll(first.differences().entrySet());
        var wrong = new TreeMap<>(first.differences());
        wrong.entrySet().removeAll(expected.entrySet());
        report(first, again, bill, expected, missed.size(), wrong.size());
        assertThat(first.state()).as(process.log()).isEqualTo("DONE");
        // The omitted are gone, the doubled there twice, the strangers there too.
        assertThat(first.lines()).isEqualTo(LINES + EACH);
        assertThat(missed).as("not found").isEmpty();
        assertThat(wrong).as("found, and not there").isEmpty();
        assertThat(again.differences()).isEqualTo(expected);
        assertThat(first.millis()).isLessThanOrEqualTo(MOST_MILLIS);
        assertThat(process.log()).doesNotContain("OutOfMemoryError", "has been blocked");
    }

    private static void report(
            LargeBill.Outcome first,
            LargeBill.Outcome again,
            LargeBill bill,
            Map<String, String> expected,
            int missed,
            int wrong)
            throws IOException {
        var report = new LinkedHashMap<String, Object>();
        report.put("lines", first.lines());
        report.put("differences", expected.size());
        report.put("found", expected.size() - missed);
        report.put("false", wrong);
        var kinds = new TreeMap<String, Integer>();
        first.differences().values().forEach(kind -> kinds.merge(kind, 1, Integer::sum));
        report.put("kinds", Collections.unmodifiableMap(kinds));
        report.put("millis", first.millis());
        report.put("again_millis", again.millis());
        report.put("heap_limit_mib", HEAP_MEGABYTES);
        report.put("heap_seen_mib", bill.heapPeakBytes() >> 20);
        ScaleReport.write("bill", report);
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
