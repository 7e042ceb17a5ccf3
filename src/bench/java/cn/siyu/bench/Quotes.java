package cn.siyu.bench;

import cn.siyu.bench.Seed.Product;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Ordinary orders over all products: what members were quoted, and the orders that they send back. */
final class Quotes {

    private static final int AT_ONCE = 16;

    private final Installation shop;
    private final List<Product> products;

    Quotes(Installation shop, List<Product> products) {
        this.shop = shop;
        this.products = products;
    }

    /** One member's quote for one unit. */
    record Quoted(Crowd.Buyer buyer, UUID sku, String hash) {

        String body() {
            return "{\"lines\":[{\"skuId\":\"" + sku + "\",\"quantity\":1}],\"couponIds\":[],\"addressId\":\""
                    + buyer.address() + "\",\"quoteHash\":\"" + hash + "\"}";
        }
    }

    Product product(int which) {
        return products.get(which % products.size());
    }

    /** So many members ask for the price of a product each. */
    List<Quoted> ask(Crowd crowd, int count) {
        var remote = shop.remote();
        return RemoteShop.together(
                AT_ONCE,
                IntStream.range(0, count)
                        .mapToObj(i -> new Quoted(crowd.next(), product(i).sku(), ""))
                        .map(each -> (Callable<Quoted>) () -> new Quoted(
                                each.buyer(),
                                each.sku(),
                                remote.quoteHash(Market.remote(each.buyer()), List.of(new Line(each.sku(), 1)))))
                        .toList());
    }

    Feed write(Path file, List<Quoted> quoted, int count) {
        try (var feed = Feed.create(file)) {
            for (int i = 0, tries = 0; i < count && tries < count * 2; tries++) {
                var each = quoted.get(tries % quoted.size());
                if (each.buyer().used().get() < Sizes.USES_OF_A_TOKEN) {
                    each.buyer().used().incrementAndGet();
                    feed.post(each.buyer(), "/api/mp/v1/orders", each.body());
                    i++;
                }
            }
            return feed;
        }
    }

    /** An order over HTTP, quoted before; its id. */
    Supplier<UUID> place(int which, Crowd.Buyer buyer) {
        var remote = shop.remote();
        var lines = List.of(new Line(product(which).sku(), 1));
        var hash = remote.quoteHash(Market.remote(buyer), lines);
        return () -> RemoteShop.uuid(
                remote.place(Market.remote(buyer), RemoteShop.key("bench"), lines, hash)
                        .expect(201)
                        .json(),
                "id");
    }
}
