package cn.siyu.commission;

import static cn.siyu.commission.Earners.attribute;
import static cn.siyu.commission.Earners.attributeToKoc;
import static cn.siyu.commission.Earners.distributor;
import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.received;
import static cn.siyu.commission.Earners.refund;
import static cn.siyu.commission.Earners.rich;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.groupbuy.Groups;
import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What somebody earns, how it becomes his, and what refunds take back. */
@QuarkusTest
class CommissionStoryTest {

    private static final String COMMISSIONS = "/api/admin/v1/commissions";

    @Test
    void a_commission_is_pending_then_frozen_then_available_then_paid_and_always_explained() {
        var partner = distributor();
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(9_999, 5), 1);
        attribute(order, partner, 850);

        var _ = buyer.pay(order);
        partner.awaitAccount("pendingFen", 849);
        Shop.ship(order);
        buyer.confirmReceipt(order).then().statusCode(200);
        partner.awaitAccount("frozenFen", 849);
        assertThat(partner.account().getLong("pendingFen")).isZero();
        Earners.thaw();
        var later = partner.again();
        later.awaitAccount("availableFen", 849);

        var withdrawal = later.withdrawn(849);
        later.awaitWithdrawal(withdrawal, "WAIT_CONFIRM");
        var confirm = later.withdrawal(withdrawal);
        assertThat(confirm.getString("confirm.package")).isNotEmpty();
        assertThat(later.account().getLong("withdrawingFen")).isEqualTo(849);
        SandboxControl.confirmTransfer(withdrawal.replace("-", ""));
        later.awaitWithdrawal(withdrawal, "SUCCEEDED");
        assertThat(later.account().getLong("paidFen")).isEqualTo(849);
        assertThat(later.account().getLong("withdrawingFen")).isZero();
        assertThat(later.account().getLong("availableFen")).isZero();

        var explained = explained(later);
        assertThat(explained.getString("verdict")).isEqualTo("MATCH");
        assertThat(explained.getString("commission.rule")).isEqualTo("TIER_DEFAULT");
        assertThat(explained.getList("arithmetic", String.class))
                .anyMatch(words -> words.contains("8.50 % of 99.99 yuan is 8.49 yuan"));
        later.get("/commissions?state=PENDING").then().statusCode(200).body("items", hasSize(0));
        later.get("/withdrawals").then().statusCode(200).body("items[0].state", equalTo("SUCCEEDED"));
    }

    @Test
    void refunds_take_their_part_before_the_thaw_and_leave_a_debt_after_the_payout() {
        var partner = distributor();
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(10_000, 5), 1);
        attribute(order, partner, 333);
        var _ = received(buyer, order);
        partner.awaitAccount("frozenFen", 333);

        refund(order, 2_500);
        partner.awaitAccount("frozenFen", 249);
        Earners.thaw();
        var later = partner.again();
        later.awaitAccount("availableFen", 249);
        var withdrawal = later.withdrawn(249);
        later.awaitWithdrawal(withdrawal, "WAIT_CONFIRM");
        SandboxControl.confirmTransfer(withdrawal.replace("-", ""));
        later.awaitWithdrawal(withdrawal, "SUCCEEDED");
        refund(order, 7_500);
        later.awaitAccount("debtFen", 249);

        later.withdraw(100).then().statusCode(409).body("code", equalTo("COMMISSION_DEBT"));
        var explained = explained(later);
        assertThat(explained.getString("verdict")).isEqualTo("MATCH");
        assertThat(explained.getString("commission.state")).isEqualTo("REVERSED");
        assertThat(explained.getList("reversals.amountFen", Long.class)).containsExactly(84L, 249L);

        var next = Shop.buyer();
        var second = next.order(Shop.product(10_000, 1), 1);
        attribute(second, later, 1_000);
        var _ = received(next, second);
        later.awaitAccount("frozenFen", 1_000);
        Earners.thaw();
        later.again().awaitAccount("availableFen", 751);
    }

    @Test
    void koc_and_employed_seller_share_a_pool_and_the_sellers_part_goes_with_his_wages() {
        var koc = Earners.koc();
        var seller = Ids.next();
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(8_765, 5), 1);
        attributeToKoc(order, koc, seller);
        var _ = received(buyer, order);
        koc.awaitAccount("frozenFen", 526);
        Earners.thaw();
        var later = koc.again();
        later.awaitAccount("availableFen", 526);

        finance()
                .get(COMMISSIONS + "?accountId=" + seller)
                .statusCode(200)
                .body("total", equalTo(1))
                .body("items[0].accountKind", equalTo("EMPLOYEE"))
                .body("items[0].amountFen", equalTo(350))
                .body("items[0].state", equalTo("AVAILABLE"));
        finance()
                .get("/api/admin/v1/ledger/transfers?account=COMMISSION_PAYROLL")
                .statusCode(200)
                .body("items.creditOwnerId", hasItem(seller.toString()));
        assertThat(explained(later).getString("verdict")).isEqualTo("MATCH");
    }

    @Test
    void a_written_rule_counts_for_what_is_placed_while_it_holds() {
        var partner = distributor();
        var goods = Shop.product(10_000, 5);
        var rule = finance()
                .post(
                        "/api/admin/v1/commission-rules",
                        Map.of(
                                "kind",
                                "CONTRACT_SPU",
                                "distributorId",
                                partner.id(),
                                "productId",
                                goods.productId(),
                                "basisPoints",
                                2_000,
                                "reason",
                                "合同"))
                .statusCode(201)
                .extract()
                .<String>path("id");
        var buyer = Shop.buyer();
        var before = buyer.order(goods, 1);
        preview(partner, goods)
                .statusCode(200)
                .body("mostFen", equalTo(2_000))
                .body("skus[0].rule", equalTo("CONTRACT_SPU"));
        finance()
                .post("/api/admin/v1/commission-rules/" + rule + "/end", Map.of("version", 1, "reason", "期满"))
                .statusCode(200);
        preview(partner, goods)
                .statusCode(200)
                .body("leastFen", equalTo(1_000))
                .body("skus[0].rule", equalTo("TIER_DEFAULT"));
        var after = buyer.order(goods, 1);
        attribute(before, partner, 500);
        attribute(after, partner, 500);

        var _ = buyer.pay(before);
        var _ = buyer.pay(after);

        partner.awaitAccount("pendingFen", 2_500);
        var list = partner.get("/commissions?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(list.getString("nextCursor")).isNotNull();
        partner.get("/commissions?cursor=" + list.getString("nextCursor"))
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
        finance().get(COMMISSIONS + "?orderId=" + before.id()).body("items[0].ruleId", equalTo(rule));
    }

    @Test
    void an_activity_may_pay_nobody_or_a_rate_of_its_own() {
        var partner = distributor();
        var quiet = filled(partner, Map.of("size", 2, "commission", "NONE"));
        var loud = filled(partner, Map.of("size", 2, "commission", "OVERRIDE", "commissionBp", 1_500));

        partner.awaitAccount("pendingFen", 135);
        finance()
                .get(COMMISSIONS + "?orderId=" + loud.id())
                .body("total", equalTo(1))
                .body("items[0].rule", equalTo("ACTIVITY"))
                .body("items[0].basisPoints", equalTo(1_500));
        finance().get(COMMISSIONS + "?orderId=" + quiet.id()).statusCode(200).body("total", equalTo(0));
        assertThat(explained(partner).getString("verdict")).isEqualTo("MATCH");
    }

    /** A group of two for 900 fen each that the partner's customer leads. */
    private static Placed filled(Partner partner, Map<String, Object> values) {
        var activity = Groups.running(9, 9, values);
        var leader = Groups.opened(Shop.buyer(), activity);
        attribute(leader.order(), partner, 500);
        leader.payAndAwait("GROUPING");
        Groups.joined(Shop.buyer(), activity, leader.group()).payAndAwait("TO_SHIP");
        return leader.order();
    }

    @Test
    void an_own_order_earns_nothing() {
        var partner = distributor();
        var own = partner.person().order(Shop.product(5_000, 2), 1);
        var other = Shop.buyer();
        var others = other.order(Shop.product(5_000, 2), 1);
        attribute(own, partner, 1_000);
        attribute(others, partner, 1_000);

        var _ = partner.person().pay(own);
        var _ = other.pay(others);

        partner.awaitAccount("pendingFen", 500);
        finance().get(COMMISSIONS + "?orderId=" + own.id()).statusCode(200).body("total", equalTo(0));
    }

    @Test
    void an_open_after_sale_keeps_it_frozen() {
        var partner = distributor();
        var buyer = Shop.buyer();
        var goods = Shop.product(4_000, 2);
        var claimed = buyer.order(goods, 1);
        var quiet = buyer.order(goods, 1);
        attribute(claimed, partner, 1_000);
        attribute(quiet, partner, 300);
        var _ = received(buyer, claimed);
        var _ = received(buyer, quiet);
        partner.awaitAccount("frozenFen", 520);
        var claim = buyer.claim(claimed, "RETURN_REFUND", 1)
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");

        Earners.thaw();
        partner.again().awaitAccount("availableFen", 120);
        assertThat(partner.again().account().getLong("frozenFen")).isEqualTo(400);
        buyer.again()
                .asks()
                .post("/api/mp/v1/after-sales/{id}/cancel", claim)
                .then()
                .statusCode(200);
        SandboxControl.advance(Duration.ofMinutes(2));

        partner.again().awaitAccount("availableFen", 520);
    }

    @Test
    void what_does_not_come_out_of_the_order_is_called_a_mismatch() {
        var partner = distributor();
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(4_000, 2), 1);
        attribute(order, partner, 1_000);
        var _ = buyer.pay(order);
        partner.awaitAccount("pendingFen", 400);

        execute("update commission_share set original_fen = 401 where order_id = '%s'".formatted(order.id()));
        var tampered = explained(partner);
        execute("update commission_share set original_fen = 400 where order_id = '%s'".formatted(order.id()));

        assertThat(tampered.getString("verdict")).isEqualTo("MISMATCH");
        assertThat(tampered.getLong("recomputedFen")).isEqualTo(400);
        assertThat(explained(partner).getString("verdict")).isEqualTo("MATCH");
    }

    @Test
    void strangers_see_nothing() {
        var partner = rich(500);
        var mine = partner.get("/commissions").then().extract().<String>path("items[0].id");
        var stranger = distributor();
        var nobody = Shop.buyer();

        stranger.get("/commissions/" + mine + "/explain").then().statusCode(404);
        stranger.get("/withdrawals/" + UUID.randomUUID()).then().statusCode(404);
        nobody.asks().get(Earners.API + "/accounts").then().statusCode(403).body("code", equalTo("NOT_A_PAYEE"));
        nobody.asks().get(Earners.API + "/commissions").then().statusCode(403);
        nobody.asks().get(Earners.API + "/withdrawals").then().statusCode(403);
        nobody.asks()
                .get(Earners.API + "/products/" + UUID.randomUUID() + "/earnings-preview")
                .then()
                .statusCode(403);
        stranger.get("/products/" + UUID.randomUUID() + "/earnings-preview")
                .then()
                .statusCode(404);
        finance().get(COMMISSIONS + "/" + mine + "/explain").statusCode(200).body("verdict", equalTo("MATCH"));
        finance().get(COMMISSIONS + "/" + UUID.randomUUID() + "/explain").statusCode(404);
        finance().get(COMMISSIONS + "?page=0").statusCode(400);
    }

    private static JsonPath explained(Partner partner) {
        var id = partner.get("/commissions").then().statusCode(200).extract().<String>path("items[0].id");
        return partner.get("/commissions/" + id + "/explain")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static ValidatableResponse preview(Partner partner, Goods goods) {
        return partner.get("/products/" + goods.productId() + "/earnings-preview")
                .then();
    }

    private static Staff finance() {
        return new Staff(Shop.staff("finance"));
    }
}
