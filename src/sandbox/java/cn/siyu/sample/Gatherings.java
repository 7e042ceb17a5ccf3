package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The group buys of the month: two that are over, one that runs, one that is to come. */
final class Gatherings {

    private static final int QUOTA = 40;
    private static final int TO_COME_DAYS = 2;

    private static final List<Plan> PLANS = List.of(
            new Plan("开学季三人团", "S1021", 3, "NORMAL", 2, 9, 85),
            new Plan("老带新：湿巾两人团", "S1001", 2, "NEW_MEMBER", 10, 19, 70),
            new Plan("周末辅食三人团", "S1028", 3, "NORMAL", 24, SampleShop.DAYS + 4, 80),
            new Plan("换季哈衣五人团", "S1031", 5, "NORMAL", SampleShop.DAYS + TO_COME_DAYS, SampleShop.DAYS + 9, 75));

    private final Shop shop;
    private final ZonedDateTime first;

    Gatherings(Shop shop, ZonedDateTime first) {
        this.shop = shop;
        this.first = first;
    }

    /** @param percent of the price of a single unit */
    private record Plan(String name, String product, int size, String mode, int from, int until, int percent) {
        boolean runs(int day) {
            return from <= day && day < until;
        }
    }

    /** What begins today is published in the morning; what is to come, on the last day. */
    void announce(int day) {
        PLANS.stream()
                .filter(plan -> plan.from() == day || (day == SampleShop.DAYS - 1 && plan.from() > day))
                .forEach(plan -> {
                    var _ = publish(plan);
                });
    }

    private JsonNode publish(Plan plan) {
        var desk = shop.staff("merchandiser");
        var known = known(desk, plan);
        var made = known.isMissingNode()
                ? shop.post(
                        desk,
                        "sample-" + plan.product() + "-" + plan.from(),
                        "/api/admin/v1/group-buys",
                        body(desk, plan))
                : known;
        return made.path("state").asText().equals("DRAFT")
                ? shop.post(
                        desk,
                        "sample-publish-" + plan.product() + "-" + plan.from(),
                        "/api/admin/v1/group-buys/" + made.path("id").asText() + "/publish",
                        Map.of("version", made.path("version").asLong(), "reason", "按档期上线"))
                : made;
    }

    private JsonNode known(String desk, Plan plan) {
        return shop.find(
                desk,
                "/api/admin/v1/group-buys",
                each -> each.path("name").asText().equals(plan.name()));
    }

    private Map<String, Object> body(String desk, Plan plan) {
        var product = Goods.products(shop, desk).get(plan.product());
        var skus = new ArrayList<Map<String, Object>>();
        shop.get(desk, "/api/admin/v1/products/" + product).path("skus").forEach(sku -> {
            var id = sku.path("id").asText();
            var price = shop.get(desk, "/api/admin/v1/skus/" + id + "/prices")
                    .path("items")
                    .path(0)
                    .path("amountFen")
                    .asLong();
            skus.add(Map.of("skuId", id, "priceFen", price * plan.percent() / 1_000 * 10, "quota", QUOTA));
        });
        return Map.of(
                "name", plan.name(),
                "spuId", String.valueOf(product),
                "skus", skus,
                "size", plan.size(),
                "mode", plan.mode(),
                "perOrderQty", 1,
                "perPersonQty", 5,
                "maxOpenGroupsPerPerson", 3,
                "startsAt",
                        first.plusDays(plan.from()).plusMinutes(1).toInstant().toString(),
                "endsAt", first.plusDays(plan.until()).toInstant().toString());
    }

    /** Two groups a day of what runs: one fills, one now and then does not. */
    void gather(int day, Random random) {
        for (var plan : PLANS) {
            if (plan.runs(day)) {
                var activity = running(plan);
                var fills = random.nextInt(4) > 0;
                var seats = fills ? plan.size() : 1 + random.nextInt(plan.size() - 1);
                Shop.unlessDone(() -> group(plan, activity, "sample-d" + day + "-" + plan.product(), day, seats));
            }
        }
    }

    /** The timer has put it out. */
    private JsonNode running(Plan plan) {
        return shop.awaitThat(
                () -> known(shop.staff("merchandiser"), plan),
                seen -> seen.path("state").asText().equals("RUNNING"));
    }

    /** Groups that wait for somebody now, unless so much time has passed since the beginning that the activity is over. */
    void today() {
        var now = shop.now();
        var running = PLANS.stream()
                .filter(plan -> plan.runs(SampleShop.DAYS))
                .filter(plan -> first.plusDays(plan.until()).toInstant().isAfter(now))
                .toList();
        for (var plan : running) {
            var activity = running(plan);
            for (var i = 1; i < plan.size(); i++) {
                group(plan, activity, "sample-today-" + i, SampleShop.DAYS + i, i);
            }
        }
    }

    private void group(Plan plan, JsonNode activity, String deed, int shift, int seats) {
        var id = activity.path("id").asText();
        var sku = shop.get("", "/api/mp/v1/group-buys/" + id)
                .path("skus")
                .path(0)
                .path("skuId")
                .asText();
        var leader = new Buyer(shop, People.member((shift * 7) % People.FOUNDING_MEMBERS));
        var opened = leader.seat(deed + "-0", id, "", sku);
        leader.pay(deed + "-0-pay", opened.path("orderId").asText());
        var group = opened.path("buyGroupId").asText();
        var _ = shop.awaitThat(
                () -> shop.get(leader.token(), "/api/mp/v1/me/buy-groups"),
                mine -> mine.toString().contains(group));
        for (var i = 1; i < seats; i++) {
            var joiner = new Buyer(shop, joiner(plan, shift, i));
            var taken = joiner.seat(deed + "-" + i, id, group, sku);
            joiner.pay(deed + "-" + i + "-pay", taken.path("orderId").asText());
        }
    }

    /** Where only new members may join, one who has never bought anything. */
    private String joiner(Plan plan, int shift, int i) {
        if (!plan.mode().equals("NEW_MEMBER")) {
            return People.member((shift * 7 + i) % People.FOUNDING_MEMBERS);
        }
        var name = "fresh" + shift + "n" + i;
        new People(shop).introduce(name, People.nickname(shift + i));
        return name;
    }
}
