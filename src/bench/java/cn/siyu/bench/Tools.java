package cn.siyu.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs that a run needs beside Java, and how they are run. */
final class Tools {

    /** A program, the package of Debian that has it, and whether a run makes sense without it. */
    private enum Tool {
        WRK("wrk", "wrk", true),
        PGBENCH("pgbench", "postgresql-contrib", true),
        REDIS_BENCHMARK("redis-benchmark", "redis-tools", false);

        private final String program;
        private final String debianPackage;
        private final boolean needed;

        Tool(String program, String debianPackage, boolean needed) {
            this.program = program;
            this.debianPackage = debianPackage;
            this.needed = needed;
        }
    }

    private Tools() {}

    /** Ends the run with one clear line when something is missing without which nothing can be measured. */
    static void check() {
        var missing = Stream.of(Tool.values())
                .filter(tool -> find(tool.program).isEmpty())
                .toList();
        missing.forEach(tool -> System.out.printf(
                "bench: %s is not installed (Debian: apt-get install %s)%n", tool.program, tool.debianPackage));
        if (missing.stream().anyMatch(tool -> tool.needed)) {
            throw new IllegalStateException("the benchmark cannot run without "
                    + missing.stream()
                            .filter(tool -> tool.needed)
                            .map(tool -> tool.program)
                            .toList());
        }
    }

    static boolean hasRedisBenchmark() {
        return find(Tool.REDIS_BENCHMARK.program).isPresent();
    }

    static Optional<Path> find(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What the program printed, on either of its outputs. */
    static String run(List<String> command, Map<String, String> environment, Duration patience) {
        try {
            var log = Files.createTempFile("bench", ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " did not end: " + Files.readString(log));
            }
            var text = Files.readString(log);
            Files.delete(log);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command.getFirst() + " ... " + command.getLast() + " ended with "
                        + process.exitValue() + ": " + text.substring(Math.max(0, text.length() - 2_000)));
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
