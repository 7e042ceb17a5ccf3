package cn.siyu.chaos;

import cn.siyu.chaos.Ownership.Link;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Two distributors who are sellers of the house as well, with customers at WeCom and a community that a KOC serves. In the middle of
 * everything one hands over to the other, and back, while WeCom is silent, loses its answers or says no; and people go on opening the
 * links that were made before.
 */
final class Colleagues {

    private static final String HANDOVERS = "/api/admin/v1/handovers";
    private static final int LOOKS = 1_200;
    private static final long LOOK_MILLIS = 25;
    private static final int SILENT_MILLIS = 50;

    /** Past the instant at which what was handed over is the successor's. */
    private static final Duration PAST_THE_LEAD = Duration.ofSeconds(3);

    private static final List<String> ENDPOINTS = List.of(
            "contact-batch",
            "chat-list",
            "chat-get",
            "customer-transfer",
            "customer-transfer",
            "customer-result",
            "chat-transfer");

    private static final List<String> FAULTS = List.of(
            "TIMEOUT_BEFORE", "TIMEOUT_AFTER", "TIMEOUT_AFTER", "ERROR_500", "ERROR_500_AFTER", "RESET", "ANSWER");

    private final World world;
    private final List<Person> people;
    private final Ownership ownership;
    private final Person koc;
    private final List<Seller> sellers;
    private final List<Link> links = new ArrayList<>();
    private final List<UUID> told = new ArrayList<>();
    private final String story;
    private int refused;

    /** One of them, as distributor, seller and user of WeCom. */
    record Seller(Earner earner, UUID distributor, UUID id, String user) {}

    /** @param neighbours who live in the community of the first */
    Colleagues(
            World world,
            String story,
            List<Earner> earners,
            List<Person> people,
            List<Person> neighbours,
            Ownership ownership) {
        this.world = world;
        this.story = story;
        this.people = List.copyOf(people);
        this.ownership = ownership;
        this.koc = new Person(world, story + "-koc");
        var hiring = new Hiring(world, koc);
        this.sellers = earners.stream().map(hiring::seller).toList();
        hiring.community(sellers.getFirst(), story + "chat", neighbours);
        ownership.community(earners.getFirst(), world.shops.getFirst().now());
        neighbours.forEach(ownership::lives);
    }

    String step(RandomGenerator dice) throws SQLException, InterruptedException {
        var from = dice.nextInt(sellers.size());
        var luck = dice.nextInt(100);
        if (luck < 60) {
            var fault = dice.nextInt(100) < 50 ? fault(dice) : "WeCom is well";
            return fault + ", " + handOver(sellers.get(from), sellers.get(1 - from), dice.nextBoolean());
        }
        if (luck < 72) {
            return end(dice.nextBoolean() ? "close" : "retry", dice);
        }
        // The last of them stays nobody's customer.
        return open(
                people.get(dice.nextInt(people.size() - 1)), sellers.get(from).earner(), dice);
    }

    /** What the next calls of WeCom meet in which somebody of this story stands. */
    private String fault(RandomGenerator dice) {
        var endpoint = ENDPOINTS.get(dice.nextInt(ENDPOINTS.size()));
        var kind = FAULTS.get(dice.nextInt(FAULTS.size()));
        var fault = new HashMap<String, Object>(Map.of(
                "endpoint", endpoint,
                "fault", kind,
                "times", 1 + dice.nextInt(2),
                "delayMs", SILENT_MILLIS,
                "about", story));
        if (kind.equals("ANSWER")) {
            fault.put("status", 200);
            fault.put("code", "60011");
        }
        var _ = world.shops
                .getFirst()
                .weChat()
                .post("", "/_control/faults", fault)
                .expect(200);
        return "WeCom's %s is %s".formatted(endpoint, kind);
    }

    /** Waits until the shop's own is written down as the other's; it is his from an instant on that may lie ahead of that. */
    private String handOver(Seller from, Seller to, boolean waits) throws InterruptedException {
        var key = koc.key("handover");
        var body = Map.of("fromSellerId", from.id(), "toSellerId", to.id(), "kind", "IN_SERVICE", "reason", "换岗");
        var answer = koc.asStaff("merchandiser", (shop, token) -> shop.api().post(token, key, HANDOVERS, body));
        var said = "%s hands over to %s: %d".formatted(from.earner(), to.earner(), answer.status());
        if (!answer.ok()) {
            refused += answer.code().equals("HANDOVER_OPEN") && openOf(from) ? 1 : 0;
            return said + (answer.code().equals("HANDOVER_OPEN") ? " for one goes on" : answer);
        }
        var handover = answer.json().path("handover");
        var id = RemoteShop.uuid(handover, "id");
        told.add(id);
        for (var look = 0; look < LOOKS && see(id).path("phase").asText().equals("OWN"); look++) {
            Thread.sleep(LOOK_MILLIS);
        }
        var instant = Instant.parse(handover.path("effectiveAt").asText());
        var now = world.shops.getFirst().now();
        ownership.passed(from.earner(), to.earner(), instant.isAfter(now) ? instant : now);
        if (waits) {
            world.shops.getFirst().advance(PAST_THE_LEAD);
        }
        return said;
    }

    private boolean openOf(Seller from) {
        var path = HANDOVERS + "?size=100&seller=" + from.id();
        return done(koc.asStaff("merchandiser", (shop, token) -> shop.api().get(token, path)), 200)
                .path("items")
                .valueStream()
                .filter(each ->
                        each.path("fromSellerId").asText().equals(from.id().toString()))
                .anyMatch(each -> List.of("RUNNING", "WAITING")
                        .contains(each.path("state").asText()));
    }

    private String end(String how, RandomGenerator dice) {
        if (told.isEmpty()) {
            return "nobody has handed over";
        }
        var which = dice.nextInt(told.size());
        var answer = desk(HANDOVERS + "/" + told.get(which) + "/" + how, Map.of("reason", "for a test"));
        return "handover %d: %s: %d".formatted(which, how, answer.status());
    }

    /** Somebody opens a link of before, or one that is made now. */
    private String open(Person person, Earner maker, RandomGenerator dice) throws SQLException, InterruptedException {
        var shop = world.shops.getFirst();
        if (ownership.lastPassed().filter(at -> at.isAfter(shop.now())).isPresent()) {
            shop.advance(PAST_THE_LEAD);
        }
        var his = links.stream().filter(link -> link.maker().equals(maker)).toList();
        var link = his.isEmpty() || dice.nextInt(100) < 30 ? made(maker) : his.get(dice.nextInt(his.size()));
        return open(person, link);
    }

    private Link made(Earner maker) {
        var body = Map.of("source", "WECHAT_CHAT");
        var minted = done(
                maker.asBuyer((shop, who) -> shop.api().post(who.token(), "/api/partner/v1/share-tokens", body)), 201);
        var token = minted.path("token").asText();
        return links.stream()
                .filter(link -> link.token().equals(token))
                .findFirst()
                .orElseGet(() -> {
                    var link = new Link(maker, token, world.shops.getFirst().now());
                    links.add(link);
                    return link;
                });
    }

    /** Waits until it is heard; by whom he is bound then is what the binding policy says, and one of those who may be. */
    private String open(Person person, Link link) throws SQLException, InterruptedException {
        var shop = world.shops.getFirst();
        var at = shop.now();
        var body = Map.of("token", link.token());
        var answer = person.asBuyer((api, who) -> api.api().post(who.token(), "/api/mp/v1/touch-events", body));
        var said = "%s opens a link of %s: %d".formatted(person, link.maker(), answer.status());
        if (!answer.ok()) {
            if (ownership.leadsTo(link, shop.now()).isPresent()) {
                world.surprises.add(said + ", and it leads to somebody");
            }
            return said;
        }
        var may = ownership.mayHaveBound(person, link, at);
        ownership.opened(person, link, at);
        Quiet.awaitNews(world);
        var holder = holder(person);
        var now = sellers.stream()
                .filter(each -> each.distributor().toString().equals(holder))
                .map(Seller::earner)
                .findFirst();
        if (now.filter(may).isEmpty()) {
            world.surprises.add("%s, and he is the customer of %s".formatted(said, holder));
        }
        now.ifPresent(earner -> ownership.bound(person, earner, at));
        return said;
    }

    /** Whose customer somebody is as the shop says. */
    private String holder(Person person) {
        var path = "/api/admin/v1/customer-bindings?memberId=" + person.member();
        return done(koc.asStaff("support", (shop, token) -> shop.api().get(token, path)), 200)
                .path("items")
                .path(0)
                .path("distributorId")
                .asText();
    }

    /** The first link of everybody's life. */
    void brings(Earner earner, Person customer) throws SQLException, InterruptedException {
        var _ = open(customer, made(earner));
    }

    // The end

    /** What is not as the story itself knows it, or has been left behind. */
    List<String> violations(Map<String, Integer> ends) throws SQLException {
        try (var connection = world.fleet.asOwner()) {
            var verdict = new Succession(world, connection, ownership, sellers, koc);
            var violations = new ArrayList<>(verdict.orders(people, ends));
            for (var id : told) {
                violations.addAll(verdict.handover(see(id), ends));
            }
            violations.addAll(verdict.hands(people, story));
            violations.addAll(Management.explained(koc, verdict.kocId().toString(), ends));
            if (refused > 0) {
                var _ = ends.merge("handover refused while one goes on", refused, Integer::sum);
            }
            return violations;
        } finally {
            for (var id : told) {
                var _ = desk(HANDOVERS + "/" + id + "/close", Map.of("reason", "the story is told"));
            }
        }
    }

    private JsonNode see(UUID handover) {
        return done(
                koc.asStaff("merchandiser", (shop, token) -> shop.api().get(token, HANDOVERS + "/" + handover)), 200);
    }

    private Answer desk(String path, Map<String, ?> body) {
        return koc.asStaff("merchandiser", (shop, token) -> shop.api().post(token, path, body));
    }

    private static JsonNode done(Answer answer, int status) {
        return answer.expect(status).json();
    }
}
