package cn.siyu.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.postgresql.PGConnection;

/** PostgreSQL is stopped at once ({@code -m immediate}) at full load; after the restart every order that was answered must be there. */
final class CrashTrial {

    private static final int CREATED = 201;
    private static final String ANSWER = "\"orderId\":\"";

    private final Installation shop;
    private final Probe probe;
    private final Sizes sizes;

    CrashTrial(Installation shop, Probe probe, Sizes sizes) {
        this.shop = shop;
        this.probe = probe;
        this.sizes = sizes;
    }

    Map<String, Object> run(SeatFeeds seats, Crowd crowd) {
        var taken = probe.file("taken");
        var feed = seats.write(probe.file("crash"), crowd, (int) Math.min(14_000L * sizes.seconds(), crowd.usesLeft()));
        var load = CompletableFuture.supplyAsync(
                () -> new Wrk(shop.uri()).once(feed, Sizes.CROWD, sizes.seconds(), CREATED, ANSWER, taken));
        for (var i = 0; i < sizes.seconds(); i++) {
            Probe.rest();
        }
        var stopped = stopDatabase();
        var result = load.join();
        feed.delete();
        shop.kill();
        shop.startAgain();
        var report = new TreeMap<String, Object>();
        report.put("stopped_while_serving", stopped);
        report.put("answered_201", result.good());
        report.put("missing_after_restart", missing(taken));
        report.put("statuses", result.statuses());
        return report;
    }

    /** An immediate stop is a QUIT to the first process. */
    private boolean stopDatabase() {
        var pid = shop.postgresPid();
        var _ = Tools.run(List.of("kill", "-QUIT", "" + pid), Map.of(), Duration.ofSeconds(5));
        for (var i = 0;
                i < 40 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
                i++) {
            Probe.rest();
        }
        return ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true);
    }

    private long missing(Path taken) {
        shop.execute("create table bench_taken (id uuid primary key)");
        try (var connection = shop.asOwner();
                BufferedReader ids = Files.newBufferedReader(taken)) {
            var _ = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy bench_taken from stdin", ids);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shop.number(
                "select count(*) from bench_taken t where not exists (select 1 from trade_order o where o.id = t.id)");
    }
}
