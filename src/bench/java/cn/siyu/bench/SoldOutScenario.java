package cn.siyu.bench;

import java.util.Map;

/** Everybody wants what is gone: how fast the shop says no, and that PostgreSQL hears nothing of it. */
final class SoldOutScenario {

    static final String NAME = "sold_out";

    private static final int CONFLICT = 409;
    private static final int FEW = 10;
    private static final String ANSWER = "\"code\"";

    private final Installation shop;
    private final Probe probe;
    private final Sizes sizes;

    SoldOutScenario(Installation shop, Probe probe, Sizes sizes) {
        this.shop = shop;
        this.probe = probe;
        this.sizes = sizes;
    }

    /** @param activity of which the last unit was sold */
    Sample run(Activity activity, Crowd crowd, BareServer bare, Map<String, Double> anchors) {
        // Somebody must hear it from the database first; after that nobody should.
        run(activity, crowd, 100, FEW);
        var before = transactions();
        var feed = write(activity, crowd, most(crowd));
        var sample = probe.measure(NAME, Sizes.CROWD, () -> {
            var load = new Wrk(shop.uri()).once(feed, Sizes.CROWD, sizes.seconds(), CONFLICT, ANSWER);
            feed.sent(load.asked());
            return load;
        });
        var after = transactions();
        var refused = Math.max(1, sample.opsPerS());
        anchors.put(
                "bare_refusal",
                bare.measure(feed, Sizes.CROWD, sizes.seconds(), CONFLICT, ANSWER)
                        .perSecond());
        feed.delete();
        return sample.with(
                0,
                Map.of(
                        "postgres_transactions_per_1000",
                        Math.round(1000.0 * (after - before) / refused / sizes.seconds())));
    }

    /** Nothing is measured: the compilers get to know refusals. */
    void warmUp(Activity activity, Crowd crowd) {
        run(activity, crowd, most(crowd), Sizes.CROWD);
    }

    private int most(Crowd crowd) {
        return (int) Math.min(40_000L * sizes.seconds(), crowd.usesLeft());
    }

    private void run(Activity activity, Crowd crowd, int requests, int connections) {
        var feed = write(activity, crowd, requests);
        var _ = new Wrk(shop.uri()).once(feed, connections, sizes.seconds(), CONFLICT, ANSWER);
        feed.delete();
        Probe.rest();
    }

    private Feed write(Activity activity, Crowd crowd, int count) {
        try (var feed = Feed.create(probe.file(NAME))) {
            for (var i = 0; i < count; i++) {
                var buyer = crowd.next();
                feed.post(buyer, activity.openPath(), activity.body(buyer));
            }
            return feed;
        }
    }

    private long transactions() {
        Probe.rest();
        Probe.rest();
        return shop.number("select xact_commit + xact_rollback from pg_stat_database where datname = 'siyu'");
    }
}
