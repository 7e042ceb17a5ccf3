package cn.siyu.replay;

import java.util.concurrent.atomic.AtomicInteger;

/** One line every few seconds about how far one stage is. */
final class Progress {

    private static final long EVERY_NANOS = 5_000_000_000L;

    private final String stage;
    private final int total;
    private final long begin = System.nanoTime();
    private final AtomicInteger done = new AtomicInteger();
    private volatile long told = begin;

    Progress(String stage, int total) {
        this.stage = stage;
        this.total = total;
    }

    void step() {
        var now = System.nanoTime();
        if (done.incrementAndGet() == total || now - told > EVERY_NANOS) {
            told = now;
            var seconds = Math.max(1, (now - begin) / 1_000_000_000L);
            System.out.printf("replay: %s %d of %d, %d a second%n", stage, done.get(), total, done.get() / seconds);
        }
    }
}
