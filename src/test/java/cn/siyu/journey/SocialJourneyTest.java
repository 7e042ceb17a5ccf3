package cn.siyu.journey;

import static cn.siyu.groupbuy.Groups.awaitGroup;
import static cn.siyu.groupbuy.Groups.awaitRefunds;
import static cn.siyu.groupbuy.Groups.joined;
import static cn.siyu.groupbuy.Groups.opened;
import static cn.siyu.journey.SocialLife.activity;
import static cn.siyu.journey.SocialLife.admitted;
import static cn.siyu.journey.SocialLife.bought;
import static cn.siyu.journey.SocialLife.customers;
import static cn.siyu.journey.SocialLife.partner;
import static cn.siyu.journey.SocialLife.quarter;
import static cn.siyu.journey.SocialLife.shared;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.staff;
import static cn.siyu.testing.Strangers.allowing;
import static cn.siyu.testing.Strangers.awaitTold;
import static cn.siyu.testing.Strangers.page;
import static cn.siyu.testing.Strangers.through;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.groupbuy.Groups.Place;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Share, gather, earn: one link, two groups, a community; who earns, who is paid back, and what the brand sees of it. */
@QuarkusTest
class SocialJourneyTest {

    private static final String SUCCEEDED = "sample-group-succeeded";
    private static final String FAILED = "sample-group-failed";
    private static final String REFUNDED = "sample-refunded";
    private static final String SHIPPED = "sample-shipped";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a group member pays, and the tenth of it that a distributor of the highest tier earns. */
    private static final long GROUP_PRICE = 189_000;

    private static final long EARNED = 18_900;

    /** A price that does not divide: of its tenth (5,999) the seller has four parts of ten, the KOC what both have less that. */
    private static final long COMMUNITY_PRICE = 59_999;

    private static final long SELLERS_PART = 2_399;
    private static final long KOCS_PART = 3_600;

    @AfterEach
    void peace() {
        SandboxControl.reset();
    }

    @Test
    void a_shared_link_gathers_one_group_that_buys_and_one_that_is_refunded_and_every_fen_is_explained() {
        var before = overview();
        var distributor = admitted("金牌");
        var activity = activity(199_000, GROUP_PRICE, Map.of("size", 3));
        var link = shared(distributor, Map.of("activityId", activity.id()));

        // Strangers see what they are shown and that it is advertised for money; they come, and are the distributor's.
        assertThat(page(link)).contains("广告").contains("¥1890.00").contains("拼团价");
        var leader = opened(allowing(through(link), SUCCEEDED, SHIPPED), activity);
        leader.payAndAwait("GROUPING");
        var progress = page(shared(distributor, Map.of("buyGroupId", leader.group())));
        assertThat(progress).contains("广告").contains("3 人团，已有 1 人付款").contains("还差 2 人成团");
        var second = joined(allowing(through(link), SUCCEEDED, REFUNDED), activity, leader.group());
        second.payAndAwait("GROUPING");
        var third = joined(through(link), activity, leader.group());
        third.pay();
        var group = List.of(leader, second, third);
        assertThat(awaitGroup(leader.buyer(), leader.group(), "SUCCEEDED").getInt("paid"))
                .isEqualTo(3);
        group.forEach(place -> place.buyer().awaitState(place.order(), "TO_SHIP"));

        // By the same link another group begins, and does not fill.
        var lonely = opened(allowing(through(link), FAILED, REFUNDED), activity);
        lonely.payAndAwait("GROUPING");
        var hopeful = joined(through(link), activity, lonely.group());
        hopeful.payAndAwait("GROUPING");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(customers(distributor)).hasSize(5));

        // A community buys together too: its seller and its KOC share the pool.
        var seller = admitted("银牌");
        var quarter = quarter(seller);
        var neighbours = bought(quarter, COMMUNITY_PRICE);

        // The brand sees what was sold; what still gathers is not sold.
        var sold = 3 * GROUP_PRICE + 2 * COMMUNITY_PRICE;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(grown(before, overview(), "total.settledGmvFen"))
                        .isEqualTo(sold));
        var seen = overview();
        assertThat(grown(before, seen, "total.orders")).isEqualTo(5);
        assertThat(grown(before, seen, "members.newBuyers")).isEqualTo(5);
        assertThat(grown(before, seen, "bSide.settledGmvFen")).isEqualTo(3 * GROUP_PRICE);
        assertThat(grown(before, seen, "cSide.settledGmvFen")).isEqualTo(2 * COMMUNITY_PRICE);
        assertThat(line(seen, "distributors", distributor.id())).isEqualTo(3 * GROUP_PRICE);
        assertThat(line(seen, "communities", quarter.community().id())).isEqualTo(2 * COMMUNITY_PRICE);
        assertThat(line(seen, "kocs", quarter.koc().id().toString())).isEqualTo(2 * COMMUNITY_PRICE);

        // What was earned is pending, and frozen when the goods are there.
        var earning = partner(distributor);
        earning.awaitAccount("pendingFen", 3 * EARNED);
        Stream.concat(group.stream(), neighbours.stream()).forEach(SocialLife::shippedAndReceived);
        earning.awaitAccount("frozenFen", 3 * EARNED);
        quarter.koc().awaitAccount("frozenFen", 2 * KOCS_PART);
        awaitTold(leader.buyer(), SUCCEEDED, SHIPPED);
        awaitTold(third.buyer());

        // A day later the second group is over: each member's own payment is back in full.
        SandboxControl.advance(Duration.ofDays(1).plusMinutes(1));
        var waiting = lonely.buyer().again();
        assertThat(awaitGroup(waiting, lonely.group(), "FAILED").getString("failReason"))
                .isEqualTo("EXPIRED");
        awaitRefunds(waiting, lonely.group(), 2);
        for (var place : List.of(lonely, hopeful)) {
            place.buyer().again().awaitState(place.order(), "CLOSED");
            assertThat(kept(place)).isZero();
        }
        group.forEach(place -> assertThat(kept(place)).isEqualTo(GROUP_PRICE));
        awaitTold(lonely.buyer(), FAILED, REFUNDED);

        // After eight days it may be withdrawn; the transfer waits until its payee has confirmed it.
        SandboxControl.advance(Duration.ofDays(7));
        var later = earning.again();
        later.awaitAccount("availableFen", 3 * EARNED);
        withdrawn(later, distributor);

        // One of the group sends her goods back late, and the shop is generous: the commission is negative now.
        var unsold = overview();
        returned(second);
        later.awaitAccount("debtFen", EARNED);
        later.withdraw(1_000).then().statusCode(409).body("code", equalTo("COMMISSION_DEBT"));
        assertThat(kept(second)).isZero();
        awaitTold(second.buyer(), SUCCEEDED, REFUNDED);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(grown(unsold, overview(), "total.refundedFen"))
                        .isEqualTo(GROUP_PRICE));
        assertThat(grown(unsold, overview(), "total.settledGmvFen")).isZero();

        // Every fen is explained, and the books agree.
        explained(later, "SESSION_LINK", List.of(0L, EARNED, EARNED));
        var servingKoc = quarter.koc().again();
        servingKoc.awaitAccount("availableFen", 2 * KOCS_PART);
        explained(servingKoc, "COMMUNITY", List.of(KOCS_PART, KOCS_PART));
        var owner = partner(seller);
        owner.awaitAccount("availableFen", 2 * SELLERS_PART);
        explained(owner, "COMMUNITY", List.of(SELLERS_PART, SELLERS_PART));
        assertThat(brokenBooks()).isEmpty();
    }

    // The words of the story

    /** All of it; news of the orders that is still on its way is waited for. */
    private static void withdrawn(Partner partner, Distributor distributor) {
        await().atMost(PATIENCE).until(() -> partner.withdraw(3 * EARNED).statusCode(), status -> status == 201);
        var id = partner.get("/withdrawals").then().statusCode(200).extract().<String>path("items[0].id");
        partner.awaitWithdrawal(id, "WAIT_CONFIRM");
        assertThat(partner.account().getLong("withdrawingFen")).isEqualTo(3 * EARNED);

        var bill = id.replace("-", "");
        SandboxControl.confirmTransfer(bill);

        partner.awaitWithdrawal(id, "SUCCEEDED");
        assertThat(partner.account().getLong("paidFen")).isEqualTo(3 * EARNED);
        var transfer = SandboxControl.transfer(bill);
        assertThat(transfer.path("fen").asLong()).isEqualTo(3 * EARNED);
        assertThat(transfer.path("openid").asText()).isEqualTo(SandboxControl.openid(distributor.name()));
    }

    /** The seven days are over, so it is not her right any more; the desk takes it back all the same. */
    private static void returned(Place place) {
        var buyer = place.buyer().again();
        buyer.claim(place.order(), "RETURN_REFUND", 1).then().statusCode(422);
        as(staff("support"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("amountFen", GROUP_PRICE, "reason", "退货到仓"))
                .post("/api/admin/v1/orders/{id}/refund", place.order().id())
                .then()
                .statusCode(201);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(buyer.see(place.order()).getLong("refundedFen"))
                        .isEqualTo(GROUP_PRICE));
    }

    /** What the shop has of a payment, by WeChat's own books. */
    private static long kept(Place place) {
        var payment = SandboxControl.payment(place.order().number());
        assertThat(payment.path("totalFen").asLong()).isEqualTo(place.order().totalFen());
        return payment.path("totalFen").asLong() - payment.path("refundedFen").asLong();
    }

    /** Each commission says what brought it, and is reckoned once more from the order as it was sold. */
    private static void explained(Partner partner, String source, List<Long> amounts) {
        var list = partner.get("/commissions").then().statusCode(200).extract().jsonPath();
        assertThat(list.getList("items.amountFen", Long.class)).containsExactlyInAnyOrderElementsOf(amounts);
        for (var id : list.<String>getList("items.id")) {
            var why = partner.get("/commissions/" + id + "/explain")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(why.getString("verdict")).isEqualTo("MATCH");
            assertThat(why.getString("attribution.source")).isEqualTo(source);
            assertThat(why.getList("arithmetic")).isNotEmpty();
            var back = why.getList("reversals.amountFen", Long.class).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(why.getLong("commission.originalFen") - back).isEqualTo(why.getLong("commission.amountFen"));
        }
    }

    private static List<String> brokenBooks() {
        try (var owner = Database.asOwner()) {
            return Stream.of("INV-03", "INV-04", "INV-10")
                    .flatMap(name -> Invariants.offenders(owner, name, SandboxControl.now()).stream())
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonPath overview() {
        return as(staff("finance"))
                .get("/api/admin/v1/reports/overview?range=30D")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long grown(JsonPath before, JsonPath after, String path) {
        return after.getLong(path) - before.getLong(path);
    }

    private static long line(JsonPath overview, String list, String key) {
        return overview.getLong(list + ".find { it.key == '" + key + "' }.creditedGmvFen");
    }
}
