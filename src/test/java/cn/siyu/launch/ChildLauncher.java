package cn.siyu.launch;

import java.nio.file.Path;
import java.util.Map;

/** A tiny application: starts the servers in the given folder, says so, and ends when its input does. */
final class ChildLauncher {

    static final String READY = "READY";

    private ChildLauncher() {}

    public static void main(String... arguments) throws Exception {
        try (var servers = EmbeddedServers.start(
                EmbeddedServers.Mode.DURABLE, Path.of(arguments[0]), Settings.only("prod", Map.of()))) {
            System.out.println(READY);
            for (var server : servers.servers()) {
                System.out.println(server.name() + "=" + server.pid());
            }
            while (System.in.read() >= 0) {
                // Waits for the end of the input.
            }
        } catch (LaunchRefused e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }
}
