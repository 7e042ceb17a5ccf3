package cn.siyu.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this package needs of the operating system's processes. */
final class Processes {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private Processes() {}

    /** Starts a server in a process session of its own, so that a Ctrl-C meant for us does not reach it first. */
    static Process start(List<String> command, Path log) {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            var whole = new ArrayList<String>();
            if (isOnPath("setsid")) {
                whole.add("setsid");
            }
            whole.addAll(command);
            var builder = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("LC_ALL", "C");
            return builder.start();
        } catch (IOException e) {
            throw new LaunchRefused("could not run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    /** Runs a command to its end and returns its exit code; a command that cannot be run counts as failed. */
    static int run(List<String> command, Path log) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return 127;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    static boolean succeeds(String... command) {
        return run(List.of(command), Path.of("/dev/null")) == 0;
    }

    static boolean isOnPath(String program) {
        for (var folder : Optional.ofNullable(System.getenv("PATH"))
                .orElse("/usr/bin:/bin")
                .split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the process lives and has the marker among its arguments. The number alone proves nothing: after a crash
     * it may belong to somebody else. A zombie has no arguments and so counts as ended.
     */
    static boolean isRunning(long pid, String marker) {
        return arguments(pid).contains(marker);
    }

    static Optional<Long> find(String marker) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> isRunning(pid, marker))
                .findFirst();
    }

    private static List<String> arguments(long pid) {
        var kernelView = Path.of("/proc", Long.toString(pid), "cmdline");
        try {
            if (Files.isDirectory(Path.of("/proc/self"))) {
                return List.of(Files.readString(kernelView, StandardCharsets.ISO_8859_1)
                        .transform(
                                text -> new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                        .split("\0", -1));
            }
        } catch (IOException e) {
            return List.of();
        }
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().arguments())
                .map(List::of)
                .orElse(List.of());
    }

    /** Sends a signal by its name; Java itself can only send TERM and KILL. */
    static void signal(long pid, String name) {
        var _ = succeeds("/bin/sh", "-c", "kill -" + name + " " + pid);
    }

    static boolean awaitEnd(long pid, String marker, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (isRunning(pid, marker)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchRefused("the start was interrupted", e);
        }
    }

    /** The last words of a log, for a message. */
    static String tail(Path log) {
        try {
            var lines = Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        } catch (IOException e) {
            return "no log";
        }
    }
}
