package cn.siyu.commission;

import static cn.siyu.koc.Quarter.done;

import cn.siyu.groupbuy.Groups;
import cn.siyu.groupbuy.Groups.Activity;
import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Staff;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All that stands ready before somebody of a case buys: people, goods and rules, each written as staff and people do. */
final class CaseStage {

    private static final String TIERS = "/api/admin/v1/tiers";

    /** Above all other tiers, where no test draws a place; nothing leads to them and nothing takes them. */
    private static final int FIRST_PLACE = 950;

    /** An activity and a present cost more outside of it. */
    private static final long REDUCTION = 2_000;

    private final GoldenCase played;
    private final Map<String, Person> parties = new TreeMap<>();
    private final List<Goods> goods;
    private Optional<Distributor> distributor = Optional.empty();
    private Optional<Community> community = Optional.empty();
    private Optional<Activity> activity = Optional.empty();

    CaseStage(GoldenCase played) {
        this.played = played;
        this.goods = played.lines().stream().map(CaseStage::goods).toList();
        if (played.has("distributor")) {
            admit();
        }
        if (played.has("koc")) {
            bind();
        }
        writeRules();
    }

    Map<String, Person> parties() {
        return parties;
    }

    List<Goods> goods() {
        return goods;
    }

    Optional<Distributor> distributor() {
        return distributor;
    }

    Optional<Community> community() {
        return community;
    }

    Optional<Activity> activity() {
        return activity;
    }

    // Goods

    private static Goods goods(JsonNode line) {
        var price = line.path("unitFen").asLong();
        var isReduced = price == 0 || hasActivity(line);
        return Shop.product(isReduced ? price + REDUCTION : price, 9);
    }

    private static boolean hasActivity(JsonNode line) {
        return GoldenCase.each(line.path("rules"))
                .anyMatch(rule -> rule.path("kind").asText().equals("ACTIVITY"));
    }

    // People

    private void admit() {
        var tier = tier(
                played.rules("TIER_DEFAULT").findFirst().map(CaseStage::points).orElse(0));
        var wish = played.has("inviter") ? Map.<String, Object>of("inviterCode", invite()) : Map.<String, Object>of();
        var person = Person.born("golden");
        var application = Partners.applying(person.token(), wish)
                .statusCode(201)
                .extract()
                .<String>path("id");
        var admitted = Partners.admit(person.name(), application, tier);
        distributor = Optional.of(admitted);
        parties.put("distributor", person);
    }

    private String invite() {
        var inviter = Partners.distributor();
        parties.put("inviter", new Person(inviter.name(), inviter.token(), inviter.memberId()));
        return inviter.promoCode();
    }

    /** Answers the name of the tier with this rate, which stays for other cases. */
    private static synchronized String tier(int points) {
        var name = "案例" + points;
        var known = as("merchandiser").get(TIERS).extract().jsonPath();
        if (!known.getList("items.name").contains(name)) {
            var rates = GoldenCase.all().stream()
                    .flatMap(each -> each.rules("TIER_DEFAULT"))
                    .map(CaseStage::points)
                    .distinct()
                    .toList();
            as("merchandiser")
                    .post(
                            TIERS,
                            Map.of(
                                    "name",
                                    name,
                                    "order",
                                    FIRST_PLACE + rates.indexOf(points) + 1,
                                    "rateBp",
                                    points,
                                    "conditions",
                                    List.of(),
                                    "reason",
                                    "案例"))
                    .statusCode(201);
        }
        return name;
    }

    private void bind() {
        var seller = Seller.distributing();
        var koc = Person.born("golden");
        community = Optional.of(Community.of(seller));
        var _ = seller.bind(community.get(), koc);
        parties.put("seller", seller.person());
        parties.put("koc", koc);
    }

    // Rules

    private void writeRules() {
        for (var i = 0; i < goods.size(); i++) {
            var sold = goods.get(i);
            var line = played.lines().get(i);
            GoldenCase.each(line.path("rules")).forEach(rule -> write(rule, line, sold));
        }
    }

    private void write(JsonNode rule, JsonNode line, Goods sold) {
        switch (rule.path("kind").asText()) {
            case "TIER_DEFAULT" -> {}
            case "ACTIVITY" -> activity = Optional.of(offer(line, sold, points(rule)));
            case "CONTRACT_SKU" -> contract(rule, "skuId", sold.sku());
            case "CONTRACT_SPU" -> contract(rule, "productId", sold.productId());
            case "SPU_FIXED" ->
                rule(
                        "SPU_FIXED",
                        Map.of(
                                "productId",
                                sold.productId(),
                                "perUnitFen",
                                rule.path("fixedFen").asLong()));
            case "TIER_CATEGORY" ->
                rule(
                        "TIER_CATEGORY",
                        Map.of(
                                "tierId",
                                Partners.tier(tier(0)),
                                "categoryId",
                                category(sold),
                                "basisPoints",
                                points(rule)));
            default -> throw new IllegalArgumentException("a rule of another kind: " + rule);
        }
    }

    private void contract(JsonNode rule, String what, String id) {
        rule(
                rule.path("kind").asText(),
                Map.of("distributorId", distributor.orElseThrow().id(), what, id, "basisPoints", points(rule)));
    }

    private static void rule(String kind, Map<String, Object> values) {
        var body = new HashMap<>(values);
        body.put("kind", kind);
        body.put("reason", "案例");
        as("finance").post("/api/admin/v1/commission-rules", body).statusCode(201);
    }

    private static String category(Goods sold) {
        return as("merchandiser")
                .get("/api/admin/v1/products/" + sold.productId())
                .statusCode(200)
                .extract()
                .path("categoryId");
    }

    /** A group of two at the line's price, with a rate of its own; what is refunded is what the third member makes it cheaper. */
    private Activity offer(JsonNode line, Goods sold, int points) {
        var price = line.path("unitFen").asLong();
        var sku = new HashMap<String, Object>(Map.of("skuId", sold.sku(), "priceFen", price, "quota", 9));
        var values = new HashMap<String, Object>(
                Map.of("size", 2, "commission", "OVERRIDE", "commissionBp", points, "skus", List.of(sku)));
        played.refund().ifPresent(fen -> {
            sku.put("stepPricesFen", List.of(price - fen));
            values.put("mode", "LADDER");
            values.put("stepSizes", List.of(3));
        });
        var id =
                done(Groups.create(Groups.request(sold, price, 9, values)), 201).getString("id");
        var _ = done(Groups.command(id, "publish"), 200);
        return new Activity(id, sold, price);
    }

    private static Staff as(String role) {
        return new Staff(Shop.staff(role));
    }

    private static int points(JsonNode rule) {
        return rule.path("bp").asInt();
    }
}
