package cn.siyu.sandbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen at a virtual time; a leap of the clock makes all that lies between happen in order. */
final class Agenda {
    private final VirtualClock clock;
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::sequence));
    private long sequence;

    Agenda(VirtualClock clock) {
        this.clock = clock;
    }

    void at(Instant due, Runnable work) {
        var _ = entries.add(new Entry(due, sequence++, work));
    }

    /** Does what is due. Work that it causes waits for the next call, so an endless chain cannot hold the event loop. */
    void runDue() {
        var limit = sequence;
        for (var next = entries.peek(); next != null && due(next, limit); next = entries.peek()) {
            entries.remove();
            next.work().run();
        }
    }

    private boolean due(Entry entry, long limit) {
        return entry.sequence() < limit && !entry.due().isAfter(clock.now());
    }

    private record Entry(Instant due, long sequence, Runnable work) {}
}
