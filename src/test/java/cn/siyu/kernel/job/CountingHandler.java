package cn.siyu.kernel.job;

import cn.siyu.kernel.vertx.FreshContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts to {@code steps}, one batch a step; waits at {@code holdAt} until the test lets it go on. */
@Singleton
class CountingHandler implements JobHandler {

    static final String KIND = "testing-count";

    final ConcurrentHashMap<UUID, List<Integer>> counted = new ConcurrentHashMap<>();
    final ConcurrentHashMap<UUID, Boolean> released = new ConcurrentHashMap<>();

    private final FreshContext contexts;

    @Inject
    CountingHandler(FreshContext contexts) {
        this.contexts = contexts;
    }

    /** What to count, where to wait, and at which step to fail. */
    record Wanted(int steps, int holdAt, int failAt) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var from = run.checkpoint().map(note -> note.get("next").asInt()).orElse(1);
        return run.file("words.txt").chain(words -> step(run, from, words));
    }

    private Uni<Void> step(JobRun run, int nth, byte[] words) {
        var steps = run.parameters().get("steps").asInt();
        if (nth > steps) {
            return run.keepFile("result.csv", "text/csv", words);
        }
        if (nth == run.parameters().get("failAt").asInt()) {
            return Uni.createFrom().failure(new IllegalArgumentException("step " + nth + " cannot be counted"));
        }
        counted.computeIfAbsent(run.jobId(), _ -> new CopyOnWriteArrayList<>()).add(nth);
        return run.progress(nth, steps, 0, new Note(nth + 1))
                .chain(() -> nth == run.parameters().get("holdAt").asInt()
                        ? held(run)
                        : Uni.createFrom().voidItem())
                .chain(() -> step(run, nth + 1, words));
    }

    private Uni<Void> held(JobRun run) {
        return released.containsKey(run.jobId())
                ? Uni.createFrom().voidItem()
                : contexts.pause(Duration.ofMillis(20)).chain(() -> held(run));
    }

    /** The step at which a resumed run goes on. */
    record Note(int next) {}

    static byte[] words() {
        return "one,two".getBytes(StandardCharsets.UTF_8);
    }
}
