package cn.siyu.bench;

import cn.siyu.testing.RemoteShop;
import java.util.List;
import java.util.Map;

/** What most people do most of the time: looking. */
final class ReadScenario {

    static final String PRODUCT_PAGE = "product_page";
    static final String LISTS = "lists";

    private static final int CONNECTIONS = 64;

    /** More than that one thread of the load generator sends late by itself, and the waiting would be its own. */
    private static final int MOST_PER_S = 5_000;

    private static final int MOST_SECONDS_OF_FIRST = 60;

    private static final double SHARE_OF_THE_PEAK = 0.7;

    /** Screens that a shop may have; those that it has not are left out. */
    private static final List<String> SCREENS = List.of(
            "/api/mp/v1/home",
            "/api/mp/v1/categories",
            "/api/mp/v1/products?limit=20",
            "/api/mp/v1/group-buys?limit=20",
            "/api/mp/v1/shop");

    private final Installation shop;
    private final Probe probe;
    private final Sizes sizes;
    private final List<Seed.Product> products;

    ReadScenario(Installation shop, Probe probe, Sizes sizes, List<Seed.Product> products) {
        this.shop = shop;
        this.probe = probe;
        this.sizes = sizes;
        this.products = products;
    }

    Sample productPage(BareServer bare, Map<String, Double> anchors) {
        return run(PRODUCT_PAGE, pages(), bare, anchors);
    }

    Sample lists(BareServer bare, Map<String, Double> anchors) {
        return run(LISTS, screens(), bare, anchors);
    }

    /** Nothing is measured: the compilers get to know what is looked at, and each address is asked for once. */
    void warmUp() {
        for (var paths : List.of(pages(), screens())) {
            var feed = Feed.of(probe.file("looked"), paths);
            var _ = lookedAt(feed, sizes.seconds());
            feed.delete();
        }
    }

    private List<String> pages() {
        return products.stream()
                .map(product -> "/api/mp/v1/products/" + product.spu())
                .toList();
    }

    private List<String> screens() {
        var remote = shop.remote();
        return SCREENS.stream().filter(path -> has(remote, path)).toList();
    }

    /** One page as it is answered, for the bare server to answer the same. */
    String page() {
        return shop.remote()
                .api()
                .get("", "/api/mp/v1/products/" + products.getFirst().spu())
                .expect(200)
                .text();
    }

    String list() {
        return shop.remote()
                .api()
                .get("", "/api/mp/v1/products?limit=20")
                .expect(200)
                .text();
    }

    private static boolean has(RemoteShop remote, String path) {
        return remote.api().get("", path).ok();
    }

    private Sample run(String name, List<String> paths, BareServer bare, Map<String, Double> anchors) {
        var feed = Feed.of(probe.file(name), paths);
        var wrk = lookedAt(feed, 2);
        var peak = probe.measure(name, CONNECTIONS, () -> wrk.again(feed, CONNECTIONS, sizes.seconds()));
        var rate = (int) Math.min(MOST_PER_S, peak.opsPerS() * SHARE_OF_THE_PEAK);
        var open = new OpenLoad(shop.uri()).run(feed, Math.max(1, rate), sizes.seconds(), CONNECTIONS, 200);
        feed.delete();
        anchors.put(
                "bare_" + name, bare.again(name, CONNECTIONS, sizes.seconds()).perSecond());
        return peak.waiting(open);
    }

    /** Each address once, and then again: what is measured is the crowd that comes after the first. */
    private Wrk lookedAt(Feed feed, int seconds) {
        var wrk = new Wrk(shop.uri());
        var _ = wrk.once(feed, CONNECTIONS, MOST_SECONDS_OF_FIRST, 200, "-");
        var _ = wrk.again(feed, CONNECTIONS, seconds);
        return wrk;
    }
}
