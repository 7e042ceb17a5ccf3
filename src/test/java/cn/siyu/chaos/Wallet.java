package cn.siyu.chaos;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The coupons of a few people: who claimed them, and in which orders they went, as people were told. */
final class Wallet {

    private static final String TEMPLATES = "/api/admin/v1/coupon-templates";
    private static final Set<String> FREE = Set.of("AVAILABLE", "EXPIRED");

    private final List<UUID> templates;
    private final List<Coupon> told = new ArrayList<>();

    Wallet(List<UUID> templates) {
        this.templates = templates;
    }

    private record Coupon(UUID id, Person owner, List<Diary> orders) {}

    /** Templates of which everybody may have as many as he likes, for a month each. */
    static List<UUID> templates(RemoteShop shop) {
        return List.of(
                template(shop, "amount", Map.of("type", "AMOUNT", "offFen", 333)),
                template(shop, "amount-2", Map.of("type", "AMOUNT", "offFen", 1_111)));
    }

    private static UUID template(RemoteShop shop, String name, Map<String, Object> benefit) {
        var text = new HashMap<String, Object>(Map.of(
                "name",
                name,
                "benefit",
                benefit,
                "scope",
                Map.of("kind", "ALL"),
                "thresholdFen",
                0,
                "stackGroup",
                "GOODS",
                "ways",
                List.of("CLAIM"),
                "total",
                1_000_000,
                "perPerson",
                1_000,
                "validity",
                Map.of("days", 30),
                "bearer",
                "HQ"));
        text.put("claimFrom", shop.now().minus(Duration.ofHours(1)).toString());
        text.put("claimUntil", shop.now().plus(Duration.ofDays(36_500)).toString());
        var made = shop.api()
                .post(shop.desk("merchandiser"), TEMPLATES, text)
                .expect(201)
                .json();
        var id = RemoteShop.uuid(made, "id");
        var start = Map.of("version", made.path("version").asLong(), "reason", "for a test");
        var _ = shop.api()
                .post(shop.desk("merchandiser"), TEMPLATES + "/" + id + "/start", start)
                .expect(200);
        return id;
    }

    /** Claims one, or goes shopping with one that he has, even one that is in an order already. */
    Deed step(Person who, List<Line> lines, RandomGenerator dice) {
        var own = told.stream().filter(coupon -> coupon.owner().equals(who)).toList();
        if (own.isEmpty() || dice.nextInt(100) < 35) {
            return Deed.of(claim(who, templates.get(dice.nextInt(templates.size()))));
        }
        var coupon = own.get(dice.nextInt(own.size()));
        var placed = who.place(lines, List.of(coupon.id()));
        placed.ifPresent(coupon.orders()::add);
        var total = placed.map(diary -> diary.totalFen).map(Object::toString).orElse("no");
        return new Deed("orders with coupon %d: %s".formatted(told.indexOf(coupon), total), placed);
    }

    private String claim(Person who, UUID template) {
        var key = who.key("coupon");
        var path = "/api/mp/v1/coupon-templates/" + template + "/claim";
        var answer = who.asBuyer((shop, buyer) -> shop.api().post(buyer.token(), key, path, Map.of()));
        if (answer.ok()) {
            told.add(new Coupon(RemoteShop.uuid(answer.json(), "id"), who, new ArrayList<>()));
        }
        return "claims a coupon: " + answer.status();
    }

    /** A coupon pays once: it is spent in one living order, and in its owner's hand or over where there is none. */
    List<String> violations(Map<String, Integer> ends) {
        var states = told.stream()
                .map(Coupon::owner)
                .distinct()
                .flatMap(owner -> states(owner).entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var violations = new ArrayList<String>();
        for (var coupon : told) {
            var state = states.getOrDefault(coupon.id(), "not there");
            var living = coupon.orders().stream()
                    .filter(diary -> !diary.over())
                    .map(diary -> diary.number)
                    .toList();
            var free = FREE.contains(state);
            if (living.size() > 1 || free != living.isEmpty() || (!free && !state.equals("USED"))) {
                violations.add("coupon %s is %s and in the orders %s".formatted(coupon.id(), state, living));
            }
            var _ = ends.merge(end(coupon, free), 1, Integer::sum);
        }
        return violations;
    }

    private static String end(Coupon coupon, boolean free) {
        if (!free) {
            return "coupon paid with";
        }
        return coupon.orders().isEmpty() ? "coupon kept" : "coupon free again";
    }

    /** As its owner sees his coupons, page by page. */
    private static Map<UUID, String> states(Person owner) {
        var states = new HashMap<UUID, String>();
        owner.pages("/api/mp/v1/me/coupons")
                .forEach(coupon -> states.put(
                        RemoteShop.uuid(coupon, "id"), coupon.path("state").asText()));
        return states;
    }
}
