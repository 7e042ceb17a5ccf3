package cn.siyu.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The time of the processors: who had it between two moments, in hundredths of a second, and how much went to others. */
final class Cpu {

    private static final double TICK_MILLIS = 10;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Map<String, Long> pids;

    /** @param pids the processes that belong to the run, by their part in it; children count with them */
    Cpu(Map<String, Long> pids) {
        this.pids = new TreeMap<>(pids);
    }

    /** One moment. */
    record Moment(long nanos, long busy, long all, Map<String, Long> ticks) {}

    /**
     * What happened between two moments.
     *
     * @param percent of one processor, by part
     * @param millis of processor time, by part
     * @param foreignPercent of the whole machine that was used by nobody of ours
     */
    record Use(Map<String, Double> percent, Map<String, Double> millis, double foreignPercent) {

        double millisOf(String part) {
            return millis.getOrDefault(part, 0.0);
        }
    }

    Moment now() {
        var ticks = new TreeMap<String, Long>();
        pids.forEach((part, pid) -> ticks.put(part, ticksOf(pid)));
        // What has ended since, such as a load generator, counts for who waited for it.
        ticks.put("load", load(ProcessHandle.current().pid()));
        var line = BLANKS.split(firstLine(Path.of("/proc/stat")), -1);
        var all = 0L;
        for (var i = 1; i <= 8; i++) {
            all += Long.parseLong(line[i]);
        }
        var idle = Long.parseLong(line[4]) + Long.parseLong(line[5]);
        return new Moment(System.nanoTime(), all - idle, all, ticks);
    }

    static Use between(Moment before, Moment after) {
        var seconds = (after.nanos() - before.nanos()) / 1e9;
        var percent = new TreeMap<String, Double>();
        var millis = new TreeMap<String, Double>();
        var own = 0L;
        for (var part : after.ticks().entrySet()) {
            var ticks = Math.max(0, part.getValue() - before.ticks().getOrDefault(part.getKey(), part.getValue()));
            own += ticks;
            millis.put(part.getKey(), ticks * TICK_MILLIS);
            percent.put(part.getKey(), ticks * TICK_MILLIS / 10 / seconds);
        }
        var all = Math.max(1, after.all() - before.all());
        var foreign = Math.max(0, after.busy() - before.busy() - own);
        return new Use(percent, millis, 100.0 * foreign / all);
    }

    /** Our own time and that of the programs that we waited for. */
    private static long load(long pid) {
        var fields = stat(pid);
        return fields.isEmpty() ? 0 : sum(fields, 11, 14);
    }

    /** A server with its workers: PostgreSQL has one for each connection, and takes over the time of those that end. */
    private static long ticksOf(long pid) {
        var fields = stat(pid);
        if (fields.isEmpty()) {
            return 0;
        }
        return sum(fields, 11, 14)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToLong(child -> {
                            var its = stat(child.pid());
                            return its.isEmpty() ? 0 : sum(its, 11, 12);
                        })
                        .sum();
    }

    private static long sum(List<String> fields, int from, int to) {
        return fields.subList(from, to + 1).stream().mapToLong(Long::parseLong).sum();
    }

    /** The fields behind the program's name, which may contain anything. */
    private static List<String> stat(long pid) {
        try {
            var text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return List.of(BLANKS.split(text.substring(text.lastIndexOf(')') + 2), -1));
        } catch (IOException _) {
            return List.of();
        }
    }

    /** Anonymous memory that is resident, in MiB: what the process needs beyond files. */
    static long anonymousMiB(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
