package cn.siyu.launch;

import java.time.Duration;

/**
 * A server that we started or adopted, and how it likes to be asked to stop.
 *
 * @param marker the argument by which its process is known to be ours
 */
record RunningServer(String name, long pid, int port, String marker, String stopSignal, boolean adopted) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    boolean isRunning() {
        return Processes.isRunning(pid, marker);
    }

    void stop() {
        if (!isRunning()) {
            return;
        }
        Processes.signal(pid, stopSignal);
        if (!Processes.awaitEnd(pid, marker, PATIENCE)) {
            kill();
        }
    }

    void kill() {
        if (isRunning()) {
            // PostgreSQL would leave its children and shared memory behind after KILL; QUIT is its own way of dying at
            // once.
            Processes.signal(pid, stopSignal.equals("INT") ? "QUIT" : "KILL");
            var _ = Processes.awaitEnd(pid, marker, Duration.ofSeconds(5));
        }
    }
}
