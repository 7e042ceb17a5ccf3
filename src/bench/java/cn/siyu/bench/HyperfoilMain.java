package cn.siyu.bench;

import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.config.PhaseBuilder;
import io.hyperfoil.api.session.Session;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.config.Protocol;
import io.hyperfoil.http.steps.HttpStepCatalog;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One run of Hyperfoil, as a process of its own: a constant rate of requests out of a feed. It works with one thread. The first
 * seconds are not looked at: in them it is Hyperfoil itself that is slow, being compiled.
 */
public final class HyperfoilMain {

    private static final long PATIENCE_SECONDS = 10;
    private static final String CROWD = "crowd";
    private static final String BEFORE = "before";

    /** What a session is sending; sessions are few and all on one thread. */
    private static final Map<Integer, FeedReader.Request> SENDING = new HashMap<>();

    private static final Map<Integer, Long> STATUSES = new TreeMap<>();

    private HyperfoilMain() {}

    public static void main(String... told) throws Exception {
        var port = Integer.parseInt(told[1]);
        var perSecond = Integer.parseInt(told[3]);
        var seconds = Integer.parseInt(told[4]);
        var connections = Integer.parseInt(told[5]);
        var wanted = Integer.parseInt(told[6]);
        try (var feed = FeedReader.open(Path.of(told[2]))) {
            var benchmark = benchmark(told[0], port, connections, feed, perSecond, seconds);
            var total = new StatisticsSnapshot();
            var looked = new StatisticsSnapshot();
            new LocalSimulationRunner(
                            benchmark.build(),
                            (phase, _, _, snapshot, _) -> {
                                total.add(snapshot);
                                if (phase.name().equals(CROWD)) {
                                    looked.add(snapshot);
                                }
                            },
                            (_, _, _) -> {},
                            (_, _, _, _) -> {})
                    .run();
            print(total, looked, seconds + OpenLoad.SECONDS_BEFORE, wanted);
        }
        System.exit(0);
    }

    private static BenchmarkBuilder benchmark(
            String host, int port, int connections, FeedReader feed, int perSecond, int seconds) {
        var benchmark = BenchmarkBuilder.builder().name("bench").threads(1);
        benchmark
                .addPlugin(HttpPluginBuilder::new)
                .http()
                .protocol(Protocol.HTTP)
                .host(host)
                .port(port)
                .allowHttp2(false)
                .sharedConnections(connections)
                .endHttp();
        phase(benchmark.addPhase(BEFORE), feed, perSecond, OpenLoad.SECONDS_BEFORE, connections);
        phase(benchmark.addPhase(CROWD), feed, perSecond, seconds, connections);
        return benchmark;
    }

    private static void phase(
            PhaseBuilder.Catalog added, FeedReader feed, int perSecond, int seconds, int connections) {
        var method = feed.peekIsPost() ? HttpMethod.POST : HttpMethod.GET;
        var phase = added.constantRate(perSecond)
                .duration(seconds * 1000L)
                .maxDuration((seconds + PATIENCE_SECONDS) * 1000L)
                .maxSessions(Math.max(connections, perSecond * 2));
        if (phase.name().equals(CROWD)) {
            phase.startAfter(BEFORE);
        }
        var request = phase.scenario()
                .initialSequence("one")
                .step(HttpStepCatalog.SC)
                .httpRequest(method)
                .path(session -> {
                    var next = feed.next();
                    SENDING.put(session.uniqueId(), next);
                    return next.path();
                })
                .headerAppender((session, writer) ->
                        sending(session).headers().forEach((name, value) -> writer.putHeader(name, value)))
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handler()
                .autoRangeCheck(false)
                .stopOnInvalid(false)
                .status((_, status) -> STATUSES.merge(status, 1L, Long::sum))
                .endHandler();
        if (method == HttpMethod.POST) {
            var _ = request.body(
                    (session, _) -> Unpooled.wrappedBuffer(sending(session).body()));
        }
    }

    private static FeedReader.Request sending(Session session) {
        return Objects.requireNonNull(SENDING.get(session.uniqueId()));
    }

    private static void print(StatisticsSnapshot total, StatisticsSnapshot looked, int seconds, int wanted) {
        var seen = new StringBuilder();
        STATUSES.forEach((status, count) -> seen.append(seen.isEmpty() ? "" : ",")
                .append(status)
                .append(':')
                .append(count));
        System.out.printf(
                "BENCH asked=%d good=%d micros=%d p50=%d p99=%d broken=%d statuses=%s%n",
                total.requestCount,
                STATUSES.getOrDefault(wanted, 0L),
                Duration.ofSeconds(seconds).toMillis() * 1000,
                looked.histogram.getValueAtPercentile(50) / 1000,
                looked.histogram.getValueAtPercentile(99) / 1000,
                total.connectionErrors + total.requestTimeouts + total.internalErrors,
                seen);
    }
}
