package cn.siyu.journey;

import static cn.siyu.groupbuy.Groups.joined;
import static cn.siyu.groupbuy.Groups.opened;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.staff;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.groupbuy.Groups;
import cn.siyu.groupbuy.Groups.Activity;
import cn.siyu.groupbuy.Groups.Place;
import cn.siyu.koc.Quarter;
import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.SignIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What happens in the social journey, as its story tells it: admitted, shared, bought together. Everything goes over HTTP. */
final class SocialLife {

    private SocialLife() {}

    /** Somebody applies, waits, and is admitted. */
    static Distributor admitted(String tier) {
        var name = "social-" + System.nanoTime();
        var token = SignIn.member(name);
        var application = Partners.apply(token, Partners.phone());
        as(token).get("/api/mp/v1/me/distributor").then().statusCode(200).body("state", equalTo("APPLIED"));
        return Partners.admit(name, application, tier);
    }

    /** The same person as one who earns. */
    static Partner partner(Distributor distributor) {
        return new Partner(
                UUID.fromString(distributor.id()),
                UUID.fromString(distributor.memberId()),
                new Buyer(distributor.name(), distributor.token(), ""));
    }

    /** Something on sale that is cheaper together. */
    static Activity activity(long price, long groupPrice, Map<String, Object> values) {
        var goods = Shop.product(price, 40);
        var id = Groups.create(Groups.request(goods, groupPrice, 20, values))
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        Groups.command(id, "publish").then().statusCode(200);
        return new Activity(id, goods, groupPrice);
    }

    /** The token of a link to an activity or to a group. */
    static String shared(Distributor distributor, Map<String, String> target) {
        var wish = new HashMap<>(target);
        wish.put("source", "WECHAT_CHAT");
        return as(distributor.token())
                .body(wish)
                .post("/api/partner/v1/share-tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    static List<String> customers(Distributor distributor) {
        return as(distributor.token())
                .get("/api/partner/v1/customers")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id");
    }

    /** A community with whoever serves it. */
    record Served(Community community, Partner koc) {}

    /** A distributor owns a community as its seller, and binds one of its members as its KOC. */
    static Served quarter(Distributor distributor) {
        var body = Map.of(
                "kind",
                "DISTRIBUTOR",
                "name",
                "李姐",
                "distributorId",
                distributor.id(),
                "memberId",
                distributor.memberId());
        var made = Quarter.done(Quarter.desk("/api/admin/v1/sellers", body), 201);
        var seller = new Seller(
                made.getString("id"), new Person(distributor.name(), distributor.token(), distributor.memberId()));
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var binding = seller.bind(community, koc);
        var kocId = Quarter.done(as(staff("support")).get("/api/admin/v1/koc-bindings/" + binding), 200)
                .getString("kocId");
        return new Served(
                community,
                new Partner(UUID.fromString(kocId), UUID.fromString(koc.id()), new Buyer(koc.name(), koc.token(), "")));
    }

    /** Two neighbours buy together what is offered to their community (B23). */
    static List<Place> bought(Served served, long price) {
        var activity = activity(
                price + 10_000,
                price,
                Map.of("size", 2, "communityId", served.community().id()));
        var leader = opened(neighbour(served.community()), activity);
        leader.payAndAwait("GROUPING");
        var other = joined(neighbour(served.community()), activity, leader.group());
        other.payAndAwait("TO_SHIP");
        leader.buyer().awaitState(leader.order(), "TO_SHIP");
        return List.of(leader, other);
    }

    static Buyer neighbour(Community community) {
        var buyer = Shop.buyer();
        buyer.asks()
                .body(Map.of("code", community.code()))
                .post("/api/mp/v1/community-joins")
                .then()
                .statusCode(200);
        return buyer;
    }

    static void shippedAndReceived(Place place) {
        Shop.ship(place.order());
        place.buyer().confirmReceipt(place.order()).then().statusCode(200);
    }
}
