package cn.siyu.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A long line between an application and its database: on request everything that is sent to the database is a while on its
 * way, so that whoever checks first and acts later is caught in between. What is sent one after the other is on its way at the
 * same time: a line is long, not narrow.
 */
public final class DatabaseLine implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;

    /** A line on which so much is under way takes no more: its sender waits. */
    private static final int CHUNKS_UNDER_WAY = 4_096;

    /** Between which two a message is on its way. */
    private record Delay(long leastNanos, long mostNanos) {

        static final Delay NONE = new Delay(0, 0);

        long draw() {
            return mostNanos == 0 ? 0 : ThreadLocalRandom.current().nextLong(leastNanos, mostNanos + 1);
        }
    }

    /** Bytes that arrive at that time, by {@link System#nanoTime}. */
    private record Mail(byte[] bytes, long due) {

        /** Nothing comes any more. */
        static final Mail END = new Mail(new byte[0], 0);

        void await() throws InterruptedException {
            var left = due - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
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
        delay = new Delay(least.toNanos(), most.toNanos());
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
            var underWay = new ArrayBlockingQueue<Mail>(CHUNKS_UNDER_WAY);
            Thread.ofVirtual().start(() -> send(caller, underWay));
            Thread.ofVirtual().start(() -> whileOpen(caller, called, () -> arrive(underWay, called.getOutputStream())));
            Thread.ofVirtual()
                    .start(() -> whileOpen(
                            caller, called, () -> called.getInputStream().transferTo(caller.getOutputStream())));
        } catch (IOException e) {
            caller.close();
            throw e;
        }
    }

    /** What goes on between two until one of them hangs up; then the other is hung up, too. */
    private interface Talk {
        void go() throws IOException, InterruptedException;
    }

    private void whileOpen(Socket one, Socket other, Talk talk) {
        try (one;
                other) {
            talk.go();
        } catch (IOException e) {
            // One side has hung up, so the other is hung up too.
            var _ = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(one);
            open.remove(other);
        }
    }

    /** What was sent before somebody hung up still arrives. */
    private void send(Socket from, BlockingQueue<Mail> underWay) {
        var chunk = new byte[CHUNK];
        var last = System.nanoTime();
        try {
            try {
                var in = from.getInputStream();
                for (var length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    // Nothing overtakes what was sent before it.
                    last = Math.max(last, System.nanoTime() + delay.draw());
                    underWay.put(new Mail(Arrays.copyOf(chunk, length), last));
                }
            } catch (IOException e) {
                // The caller has hung up, or the database has, and then so has the line.
                var _ = e;
            }
            underWay.put(Mail.END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void arrive(BlockingQueue<Mail> underWay, OutputStream out)
            throws IOException, InterruptedException {
        for (var next = underWay.take(); next != Mail.END; next = underWay.take()) {
            next.await();
            out.write(next.bytes());
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
