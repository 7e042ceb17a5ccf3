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
        long millis) {

    private static final Optional<Path> FILE =
            Optional.ofNullable(System.getProperty("siyu.chaos.report")).map(Path::of);
    private static final List<Report> ALL = new ArrayList<>();
    private static final long MILLIS_OF_A_SECOND = 1_000;
    private static final long NANOS_OF_A_MILLI = 1_000_000;

    /** A run that has begun, with what WeChat's books said then. */
    record Begun(World world, String name, long seed, long paidFen, long refundedFen, long nanos) {

        Report end(long orders, List<String> violations) {
            var shop = world.shops.getFirst();
            var report = new Report(
                    name,
                    seed,
                    world.kills.get(),
                    world.steps.get(),
                    orders,
                    Verdict.fen(shop, "paidFen") - paidFen,
                    Verdict.fen(shop, "refundedFen") - refundedFen,
                    world.faults.get(),
                    List.copyOf(violations),
                    (System.nanoTime() - nanos) / NANOS_OF_A_MILLI);
            keep(report);
            return report;
        }
    }

    static Begun begin(World world, String name, long seed) {
        var shop = world.shops.getFirst();
        return new Begun(
                world, name, seed, Verdict.fen(shop, "paidFen"), Verdict.fen(shop, "refundedFen"), System.nanoTime());
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
        all.put("seconds", sum(Report::millis) / MILLIS_OF_A_SECOND);
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sum(ToLongFunction<Report> what) {
        return ALL.stream().mapToLong(what).sum();
    }
}
