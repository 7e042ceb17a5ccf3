package cn.siyu.bench;

/** Ordinary orders, each for one of all products. */
final class SpreadScenario {

    static final String NAME = "order_spread";
    private static final int CONNECTIONS = 128;
    private static final int CREATED = 201;
    private static final String ANSWER = "\"orderNo\":\"";
    private static final double SHARE_OF_THE_PEAK = 0.7;

    private final Installation shop;
    private final Probe probe;
    private final Sizes sizes;
    private final Quotes quotes;
    private int expected = 6_000;

    SpreadScenario(Installation shop, Probe probe, Sizes sizes, Quotes quotes) {
        this.shop = shop;
        this.probe = probe;
        this.sizes = sizes;
        this.quotes = quotes;
    }

    Sample run(Crowd crowd) {
        var quoted = quotes.ask(crowd, (int) Math.min(sizes.products(), crowd.usesLeft() / 4));
        var feed = quotes.write(
                probe.file(NAME), quoted, (int) Math.min((long) expected * sizes.seconds(), crowd.usesLeft() / 2));
        var peak = probe.orders(NAME, CONNECTIONS, () -> {
            var load = new Wrk(shop.uri()).once(feed, CONNECTIONS, sizes.seconds(), CREATED, ANSWER);
            feed.sent(load.asked());
            return load;
        });
        feed.delete();
        expected = Math.max(1_000, (int) (peak.opsPerS() * 1.4));
        var rate = Math.max(1, (int) (peak.opsPerS() * SHARE_OF_THE_PEAK));
        var more = quotes.write(
                probe.file(NAME), quoted, (int) Math.min(OpenLoad.needed(rate, sizes.seconds()), crowd.usesLeft() / 2));
        var seconds = Math.max(1, more.count() / rate - 1 - OpenLoad.SECONDS_BEFORE);
        var open = new OpenLoad(shop.uri()).run(more, rate, seconds, CONNECTIONS, CREATED);
        more.sent(open.asked());
        more.delete();
        return peak.waiting(open);
    }
}
