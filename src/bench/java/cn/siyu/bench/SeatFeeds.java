package cn.siyu.bench;

import cn.siyu.bench.Market.Waiting;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** Requests for places in one activity: whoever opens a group is one of four, the others join groups of three to five. */
final class SeatFeeds {

    /** Of groups of three, four and five, one member in four opens it. */
    private static final int OPENS_ONE_IN = 4;

    private final Market market;
    private final Activity activity;
    private final UUID like;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int freePlaces;

    /** @param like a group of the activity that somebody has opened */
    SeatFeeds(Market market, Activity activity, UUID like) {
        this.market = market;
        this.activity = activity;
        this.like = like;
    }

    Activity activity() {
        return activity;
    }

    Feed write(Path file, Crowd crowd, int count) {
        fill(count / 3 + 10);
        try (var feed = Feed.create(file)) {
            for (var i = 0; i < count; i++) {
                var buyer = crowd.next();
                var path = i % OPENS_ONE_IN == 0 ? activity.openPath() : Activity.joinPath(nextGroup());
                feed.post(buyer, path, activity.body(buyer));
            }
            return feed;
        }
    }

    /** One place of each group stays free: none ever completes for want of a payment anyway. */
    private UUID nextGroup() {
        if (freePlaces == 0) {
            waiting.removeFirst();
            freePlaces = waiting.getFirst().size() - 1;
        }
        freePlaces--;
        return waiting.getFirst().id();
    }

    private void fill(int groups) {
        waiting.clear();
        waiting.addAll(market.waiting(activity, like, groups));
        freePlaces = waiting.getFirst().size() - 1;
    }

    List<Waiting> some(int count) {
        fill(count);
        return List.copyOf(waiting).subList(0, count);
    }
}
