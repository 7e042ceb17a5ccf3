package cn.siyu.bench;

import cn.siyu.testing.ShopProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@link BareVertx} that runs: the most that a server of this kind reaches on this machine, beside the same load generator. */
final class BareServer implements AutoCloseable {

    private final Process process;
    private final int port;
    private final Path folder;

    private BareServer(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    static BareServer start(Path folder, String page, String list) {
        var port = ShopProcess.freePort();
        try {
            var pageFile = Files.writeString(folder.resolve("page.json"), page);
            var listFile = Files.writeString(folder.resolve("list.json"), list);
            var process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseCompactObjectHeaders",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BareVertx.class.getName(),
                            "" + port,
                            pageFile.toString(),
                            listFile.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("bare.log").toFile())
                    .start();
            var server = new BareServer(process, port, folder);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        for (var tries = 0; tries < 60; tries++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException _) {
                Probe.rest();
            }
        }
        throw new IllegalStateException("the bare server did not start: see " + folder.resolve("bare.log"));
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What the shop was asked in this feed. */
    Load measure(Feed feed, int connections, int seconds, int wanted, String mark) {
        return new Wrk(uri()).once(feed, connections, seconds, wanted, mark);
    }

    /** One of its two answers, again and again. */
    Load again(String name, int connections, int seconds) {
        var feed = Feed.of(folder.resolve("bare.feed"), List.of("/" + name));
        var wrk = new Wrk(uri());
        var _ = wrk.again(feed, connections, 2);
        return wrk.again(feed, connections, seconds);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
