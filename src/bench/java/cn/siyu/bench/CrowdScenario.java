package cn.siyu.bench;

import java.util.Map;

/** Everybody wants a place in one activity: first with tokens that the shop has never seen, then again and again. */
final class CrowdScenario {

    private static final String COLD = "group_hot_cold";
    static final String HOT = "group_hot";
    private static final String ANSWER = "\"orderId\":\"";
    private static final int CREATED = 201;
    private static final int FEW = 16;
    private static final double SHARE_OF_THE_PEAK = 0.7;

    private final Installation shop;
    private final Probe probe;
    private final Sizes sizes;

    /** What was reached last, by which the next feed is made long enough. */
    private int expected = 14_000;

    CrowdScenario(Installation shop, Probe probe, Sizes sizes) {
        this.shop = shop;
        this.probe = probe;
        this.sizes = sizes;
    }

    /** Each member once. */
    Sample cold(SeatFeeds seats, Crowd crowd) {
        var feed = seats.write(probe.file(COLD), crowd, crowd.size());
        var sample = probe.orders(
                COLD,
                Sizes.CROWD,
                () -> new Wrk(shop.uri()).once(feed, Sizes.CROWD, sizes.seconds() * 4, CREATED, ANSWER));
        feed.delete();
        return sample;
    }

    /** Half of what the tokens still allow at the peak, and the waiting at 70 % of it. */
    Sample hot(SeatFeeds seats, Crowd crowd) {
        var peak = peak(seats, crowd, Sizes.CROWD);
        var rate = (int) (peak.opsPerS() * SHARE_OF_THE_PEAK);
        var wanted = (int) Math.min((long) rate * sizes.seconds(), crowd.usesLeft() / 2);
        var seconds = Math.max(1, wanted / Math.max(1, rate));
        var feed = seats.write(probe.file("waiting"), crowd, OpenLoad.needed(rate, seconds));
        var open = new OpenLoad(shop.uri()).run(feed, rate, seconds, Sizes.CROWD, CREATED);
        feed.sent(open.asked());
        feed.delete();
        return peak.waiting(open).with(0, Map.of("most_uses_of_a_token", crowd.mostUses()));
    }

    private Sample peak(SeatFeeds seats, Crowd crowd, int connections) {
        var count = (int) Math.min((long) expected * sizes.seconds(), crowd.usesLeft() / 2);
        var feed = seats.write(probe.file(HOT), crowd, count);
        var peak = probe.orders(HOT, connections, () -> {
            var load = new Wrk(shop.uri()).once(feed, connections, sizes.seconds(), CREATED, ANSWER);
            feed.sent(load.asked());
            return load;
        });
        feed.delete();
        expected = Math.max(2_000, (int) (peak.opsPerS() * 1.4));
        return peak;
    }

    /** Nothing is measured: compilers, caches and statistics get to know the crowd. */
    void warmUp(SeatFeeds seats, Crowd crowd) {
        for (var left = sizes.warmup(); left > 0 && crowd.usesLeft() > 1_000; left -= sizes.seconds()) {
            // A virtual machine that has just begun is not met by everybody at once.
            var _ = peak(seats, crowd, left == sizes.warmup() ? FEW : Sizes.CROWD);
            shop.shop().awaitReady();
        }
    }
}
