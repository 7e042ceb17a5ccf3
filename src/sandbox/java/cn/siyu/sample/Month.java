package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Thirty days of the brand, the same each time: members come through links, buy alone and in groups, receive, send back; the
 * warehouse ships; a distributor takes his money out.
 */
final class Month {

    private static final long SEED = 20_261_101;
    private static final int LEAST_ORDERS = 5;
    private static final int MORE_ORDERS = 5;
    private static final int OPENING_HOURS = 13;
    private static final List<String> SHELF_ORDER =
            List.of("TRAFFIC", "TRIAL", "TRUST", "TRUST", "PROFIT", "PROFIT", "EXPANSION", "IMAGE");
    private static final long LEAST_WITHDRAWAL_FEN = 100;
    private static final long MOST_WITHDRAWAL_FEN = 10_000;
    private static final long NIGHT_MILLIS = 400;
    private static final long REST_MILLIS = 2_000;

    private final Shop shop;
    private final ZonedDateTime first;
    private final People people;
    private final Map<String, List<String>> skusByRole = new HashMap<>();
    private final Links links;
    private final Gatherings gatherings;

    Month(Shop shop, ZonedDateTime first) {
        this.shop = shop;
        this.first = first;
        this.people = new People(shop);
        this.links = new Links(shop);
        this.gatherings = new Gatherings(shop, first);
    }

    void live(int day) {
        var random = new Random(SEED + day);
        var morning = first.plusDays(day);
        shop.goTo(morning.toInstant());
        shipEverything();
        gatherings.announce(day);
        newcomers(day, random);
        receive(day);
        shop.goTo(morning.plusHours(4).toInstant());
        buy(day, random);
        gatherings.gather(day, random);
        shop.goTo(morning.plusHours(OPENING_HOURS).toInstant());
        // What hears of the day by event or by timer has a moment for it before the next one.
        Wire.pause(NIGHT_MILLIS);
        if (day == SampleShop.DAYS - 2) {
            takeMoneyOut();
        }
    }

    /** What is on its way arrives before the clock leaps to the present. */
    void rest() {
        Wire.pause(REST_MILLIS);
    }

    /** It is today: some groups wait for others, some orders for their parcels. */
    void today() {
        gatherings.today();
        buy(SampleShop.DAYS, new Random(SEED + SampleShop.DAYS));
        Wire.pause(REST_MILLIS);
    }

    private void newcomers(int day, Random random) {
        for (var i = 0; i < 1 + random.nextInt(3); i++) {
            var link = links.some(random);
            var name = "d" + day + "n" + i;
            new Buyer(shop, name).arrive(link);
            people.introduce(name, People.nickname(day * 3 + i));
        }
    }

    private void buy(int day, Random random) {
        var deeds = new ArrayList<Runnable>();
        for (var i = 0; i < LEAST_ORDERS + random.nextInt(MORE_ORDERS); i++) {
            var deed = "sample-d" + day + "-o" + i;
            var buyer = new Buyer(shop, someMember(day, random));
            var through = random.nextInt(10) < 6 ? links.some(random) : "";
            var role = SHELF_ORDER.get(random.nextInt(SHELF_ORDER.size()));
            var sku = sku(role, random);
            var quantity = role.equals("IMAGE") ? 1 : 1 + random.nextInt(2);
            var forgets = random.nextInt(12) == 0;
            deeds.add(() -> {
                if (!through.isEmpty()) {
                    buyer.follow(through);
                }
                var order = buyer.order(deed, sku, quantity).path("id").asText();
                if (!forgets) {
                    buyer.pay(deed + "-pay", order);
                }
            });
        }
        together(deeds);
    }

    private static String someMember(int day, Random random) {
        var newcomers = Math.min(day, 8);
        var pick = random.nextInt(People.FOUNDING_MEMBERS + newcomers);
        return pick < People.FOUNDING_MEMBERS
                ? People.member(pick)
                : "d" + (day - 1 - (pick - People.FOUNDING_MEMBERS)) + "n0";
    }

    private String sku(String role, Random random) {
        var skus = skusByRole().get(role);
        return Objects.requireNonNull(skus).get(random.nextInt(skus.size()));
    }

    private Map<String, List<String>> skusByRole() {
        if (skusByRole.isEmpty()) {
            var desk = shop.staff("merchandiser");
            var products = Goods.products(shop, desk);
            for (var row : Goods.rows("roles")) {
                if (row.get(2).equals("NONE")) {
                    shop.get(desk, "/api/admin/v1/products/" + products.get(row.get(0)))
                            .path("skus")
                            .forEach(sku -> skusByRole
                                    .computeIfAbsent(row.get(1), _ -> new ArrayList<>())
                                    .add(sku.path("id").asText()));
                }
            }
        }
        return skusByRole;
    }

    // The warehouse and the doorbell

    private void shipEverything() {
        var desk = shop.staff("ops");
        var waiting = new ArrayList<JsonNode>();
        shop.get(desk, "/api/admin/v1/orders?state=TO_SHIP&size=100")
                .path("items")
                .forEach(waiting::add);
        together(waiting.stream()
                .map(order -> (Runnable) () -> {
                    var _ = shop.post(
                            desk,
                            "",
                            "/api/admin/v1/orders/" + order.path("id").asText() + "/shipments",
                            Map.of(
                                    "carrier",
                                    "SF",
                                    "trackingNo",
                                    "SF" + order.path("orderNo").asText()));
                })
                .toList());
    }

    /** Every third buyer says himself that his parcel has come, and one of them sends something back a day later. */
    private void receive(int day) {
        var deeds = new ArrayList<Runnable>();
        for (var i = 0; i < People.FOUNDING_MEMBERS; i += 3) {
            var buyer = new Buyer(shop, People.member((i + day) % People.FOUNDING_MEMBERS));
            var returns = i == 0 && day % 3 == 0;
            deeds.add(() -> orders(buyer, "SHIPPED").forEach(order -> {
                var id = order.path("id").asText();
                Shop.unlessDone(() -> buyer.received(id));
                if (returns) {
                    buyer.sendBack("sample-d" + day + "-back", id);
                }
            }));
        }
        together(deeds);
    }

    private JsonNode orders(Buyer buyer, String state) {
        return shop.get(buyer.token(), "/api/mp/v1/orders?limit=1&state=" + state)
                .path("items");
    }

    private static void together(List<Runnable> deeds) {
        Shop.together(deeds.stream()
                .map(deed -> (Runnable) () -> Shop.unlessDone(deed))
                .toList());
    }

    // The distributor's money

    private void takeMoneyOut() {
        for (var partner : People.DISTRIBUTORS.subList(0, 2)) {
            var token = shop.member(partner.name());
            // As a distributor: the second one sells for the brand too, and has an account for that.
            var account = first(
                    shop.get(token, "/api/partner/v1/accounts").path("items"),
                    each -> each.path("kind").asText().equals("DISTRIBUTOR"));
            var available = account.path("availableFen").asLong();
            if (available < LEAST_WITHDRAWAL_FEN) {
                continue;
            }
            var asked = shop.postUnlessThere(
                    token,
                    "sample-withdrawal-" + partner.name(),
                    "/api/partner/v1/withdrawals",
                    Map.of(
                            "amountFen",
                            Math.min(available, MOST_WITHDRAWAL_FEN),
                            "accountId",
                            account.path("id").asText()),
                    () -> shop.get(token, "/api/partner/v1/withdrawals")
                            .path("items")
                            .path(0));
            var path = "/api/partner/v1/withdrawals/" + asked.path("id").asText();
            var waiting = shop.awaitThat(
                    () -> shop.get(token, path),
                    seen -> !List.of("REQUESTED", "REVIEWING", "APPROVED", "TRANSFERRING")
                            .contains(seen.path("state").asText()));
            if (waiting.path("state").asText().equals("WAIT_CONFIRM")) {
                var _ = shop.weChat("/transfers/" + asked.path("id").asText().replace("-", "") + "/confirm", Map.of());
            }
        }
    }

    private static JsonNode first(JsonNode items, Predicate<JsonNode> wanted) {
        for (var item : items) {
            if (wanted.test(item)) {
                return item;
            }
        }
        return items.path(items.size());
    }
}
