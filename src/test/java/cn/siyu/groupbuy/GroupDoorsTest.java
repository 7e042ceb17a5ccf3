package cn.siyu.groupbuy;

import static cn.siyu.groupbuy.Groups.command;
import static cn.siyu.groupbuy.Groups.join;
import static cn.siyu.groupbuy.Groups.joined;
import static cn.siyu.groupbuy.Groups.led;
import static cn.siyu.groupbuy.Groups.opened;
import static cn.siyu.groupbuy.Groups.running;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.staff;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.groupbuy.Groups.Activity;
import cn.siyu.groupbuy.Groups.Place;
import cn.siyu.koc.Quarter;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Through which doors one finds groups: only those that one can join (B21), and those of a community where it is at home (B23). */
@QuarkusTest
class GroupDoorsTest {

    @Test
    void only_groups_that_can_still_be_joined_are_offered() {
        var activity = running(20, 10, Map.of("groupTtlMinutes", 30));
        var soon = led(activity);
        SandboxControl.advance(Duration.ofMinutes(10));
        var later = led(activity);
        var looker = Shop.buyer();
        assertThat(offered(looker.asks(), activity)).containsExactly(soon.group(), later.group());

        command(activity.id(), "pause").then().statusCode(200);
        assertThat(offered(looker.asks(), activity)).isEmpty();
        command(activity.id(), "resume").then().statusCode(200);

        // With a minute left nobody is let in any more.
        SandboxControl.advance(Duration.ofMinutes(19));
        assertThat(offered(looker.again().asks(), activity)).containsExactly(later.group());
    }

    @Test
    void the_groups_of_a_community_are_found_by_those_who_belong_to_it() {
        var seller = Quarter.Seller.hired();
        var community = Quarter.Community.of(seller);
        var home = "/api/mp/v1/communities/" + community.id() + "/group-buys";
        var activity = running(20, 10, Map.of("mode", "COMMUNITY", "size", 2, "communityId", community.id()));
        var offeredToo = running(20, 10, Map.of("communityId", community.id()));
        var neighbour = Quarter.Person.born("neighbour");
        var stranger = Shop.buyer();

        neighbour.get(home).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        var _ = neighbour.join(community);
        var cards = neighbour
                .get(home)
                .then()
                .statusCode(200)
                .body("serverTime", notNullValue())
                .extract()
                .jsonPath();
        assertThat(cards.getList("items.id")).containsExactlyInAnyOrder(activity.id(), offeredToo.id());
        assertThat(seller.person().get(home).jsonPath().getList("items.id"))
                .containsExactlyInAnyOrder(activity.id(), offeredToo.id());
        stranger.asks().get(home).then().statusCode(404);
        stranger.asks().get(home + "?limit=0").then().statusCode(400);
        as(stranger.token())
                .get("/api/mp/v1/communities/{id}/group-buys", UUID.randomUUID())
                .then()
                .statusCode(404);

        var leader = opened(Shop.buyer(neighbour.name()), activity);
        leader.payAndAwait("GROUPING");
        var friend = Quarter.Person.born("friend");
        var _ = friend.join(community);
        assertThat(offered(as(friend.token()), activity)).containsExactly(leader.group());
        assertThat(offered(stranger.asks(), activity)).isEmpty();
        assertThat(offered(given(), activity)).isEmpty();
        var second = joined(Shop.buyer(friend.name()), activity, leader.group());
        second.payAndAwait("TO_SHIP");
        quote(stranger, activity)
                .then()
                .statusCode(200)
                .body("refusedAs", equalTo("GROUP_BUY_AUDIENCE"))
                .body("condition", containsString("仅限本社群成员"));
        quote(second.buyer(), activity).then().body("refusedAs", nullValue());
        // Of a group that is full a stranger hears that it was none for him, and a member that he is in it.
        join(stranger, activity, leader.group(), 1).then().statusCode(422).body("code", equalTo("GROUP_BUY_AUDIENCE"));
        join(second.buyer(), activity, leader.group(), 1)
                .then()
                .statusCode(409)
                .body("code", equalTo("GROUP_ALREADY_JOINED"));
    }

    /** Without the activity the community that he joined last would have it (D5). */
    @Test
    void an_order_in_an_activity_for_a_community_is_that_communitys_whatever_others_its_buyer_is_in() {
        var seller = Quarter.Seller.hired();
        var at = Quarter.Community.of(seller);
        var other = Quarter.Community.of(seller);
        var _ = seller.bind(at, Quarter.Person.born("koc"));
        var _ = seller.bind(other, Quarter.Person.born("koc"));
        var neighbour = Quarter.Person.born("neighbour");
        var _ = neighbour.join(at);
        var _ = neighbour.join(other);
        var stranger = Shop.buyer();
        var activity = running(20, 10, Map.of("communityId", at.id()));

        var his = opened(Shop.buyer(neighbour.name()), activity);
        var strangers = opened(stranger, activity);

        assertThat(origin(his).getString("origin.source")).isEqualTo("COMMUNITY");
        assertThat(origin(his).getString("origin.koc.communityId")).isEqualTo(at.id());
        assertThat(origin(strangers).getString("origin.source")).isEqualTo("NONE");
    }

    private static Response quote(Buyer buyer, Activity activity) {
        return buyer.asks()
                .body(Map.of("skuId", activity.goods().sku(), "quantity", 1, "addressId", buyer.addressId()))
                .post("/api/mp/v1/group-buys/{id}/quotes", activity.id());
    }

    private static JsonPath origin(Place place) {
        return as(staff("support"))
                .get("/api/admin/v1/orders/{id}", place.order().id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<String> offered(RequestSpecification caller, Activity activity) {
        return caller.get("/api/mp/v1/group-buys/{id}/open-buy-groups", activity.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id");
    }
}
