package cn.siyu.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A long line between an application and its database: on request everything that is sent to the database is a while on its
 * way, so that whoever checks first and acts later is caught in between.
 */
public final class DatabaseLine implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;

    /** Between which two a message is on its way. */
    private record Delay(int leastMillis, int mostMillis) {

        static final Delay NONE = new Delay(0, 0);

        void await() throws InterruptedException {
            if (mostMillis > 0) {
                Thread.sleep(ThreadLocalRandom.current().nextInt(leastMillis, mostMillis + 1));
            }
        }
    }

    private final URI database;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Delay delay = Delay.NONE;

    private DatabaseLine(URI database, ServerSocket door) {
        this.database = database;
        this.door = door;
    }

    /** @param database such as {@code postgresql://127.0.0.1:5432/siyu} */
    public static DatabaseLine to(URI database) {
        try {
            var line = new DatabaseLine(database, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(line::serve);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database as it is reached over this line. */
    public String url() {
        return "%s://127.0.0.1:%d%s".formatted(database.getScheme(), door.getLocalPort(), database.getPath());
    }

    public void delay(Duration least, Duration most) {
        delay = new Delay(Math.toIntExact(least.toMillis()), Math.toIntExact(most.toMillis()));
    }

    public void straight() {
        delay = Delay.NONE;
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException e) {
                // The door was closed, or the database is away; whoever called hears it from his socket.
                continue;
            }
        }
    }

    private void connect(Socket caller) throws IOException {
        open.add(caller);
        try {
            var called = new Socket(database.getHost(), database.getPort());
            open.add(called);
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(caller, called, true));
            Thread.ofVirtual().start(() -> pump(called, caller, false));
        } catch (IOException e) {
            caller.close();
            throw e;
        }
    }

    private void pump(Socket from, Socket to, boolean delayed) {
        try (from;
                to) {
            pump(from.getInputStream(), to.getOutputStream(), delayed);
        } catch (IOException e) {
            // One side has hung up, so the other is hung up too.
            var _ = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void pump(InputStream in, OutputStream out, boolean delayed) throws IOException, InterruptedException {
        var chunk = new byte[CHUNK];
        for (var length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            if (delayed) {
                delay.await();
            }
            out.write(chunk, 0, length);
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
