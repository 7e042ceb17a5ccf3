package cn.siyu.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a server that a running application has started, and its return on the same port with the same arguments: what
 * an operator's machine does, and no application may be asked to.
 */
public final class ServerAccident {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final String marker;
    private final List<String> command;

    private ServerAccident(Path folder, String marker, List<String> command) {
        this.folder = folder;
        this.marker = marker;
        this.command = command;
    }

    /** PostgreSQL ends as by {@code pg_ctl stop -m immediate}: what is not in its log never was. */
    public static ServerAccident ofPostgres(Path folder) {
        var marker = folder.resolve("postgres").toString();
        return end(folder, marker, "QUIT", Unprivileged.here().prefix());
    }

    /** Redis ends by {@code kill -9}. */
    public static ServerAccident ofRedis(Path folder) {
        return end(folder, configuration(folder).toString(), "KILL", List.of());
    }

    /** PostgreSQL and all its processes stand still until {@link Standstill#over}. */
    public static Standstill freezePostgres(Path folder) {
        var marker = folder.resolve("postgres").toString();
        var pid = Processes.find(marker).orElseThrow(() -> new IllegalStateException("nobody serves " + marker));
        // The postmaster first: then nobody is born who would run.
        Processes.signal(pid, "STOP");
        var all = new ArrayList<>(List.of(pid));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .forEach(all::add);
        all.forEach(each -> Processes.signal(each, "STOP"));
        return new Standstill(List.copyOf(all));
    }

    /** Processes that do nothing until they are let go. */
    public record Standstill(List<Long> pids) {

        public void over() {
            pids.reversed().forEach(pid -> Processes.signal(pid, "CONT"));
        }
    }

    private static ServerAccident end(Path folder, String marker, String signal, List<String> prefix) {
        var pid = Processes.find(marker).orElseThrow(() -> new IllegalStateException("nobody serves " + marker));
        var command = new ArrayList<>(prefix);
        command.addAll(arguments(pid));
        Processes.signal(pid, signal);
        if (!Processes.awaitEnd(pid, marker, PATIENCE)) {
            throw new IllegalStateException(marker + " did not end");
        }
        return new ServerAccident(folder, marker, List.copyOf(command));
    }

    private static List<String> arguments(long pid) {
        try {
            var all = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return List.of(all.substring(0, all.length() - 1).split("\0", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Redis knew is lost with it. */
    public ServerAccident forgetRedis() {
        DataFolder.deleteTree(folder.resolve("redis").resolve("appendonlydir"));
        return this;
    }

    /** Starts it again and does not wait until it answers. */
    public void over() {
        var process = Processes.start(command, folder.resolve("accident.log"));
        if (marker.equals(configuration(folder).toString())) {
            new PidFile(folder.resolve("redis.pid"), marker).write(process.pid());
        }
    }

    private static Path configuration(Path folder) {
        return folder.resolve("redis").resolve("redis.conf");
    }
}
