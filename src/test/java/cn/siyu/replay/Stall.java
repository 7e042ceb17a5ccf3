package cn.siyu.replay;

import cn.siyu.replay.RecordedGroup.Offer;
import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Plan;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Goods;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Puts every offer of the record on sale: a product for each item and size, with a running activity. */
final class Stall {

    static final long PRICE_FEN = 2_990;
    static final long GROUP_FEN = 1_990;

    /** How long a place waits for its payment. */
    private static final Duration HOLDS = Duration.ofMinutes(15);

    private static final int AT_ONCE = 16;
    private static final int PAGE = 100;
    private static final long LOOK_AGAIN_MILLIS = 500;
    private static final int LOOKS = 3_600;

    private final RemoteShop shop;
    private final Duration life;

    /** @param life how long a group may stay open */
    Stall(RemoteShop shop, Duration life) {
        this.shop = shop;
        this.life = life;
    }

    /** What can be bought: an activity for each offer. */
    Map<Offer, Activity> open(Map<Offer, Integer> unitsByOffer) {
        importGoods(unitsByOffer);
        var products = products();
        var progress = new Progress("activities", unitsByOffer.size());
        var groups = new RemoteGroups(shop);
        List<Callable<Map.Entry<Offer, Activity>>> tasks = unitsByOffer.entrySet().stream()
                .map(each -> (Callable<Map.Entry<Offer, Activity>>) () -> {
                    var product = products.get(code(each.getKey()));
                    if (product == null) {
                        throw new AssertionError(each.getKey() + " was not imported");
                    }
                    var size = each.getKey().size();
                    var activity = groups.start(goods(product), plan(size, each.getValue()));
                    progress.step();
                    return Map.entry(each.getKey(), activity);
                })
                .toList();
        var open = new HashMap<Offer, Activity>();
        RemoteShop.together(AT_ONCE, tasks).forEach(each -> open.put(each.getKey(), each.getValue()));
        return open;
    }

    private Plan plan(int size, int units) {
        return new Plan(size, GROUP_FEN, units, life, HOLDS, life.multipliedBy(2));
    }

    private void importGoods(Map<Offer, Integer> units) {
        var products = new StringBuilder(
                "product_code,name,category_code,brand_code,brief,unit,market_price_fen,price_fen,is_new,is_hot,on_sale,cover_url,gallery_urls,detail_html\n");
        var skus = new StringBuilder("sku_code,product_code,specs,price_fen,stock,image_url\n");
        units.forEach((offer, count) -> {
            var code = code(offer);
            products.append("%s,商品 %s,R100,,%d 人团,件,,,0,0,1,,,\n".formatted(code, offer.item(), offer.size()));
            skus.append("%s-1,%s,规格=标准,%d,%d,\n".formatted(code, code, PRICE_FEN, count));
        });
        var categories = "category_code,parent_code,name,description,sort_order,image_url\nR100,,团购,,1,\n";
        var merchandiser = shop.desk("merchandiser");
        var job = shop.api()
                .postFiles(
                        merchandiser,
                        RemoteShop.key("replay"),
                        "/api/admin/v1/imports?dryRun=false",
                        Map.of(
                                "categories.csv", categories,
                                "products.csv", products.toString(),
                                "skus.csv", skus.toString()))
                .expect(202)
                .json()
                .path("jobId")
                .asText();
        awaitJob(job);
    }

    private void awaitJob(String job) {
        for (var tries = 0; tries < LOOKS; tries++) {
            var seen = shop.api()
                    .get(shop.desk("merchandiser"), "/api/admin/v1/jobs/" + job)
                    .expect(200)
                    .json();
            switch (seen.path("state").asText()) {
                case "DONE" -> {
                    System.out.printf(
                            "replay: %s rows of goods imported%n",
                            seen.path("processed").asText());
                    return;
                }
                case "FAILED", "CANCELLED" -> throw new AssertionError("the import ended as " + seen);
                default -> pause();
            }
        }
        throw new AssertionError("the import did not end");
    }

    /** The product ids by code. */
    private Map<String, UUID> products() {
        var merchandiser = shop.desk("merchandiser");
        var ids = new HashMap<String, UUID>();
        for (var page = 1; ; page++) {
            var lines = shop.api()
                    .get(merchandiser, "/api/admin/v1/products?size=" + PAGE + "&page=" + page)
                    .expect(200)
                    .json()
                    .path("items");
            lines.forEach(line -> ids.put(line.path("code").asText(), RemoteShop.uuid(line, "id")));
            if (lines.size() < PAGE) {
                return ids;
            }
        }
    }

    /** The product with its only SKU. */
    private Goods goods(UUID product) {
        var seen = shop.api()
                .get(shop.desk("merchandiser"), "/api/admin/v1/products/" + product)
                .expect(200)
                .json();
        return new Goods(product, List.of(RemoteShop.uuid(seen.path("skus").path(0), "id")));
    }

    static String code(Offer offer) {
        return "R" + offer.item() + "-" + offer.size();
    }

    static Map<Offer, Integer> units(Collection<RecordedGroup> groups) {
        var units = new HashMap<Offer, Integer>();
        groups.forEach(group -> units.merge(group.offer(), group.size(), Integer::sum));
        return units;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
