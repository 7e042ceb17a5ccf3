package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** What postmaster.pid says: who serves the folder, where, and whether he is ready. */
record PostmasterFile(long pid, int port, boolean ready, List<String> lines) {

    /** A process number that no system gives out. */
    private static final String NOBODY = "2147483646";

    static PostmasterFile of(Path data) {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            var ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
            return new PostmasterFile(
                    Long.parseLong(lines.getFirst().strip()),
                    lines.size() >= 4 ? Integer.parseInt(lines.get(3).strip()) : 0,
                    ready,
                    lines);
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            return new PostmasterFile(0, 0, false, List.of());
        }
    }

    boolean isLive(Path data) {
        return pid > 0 && Processes.isRunning(pid, data.toString());
    }

    /**
     * After a reboot the number may be a stranger's, and PostgreSQL would take him for a server. Only the number is
     * replaced: PostgreSQL still looks at the shared memory named below it, in case an old child lives on.
     */
    void forgetStranger(Path data) {
        if (pid == 0 || isLive(data)) {
            return;
        }
        var kept = new ArrayList<>(lines);
        kept.set(0, NOBODY);
        try {
            Files.write(data.resolve("postmaster.pid"), kept);
        } catch (IOException e) {
            throw new LaunchRefused("could not mend %s/postmaster.pid: %s".formatted(data, e.getMessage()), e);
        }
    }
}
