package cn.siyu.wechat.gateway;

import java.time.Duration;

/** Blows after many failures in a row; after a moment it lets one call through, which decides how it goes on. */
final class Fuse {

    static final int FAILURES = 20;
    static final Duration MOMENT = Duration.ofSeconds(2);

    private int inARow;
    private long blownUntil;

    synchronized boolean blown() {
        if (inARow < FAILURES) {
            return false;
        }
        var now = System.nanoTime();
        if (now - blownUntil < 0) {
            return true;
        }
        blownUntil = now + MOMENT.toNanos();
        return false;
    }

    synchronized void failed() {
        inARow++;
        if (inARow == FAILURES) {
            blownUntil = System.nanoTime() + MOMENT.toNanos();
        }
    }

    synchronized void worked() {
        inARow = 0;
    }
}
