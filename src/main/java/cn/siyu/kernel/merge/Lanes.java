package cn.siyu.kernel.merge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is written next. Commands wait in the lane of their key; whatever waits in a lane when its turn comes is one batch.
 * Lanes take turns, so that a crowded one takes no more than every other batch from the others. At most {@code atOnce} batches
 * are under way, of one lane at most two: the second only after the first has its locks, and only when enough wait to make it
 * worth while. It knows no clock: time is handed in, in nanoseconds. One event loop owns it; anybody may ask
 * {@link #ahead}.
 */
final class Lanes<T> {

    /**
     * @param most commands of one batch
     * @param atOnce batches under way, of all lanes together
     * @param followFrom commands that must wait before a batch follows another of its lane that is not committed yet
     * @param patience how long after its coming a command may still be carried out
     */
    record Rules(int most, int atOnce, int followFrom, long patience) {

        Rules {
            if (most < 1 || atOnce < 1 || followFrom < 1 || patience < 1) {
                throw new IllegalArgumentException("each of a writer's rules is at least one");
            }
        }
    }

    /** Commands of one key that are carried out together. */
    static final class Batch<T> {

        private final Lane<T> lane;
        private final List<T> commands;
        private final long since;
        private boolean locked;

        private Batch(Lane<T> lane, List<T> commands, long since) {
            this.lane = lane;
            this.commands = commands;
            this.since = since;
        }

        List<T> commands() {
            return commands;
        }
    }

    private record Waiting<T>(T command, long since) {}

    /** What waits under one key, and what of it is under way. */
    private static final class Lane<T> {

        private final String key;
        private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
        private final List<Batch<T>> underWay = new ArrayList<>(2);

        /**
         * What the doors look at: how many wait, the first of them since when, how many are carried out, and how long a batch takes
         * of late.
         */
        private volatile int length;

        private volatile int carried;

        private volatile long since;
        private volatile long stride;

        private long lastDone = Long.MIN_VALUE;

        /** @param stride how long a batch took elsewhere of late: until its own are known, that is the best guess */
        private Lane(String key, long stride) {
            this.key = key;
            this.stride = stride;
        }

        private void look() {
            var first = waiting.peekFirst();
            if (first != null) {
                since = first.since();
            }
            length = waiting.size();
            carried = underWay.stream().mapToInt(batch -> batch.commands.size()).sum();
        }

        /** From batch to batch while there is something to do, whoever else took turns in between. */
        private long took(Batch<T> batch, long now) {
            var its = now - Math.max(lastDone, batch.since);
            stride = stride == 0 ? its : stride + (its - stride) / SLOWLY;
            lastDone = now;
            return stride;
        }

        private boolean mayGo(int followFrom) {
            return underWay.isEmpty()
                    || (underWay.size() == 1 && underWay.getFirst().locked && waiting.size() >= followFrom);
        }
    }

    /** One batch says so little about the next. */
    private static final int SLOWLY = 4;

    private final Rules rules;
    private final Map<String, Lane<T>> lanes = new ConcurrentHashMap<>();

    /** Lanes in which something waits, the one whose turn is next in front. */
    private final Deque<Lane<T>> turns = new ArrayDeque<>();

    /** How long a batch took of late, of whatever lane. */
    private volatile long lately;

    private int underWay;
    private int waiting;

    Lanes(Rules rules) {
        this.rules = rules;
    }

    /** @param since when it came; those of one lane are handed in about in the order of their coming */
    void add(String key, T command, long since) {
        var lane = lanes.computeIfAbsent(key, its -> new Lane<>(its, lately));
        if (lane.waiting.isEmpty()) {
            turns.addLast(lane);
        }
        lane.waiting.addLast(new Waiting<>(command, since));
        lane.look();
        waiting++;
    }

    /**
     * How long somebody who came now would wait at least: as long as the full batches before him take, if they take as long as
     * the last ones, at first of other lanes. When that was wrong, as long as the first of those who wait has waited.
     *
     * @param inside who has come and is not answered yet: all are before him, those too who have not reached their lane
     */
    long ahead(String key, int inside, long now) {
        var lane = lanes.get(key);
        if (lane == null) {
            return inside / rules.most() * lately;
        }
        var before = Math.max(0, inside - lane.carried);
        return Math.max(lane.length == 0 ? 0 : now - lane.since, before / rules.most() * lane.stride);
    }

    int waiting() {
        return waiting;
    }

    /** Takes out all whose time is over: they are not carried out any more. */
    List<T> overdue(long now) {
        var late = new ArrayList<T>();
        var all = turns.iterator();
        while (all.hasNext()) {
            var lane = all.next();
            while (!lane.waiting.isEmpty() && now - lane.waiting.getFirst().since() >= rules.patience()) {
                late.add(lane.waiting.removeFirst().command());
            }
            lane.look();
            if (lane.waiting.isEmpty()) {
                all.remove();
                forgetIdle(lane);
            }
        }
        waiting -= late.size();
        return late;
    }

    /** The next batch, if one may go now. */
    Optional<Batch<T>> next() {
        if (underWay >= rules.atOnce()) {
            return Optional.empty();
        }
        var all = turns.iterator();
        while (all.hasNext()) {
            var lane = all.next();
            if (lane.mayGo(rules.followFrom())) {
                all.remove();
                return Optional.of(batch(lane));
            }
        }
        return Optional.empty();
    }

    private Batch<T> batch(Lane<T> lane) {
        var since = lane.since;
        var commands = new ArrayList<T>(Math.min(rules.most(), lane.waiting.size()));
        while (commands.size() < rules.most() && !lane.waiting.isEmpty()) {
            commands.add(lane.waiting.removeFirst().command());
        }
        waiting -= commands.size();
        if (!lane.waiting.isEmpty()) {
            turns.addLast(lane);
        }
        var batch = new Batch<>(lane, List.copyOf(commands), since);
        lane.underWay.add(batch);
        lane.look();
        underWay++;
        return batch;
    }

    /** The batch has its locks: another of its lane may follow. */
    void locked(Batch<T> batch) {
        batch.locked = true;
    }

    /** The batch is committed or given up. */
    void done(Batch<T> batch, long now) {
        if (batch.lane.underWay.remove(batch)) {
            underWay--;
            batch.lane.look();
            lately = batch.lane.took(batch, now);
            forgetIdle(batch.lane);
        }
    }

    private void forgetIdle(Lane<T> lane) {
        if (lane.waiting.isEmpty() && lane.underWay.isEmpty()) {
            lanes.remove(lane.key);
        }
    }
}
