package cn.siyu.race;

import static org.awaitility.Awaitility.await;

import cn.siyu.race.Sale.Asked;
import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Place;
import cn.siyu.testing.RemoteGroups.Plan;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopApi.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Sales that have begun: everything that there is of a SKU is in them. */
final class Sales {

    /** As many as an activity may let one person have. */
    static final int NO_LIMIT = 9_999;

    private static final long PRICE_FEN = 9_900;
    private static final long DEAL_FEN = 7_900;
    private static final int GROUP_OF = 3;
    private static final int HOLD_MINUTES = 10;
    private static final Duration RUNS = Duration.ofDays(30);
    private static final String SHORT = "STOCK_SHORT";

    private Sales() {}

    /** People open groups; beyond the units there are a few groups whose leaders have paid, and then half of those who ask join one. */
    static Sale seats(RemoteShop shop, List<Buyer> leaders, String code, int units, int perPerson) {
        var groups = new RemoteGroups(shop);
        var all = units + leaders.size();
        var plan = new Plan(
                GROUP_OF, DEAL_FEN, all, Duration.ofDays(1), Duration.ofMinutes(HOLD_MINUTES), RUNS, perPerson);
        var activity = groups.start(shop.product(code, 1, PRICE_FEN, all), plan);
        var agreed = groups.totalFen(shop.buyer(code + "-asking"), activity);
        var led = leaders.stream()
                .map(leader -> RemoteGroups.place(leader, groups.open(leader, activity, agreed)))
                .toList();
        for (var place : led) {
            var started =
                    shop.startPayment(place.buyer().token(), place.order()).expect(200);
            var _ = shop.payAtWeChat(RemoteShop.prepayId(started)).expect(200);
        }
        await().until(() -> led.stream()
                .allMatch(place -> groups.see(place.group()).path("paid").asInt() == 1));
        return new Seats(activity, agreed, led.stream().map(Place::group).toList());
    }

    static Sale flash(RemoteShop shop, Buyer somebody, String code, int units, int perPerson) {
        var sku = shop.goods(code, 1, PRICE_FEN, units).getFirst();
        var desk = "/api/admin/v1/flash-sales";
        var merchandiser = shop.desk("merchandiser");
        var now = shop.now();
        var item = Map.of(
                "skuId", sku.toString(),
                "priceFen", DEAL_FEN,
                "quota", units,
                "perOrderQty", 1,
                "perPersonQty", perPerson);
        var made = shop.api()
                .post(
                        merchandiser,
                        desk,
                        Map.of(
                                "name", code,
                                "items", List.of(item),
                                "payTimeoutMinutes", HOLD_MINUTES,
                                "startsAt", now.minusSeconds(1).toString(),
                                "endsAt", now.plus(RUNS).toString()))
                .expect(201)
                .json();
        var sale = RemoteShop.uuid(made, "id");
        var _ = shop.api()
                .post(
                        merchandiser,
                        RemoteShop.key("publish"),
                        desk + "/" + sale + "/publish",
                        Map.of("version", made.path("version").asLong(), "reason", "for a test"))
                .expect(200);
        var path = "/api/mp/v1/flash-sales/" + sale;
        var agreed = shop.api()
                .post(
                        somebody.token(),
                        path + "/quotes",
                        Map.of(
                                "skuId", sku.toString(),
                                "quantity", 1,
                                "addressId", somebody.address().toString()))
                .expect(200)
                .json()
                .path("totalFen")
                .asLong();
        return new Flash(sku, path + "/orders", agreed);
    }

    /** Ordinary orders; nobody may have more than a purchase limit says, unless there is none. */
    static Sale orders(RemoteShop shop, String code, int units, int perPerson) {
        var sku = shop.goods(code, 1, PRICE_FEN, units).getFirst();
        if (perPerson < NO_LIMIT) {
            var limit = Map.of(
                    "skuId", sku.toString(),
                    "scope", "PERSON",
                    "period", "EVER",
                    "units", perPerson,
                    "reason", "for a test");
            var _ = shop.api()
                    .post(shop.desk("merchandiser"), "/api/admin/v1/purchase-limits", limit)
                    .expect(201);
        }
        return new Orders(shop, sku, new ConcurrentHashMap<>());
    }

    private record Seats(Activity activity, long agreedFen, List<UUID> led) implements Sale {

        @Override
        public UUID sku() {
            return activity.sku();
        }

        @Override
        public int before() {
            return led.size();
        }

        @Override
        public Asked asked(Buyer buyer, RandomGenerator random) {
            var path = led.isEmpty() || random.nextBoolean()
                    ? "/api/mp/v1/group-buys/" + activity.id() + "/buy-groups"
                    : "/api/mp/v1/buy-groups/" + led.get(random.nextInt(led.size())) + "/seats";
            return new Asked(path, one(activity.sku(), buyer, agreedFen));
        }

        @Override
        public UUID order(Answer won) {
            return RemoteShop.uuid(won.json(), "orderId");
        }

        @Override
        public Set<String> refusals() {
            return Set.of(SHORT, "GROUP_BUY_LIMIT", "GROUP_FULL", "GROUP_ALREADY_JOINED");
        }
    }

    private record Flash(UUID sku, String path, long agreedFen) implements Sale {

        @Override
        public Asked asked(Buyer buyer, RandomGenerator random) {
            return new Asked(path, one(sku, buyer, agreedFen));
        }

        @Override
        public UUID order(Answer won) {
            return RemoteShop.uuid(won.json(), "orderId");
        }

        @Override
        public Set<String> refusals() {
            return Set.of(SHORT, "FLASH_SALE_LIMIT");
        }
    }

    private record Orders(RemoteShop shop, UUID sku, Map<String, String> hashes) implements Sale {

        @Override
        public Asked asked(Buyer buyer, RandomGenerator random) {
            var hash = hashes.computeIfAbsent(buyer.name(), _ -> shop.quoteHash(buyer, List.of(new Line(sku, 1))));
            return new Asked(
                    "/api/mp/v1/orders",
                    Map.of(
                            "lines",
                            List.of(Map.of("skuId", sku.toString(), "quantity", 1)),
                            "addressId",
                            buyer.address().toString(),
                            "quoteHash",
                            hash));
        }

        @Override
        public void timeHasPassed() {
            hashes.clear();
        }

        @Override
        public UUID order(Answer won) {
            return RemoteShop.uuid(won.json(), "id");
        }

        @Override
        public Set<String> refusals() {
            return Set.of(SHORT, "PURCHASE_LIMIT");
        }
    }

    private static Map<String, Object> one(UUID sku, Buyer buyer, long agreedFen) {
        return Map.of(
                "skuId",
                sku.toString(),
                "quantity",
                1,
                "addressId",
                buyer.address().toString(),
                "agreedTotalFen",
                agreedFen);
    }
}
