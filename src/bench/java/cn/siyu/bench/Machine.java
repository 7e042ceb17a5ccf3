package cn.siyu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** On what, and of which state of the project, a report tells. */
final class Machine {

    private Machine() {}

    static Map<String, Object> describe() {
        var machine = new TreeMap<String, Object>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("processor", value("/proc/cpuinfo", "model name"));
        machine.put("memory", value("/proc/meminfo", "MemTotal"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.version"));
        machine.put("wrk", Tools.find("wrk").isPresent());
        machine.put(
                "pgbench",
                Tools.run(List.of("pgbench", "--version"), Map.of(), Duration.ofSeconds(10))
                        .strip());
        machine.put("redis_benchmark", Tools.hasRedisBenchmark());
        return machine;
    }

    /** The commit that was measured, with a plus when the tree held something else beside it. */
    static String commit() {
        var commit = Tools.run(List.of("git", "rev-parse", "--short=12", "HEAD"), Map.of(), Duration.ofSeconds(10))
                .strip();
        var changed = Tools.run(
                List.of("git", "status", "--porcelain", "--untracked-files=no"), Map.of(), Duration.ofSeconds(10));
        return changed.isBlank() ? commit : commit + "+";
    }

    private static String value(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException _) {
            return "unknown";
        }
    }
}
