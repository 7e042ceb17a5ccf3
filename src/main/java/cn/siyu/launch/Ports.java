package cn.siyu.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Free ports of the loopback address, kept over restarts as long as nobody else takes them. */
final class Ports {

    private Ports() {}

    static boolean isFree(String host, int port) {
        return obstacle(host, port).isEmpty();
    }

    /** Why a server could not listen there, in the system's words: the address is in use, or not permitted. */
    static Optional<String> obstacle(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The port of the last run if it is still free, otherwise a new one, which is remembered. */
    static int keptOrFree(Path file) {
        var kept = read(file);
        if (kept > 0 && isFree("127.0.0.1", kept)) {
            return kept;
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = socket.getLocalPort();
            Files.writeString(file, port + "\n");
            return port;
        } catch (IOException e) {
            throw new LaunchRefused("could not find a free port: " + e.getMessage(), e);
        }
    }

    static int read(Path file) {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
