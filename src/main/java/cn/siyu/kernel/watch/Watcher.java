package cn.siyu.kernel.watch;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who watches one thing over one connection. What he has not been sent yet is replaced by what is newer, never queued:
 * whoever is slow gets the newest state as soon as there is room. Everything but {@link #show} and {@link #beat} happens on his
 * own event loop.
 */
final class Watcher {

    /** So much may be on its way to somebody who does not read. */
    private static final int MOST_ON_THE_WAY = 4_096;

    /** A connection without room for so many beats has nobody at its end. */
    private static final int PATIENCE = 3;

    private static final Buffer BEAT = Buffer.buffer(":\n\n");

    private final HttpServerRequest request;
    private final Context loop;
    private volatile @Nullable Shown newest;
    private @Nullable String seen;
    private boolean waiting;
    private boolean gone;
    private int stuck;

    Watcher(HttpServerRequest request, Context loop) {
        this.request = request;
        this.loop = loop;
    }

    /** Begins to answer. */
    void open(Shown first, @Nullable String known) {
        var response = request.response();
        var _ = response.setWriteQueueMaxSize(MOST_ON_THE_WAY)
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                // Proxies would wait for a buffer to fill.
                .putHeader("X-Accel-Buffering", "no");
        seen = known;
        newest = first;
        if (first.version().equals(known)) {
            var _ = response.write(BEAT);
        }
        flush();
    }

    void show(Shown shown) {
        newest = shown;
        loop.runOnContext(_ -> flush());
    }

    void beat() {
        loop.runOnContext(_ -> {
            if (gone) {
                return;
            }
            if (!request.response().writeQueueFull()) {
                stuck = 0;
                var _ = request.response().write(BEAT);
            } else if (++stuck == PATIENCE) {
                var _ = request.connection().close();
            }
        });
    }

    /** Lets him go; he may come again, here or elsewhere. */
    void end() {
        loop.runOnContext(_ -> finish());
    }

    /** He has gone himself. */
    void left() {
        gone = true;
    }

    private void flush() {
        var shown = newest;
        if (gone || waiting || shown == null) {
            return;
        }
        if (!shown.version().equals(seen)) {
            if (request.response().writeQueueFull()) {
                waiting = true;
                var _ = request.response().drainHandler(_ -> {
                    waiting = false;
                    flush();
                });
                return;
            }
            seen = shown.version();
            var _ = request.response().write(shown.frame());
        }
        if (shown.over()) {
            finish();
        }
    }

    private void finish() {
        if (!gone) {
            gone = true;
            var _ = request.response().end();
        }
    }
}
