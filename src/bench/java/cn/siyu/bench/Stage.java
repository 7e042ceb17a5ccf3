package cn.siyu.bench;

import cn.siyu.bench.Results.Round;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The seeded shop, and everything that is measured at it, one after another. */
final class Stage {

    /** As many as an activity may have. */
    static final int PLACES = 1_000_000;

    private final Installation shop;
    private final Sizes sizes;
    private final Path folder;
    private final Seed seed;
    private final Market market;
    private final Quotes quotes;
    private final Crowd members;
    private final Probe probe;
    private final CrowdScenario crowds;
    private final SpreadScenario spread;
    private final ReadScenario reads;
    private final NotifyScenario notifies;
    private final SoldOutScenario soldOut;
    private final PgBench pgBench;
    private final GateAnchor gate;
    private final AnchorDatabase anchors;
    private final Activity sold;

    Stage(
            Installation shop,
            Sizes sizes,
            Path folder,
            Seed seed,
            Market market,
            Quotes quotes,
            List<Seed.Product> products,
            Crowd members) {
        this.shop = shop;
        this.sizes = sizes;
        this.folder = folder;
        this.seed = seed;
        this.market = market;
        this.quotes = quotes;
        this.members = members;
        this.probe = new Probe(shop, folder);
        this.crowds = new CrowdScenario(shop, probe, sizes);
        this.spread = new SpreadScenario(shop, probe, sizes, quotes);
        this.reads = new ReadScenario(shop, probe, sizes, products);
        this.notifies = new NotifyScenario(shop, probe, sizes);
        this.soldOut = new SoldOutScenario(shop, probe, sizes);
        this.pgBench = new PgBench(shop, folder, sizes);
        this.gate = new GateAnchor(shop);
        this.anchors = lookAtOrders();
        this.sold = market.open(1, part(0).all().getFirst());
        var _ = market.place(sold, part(0).all().getFirst());
    }

    private AnchorDatabase lookAtOrders() {
        var made = AnchorDatabase.of(shop, market, hot(), quotes, part(0).all().subList(1, 5));
        shop.kill();
        made.create();
        shop.startAgain();
        return made;
    }

    AnchorDatabase anchors() {
        return anchors;
    }

    /** The first part of the members warms up, each round has one of its own. */
    private Crowd part(int which) {
        return members.part(which, sizes.rounds() + 1);
    }

    /** An activity in which everything is to be had, and a group that somebody has opened. */
    private SeatFeeds hot() {
        var somebody = part(0).all().getFirst();
        var activity = market.open(PLACES, somebody);
        return new SeatFeeds(market, activity, market.place(activity, somebody).group());
    }

    void warmUp() {
        crowds.warmUp(hot(), seed.signedIn(part(0)));
        var _ = spread.run(seed.signedIn(part(0)));
        probe.awaitQuiet();
        if (sizes.measures(SoldOutScenario.NAME)) {
            soldOut.warmUp(sold, seed.signedIn(part(0)));
        }
        if (sizes.measures(ReadScenario.PRODUCT_PAGE) || sizes.measures(ReadScenario.LISTS)) {
            reads.warmUp();
        }
    }

    /** Ordinary orders by members who have just signed in. */
    Sample spread() {
        var sample = spread.run(seed.signedIn(part(0)));
        probe.awaitQuiet();
        return sample;
    }

    Round round(int which) {
        var round = new Round();
        var crowd = which <= sizes.rounds() ? part(which) : seed.signedIn(part(1));
        var seats = hot();
        shop.checkpoint();
        if (sizes.measures(CrowdScenario.HOT)) {
            round.anchor("pgbench_single", pgBench.sweep(anchors.crowd(1), 1));
            round.add(crowds.cold(seats, crowd));
            round.add(crowds.hot(seats, crowd));
            round.anchor("pgbench_batch", pgBench.sweep(anchors.crowd(AnchorDatabase.BATCH), AnchorDatabase.BATCH));
            probe.awaitQuiet();
        }
        if (sizes.measures(NotifyScenario.NAME)) {
            if (!sizes.measures(CrowdScenario.HOT)) {
                var _ = crowds.cold(seats, crowd);
            }
            round.add(notifies.run(seats.activity(), crowd));
        }
        if (sizes.measures(SpreadScenario.NAME)) {
            round.anchor("pgbench_ordinary", pgBench.sweep(anchors.spread(), 1));
            round.add(spread.run(crowd));
            probe.awaitQuiet();
        }
        if (Stream.of(SoldOutScenario.NAME, ReadScenario.PRODUCT_PAGE, ReadScenario.LISTS)
                .anyMatch(sizes::measures)) {
            reads(round, crowd);
        }
        if (sizes.measures(GateAnchor.NAME)) {
            gate.measure().ifPresent(rate -> round.anchors().put(GateAnchor.NAME, rate));
        }
        return round;
    }

    private void reads(Round round, Crowd crowd) {
        probe.awaitQuiet();
        try (var bare = BareServer.start(folder, reads.page(), reads.list())) {
            if (sizes.measures(SoldOutScenario.NAME)) {
                round.add(soldOut.run(sold, crowd, bare, round.anchors()));
            }
            if (sizes.measures(ReadScenario.PRODUCT_PAGE)) {
                round.add(reads.productPage(bare, round.anchors()));
            }
            if (sizes.measures(ReadScenario.LISTS)) {
                round.add(reads.lists(bare, round.anchors()));
            }
        }
    }

    void soak(Results results) {
        var sample = new Soak(shop, probe, sizes).run(this::hot, seed.signedIn(members));
        results.keep(sample);
        results.ratio("rss_mb", sample.rssMb());
    }

    Map<String, Object> crash() {
        return new LinkedHashMap<>(new CrashTrial(shop, probe, sizes).run(hot(), seed.signedIn(part(0))));
    }

    /** Groups that others have recorded, when a folder of them is given. */
    void recorded(Results results) {
        sizes.recordedGroups()
                .ifPresent(groups -> results.keep(
                        new RecordedScenario(shop, probe, sizes, seed).run(groups, seed.signedIn(members))));
    }
}
