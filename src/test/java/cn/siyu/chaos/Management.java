package cn.siyu.chaos;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Staff who change, in the middle of everything, by what distributors earn: their rates, their tiers, and whose customer somebody
 * is. None of it may change what has been sold before: at the end every commission is reckoned once more from what held then.
 */
final class Management {

    /** Above every tier's and below what all payees together may have. */
    private static final int MOST_BASIS_POINTS = 2_000;

    private static final Duration PINNED_FOR = Duration.ofDays(30);

    private final World world;
    private final List<Earner> earners;
    private final List<Person> customers;
    private final Ownership ownership;
    private final Map<String, Rule> rules = new HashMap<>();

    /** One that holds. */
    private record Rule(UUID id, int version) {}

    Management(World world, List<Earner> earners, List<Person> customers, Ownership ownership) {
        this.world = world;
        this.earners = List.copyOf(earners);
        this.customers = List.copyOf(customers);
        this.ownership = ownership;
    }

    String step(RandomGenerator dice) {
        var earner = earners.get(dice.nextInt(earners.size()));
        var luck = dice.nextInt(100);
        if (luck < 40) {
            return rate(earner, world.skus.get(dice.nextInt(world.skus.size())), dice.nextInt(MOST_BASIS_POINTS + 1));
        }
        return luck < 75 ? rebind(earner, customers.get(dice.nextInt(customers.size()))) : tier(earner, dice);
    }

    private String rate(Earner earner, UUID sku, int basisPoints) {
        var which = earner + " " + sku;
        var before = rules.remove(which);
        if (before != null) {
            var body = Map.of("version", before.version(), "reason", "over");
            return "%s loses his own rate: %d"
                    .formatted(
                            earner,
                            post(earner, "finance", "/api/admin/v1/commission-rules/" + before.id() + "/end", body)
                                    .status());
        }
        var wish = Map.<String, Object>of(
                "kind",
                "CONTRACT_SKU",
                "distributorId",
                earner.distributor(),
                "skuId",
                sku,
                "basisPoints",
                basisPoints,
                "reason",
                "agreed");
        var answer = post(earner, "finance", "/api/admin/v1/commission-rules", wish);
        if (answer.ok()) {
            rules.put(
                    which,
                    new Rule(
                            RemoteShop.uuid(answer.json(), "id"),
                            answer.json().path("version").asInt()));
        }
        return "%s has %d basis points: %d".formatted(earner, basisPoints, answer.status());
    }

    private String rebind(Earner earner, Person customer) {
        var wish =
                Map.of("memberId", customer.member(), "distributorId", earner.distributor(), "reason", "asked for it");
        var answer = post(earner, "support", "/api/admin/v1/customer-bindings/rebind", wish);
        if (answer.ok()) {
            ownership.bound(customer, earner, world.shops.getFirst().now());
        }
        return "%s is bound to %s: %d".formatted(customer, earner, answer.status());
    }

    private String tier(Earner earner, RandomGenerator dice) {
        var tiers = see(earner, "ops", "/api/admin/v1/tiers").path("items");
        var tier = tiers.path(dice.nextInt(tiers.size())).path("id").asText();
        var until = world.shops.getFirst().now().plus(PINNED_FOR).toString();
        var path = "/api/admin/v1/distributors/" + earner.distributor() + "/tier-pin";
        var wish = Map.of("tierId", tier, "until", until, "reason", "a try");
        var answer = earner.asStaff("ops", (shop, token) -> shop.api().put(token, path, wish));
        return "%s is held at a tier: %d".formatted(earner, answer.status());
    }

    private static Answer post(Earner earner, String role, String path, Map<String, ?> body) {
        return earner.asStaff(role, (shop, token) -> shop.api().post(token, path, body));
    }

    private static JsonNode see(Person who, String role, String path) {
        return who.asStaff(role, (shop, token) -> shop.api().get(token, path))
                .expect(200)
                .json();
    }

    /** Commissions that are not what their own inputs come to. */
    List<String> violations(Map<String, Integer> ends) {
        var violations = new ArrayList<String>();
        for (var earner : earners) {
            violations.addAll(explained(earner, earner.account().path("id").asText(), ends));
        }
        return violations;
    }

    /** @param account of somebody, whose staff ask */
    static List<String> explained(Person who, String account, Map<String, Integer> ends) {
        var violations = new ArrayList<String>();
        for (var commission : commissions(who, account)) {
            var id = commission.path("id").asText();
            var explained = see(who, "finance", "/api/admin/v1/commissions/" + id + "/explain");
            var verdict = explained.path("verdict").asText();
            var _ = ends.merge("commission " + verdict, 1, Integer::sum);
            if (!verdict.equals("MATCH")) {
                violations.add("a commission of %s: %s".formatted(who, explained));
            }
        }
        return violations;
    }

    private static List<JsonNode> commissions(Person who, String account) {
        var all = new ArrayList<JsonNode>();
        for (var page = 1; ; page++) {
            var path = "/api/admin/v1/commissions?size=100&page=" + page + "&accountId=" + account;
            var some = see(who, "finance", path).path("items");
            some.forEach(all::add);
            if (some.isEmpty()) {
                return all;
            }
        }
    }
}
