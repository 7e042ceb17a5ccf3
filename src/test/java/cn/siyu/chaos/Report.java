package cn.siyu.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What came of one run. All of them together are written where {@code siyu.chaos.report} says, if it does. */
record Report(
        String name,
        long seed,
        long kills,
        long steps,
        long orders,
        long capturedFen,
        long refundedFen,
        long faults,
        List<String> violations,
        long longestAnswerMillis,
        long longestStaffAnswerMillis,
        long longestReturnMillis,
        long millis) {

    private static final Optional<Path> FILE =
            Optional.ofNullable(System.getProperty("siyu.chaos.report")).map(Path::of);
    private static final List<Report> ALL = new ArrayList<>();
    private static final long MILLIS_OF_A_SECOND = 1_000;
    private static final long NANOS_OF_A_MILLI = 1_000_000;

    /** A run that has begun, with what WeChat's books said then. */
    record Begun(World world, String name, long seed, long paidFen, long refundedFen, long nanos) {

        Report end(long orders, List<String> violations) {
            var sums = world.sums();
            var report = new Report(
                    name,
                    seed,
                    world.kills.get(),
                    world.steps.get(),
                    orders,
                    sums.path("paidFen").asLong() - paidFen,
                    sums.path("refundedFen").asLong() - refundedFen,
                    world.faults.get(),
                    List.copyOf(violations),
                    world.answer.millis(),
                    world.staffAnswer.millis(),
                    world.ready.millis(),
                    (System.nanoTime() - nanos) / NANOS_OF_A_MILLI);
            keep(report);
            return report;
        }
    }

    static Begun begin(World world, String name, long seed) {
        var sums = world.sums();
        return new Begun(
                world,
                name,
                seed,
                sums.path("paidFen").asLong(),
                sums.path("refundedFen").asLong(),
                System.nanoTime());
    }

    private static synchronized void keep(Report report) {
        ALL.add(report);
        FILE.ifPresent(Report::write);
    }

    private static void write(Path file) {
        var all = new LinkedHashMap<String, Object>();
        all.put("seed", Long.toString(Seed.BASE));
        all.put("runs", ALL.size());
        all.put("steps", sum(Report::steps));
        all.put("kills", sum(Report::kills));
        all.put("orders", sum(Report::orders));
        all.put("captured_fen", sum(Report::capturedFen));
        all.put("refunded_fen", sum(Report::refundedFen));
        all.put("violations", sum(each -> each.violations().size()));
        all.put("longest_answer_ms", most(Report::longestAnswerMillis));
        all.put("longest_return_ms", most(Report::longestReturnMillis));
        all.put("seconds", sum(Report::millis) / MILLIS_OF_A_SECOND);
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long most(ToLongFunction<Report> what) {
        return ALL.stream().mapToLong(what).max().orElse(0);
    }

    private static long sum(ToLongFunction<Report> what) {
        return ALL.stream().mapToLong(what).sum();
    }
}
