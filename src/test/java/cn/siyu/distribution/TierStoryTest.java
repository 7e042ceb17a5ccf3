package cn.siyu.distribution;

import static cn.siyu.distribution.Ladder.TIERS;
import static cn.siyu.distribution.Ladder.at;
import static cn.siyu.distribution.Ladder.awaitTier;
import static cn.siyu.distribution.Ladder.certificate;
import static cn.siyu.distribution.Ladder.certify;
import static cn.siyu.distribution.Ladder.history;
import static cn.siyu.distribution.Ladder.replay;
import static cn.siyu.distribution.Ladder.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Up by what customers buy, down at the end of a month, and every step explained. */
@QuarkusTest
class TierStoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Claims claims;

    private Ladder top;

    @BeforeEach
    void aTierAboveAllOthers() {
        top = Ladder.tier(
                1_200,
                List.of(
                        at("NET_SALES", "CALENDAR_MONTH", 20_000),
                        at("PAYING_CUSTOMERS", "ROLLING_30", 2),
                        at("REFUND_RATE", "ROLLING_30", 5_000),
                        certificate()));
    }

    @AfterEach
    void noRuleLeadsThereAnyMore() {
        top.retire();
    }

    @Test
    void customers_carry_him_up_for_later_orders_and_money_that_goes_back_brings_him_down_at_the_months_end() {
        var distributor = Partners.distributor();
        var goods = Shop.product(15_000, 10);
        certify(distributor);
        var first = customer(distributor);
        var second = customer(distributor);
        var before = first.order(goods, 1);
        var _ = first.pay(before);
        var half = standing(distributor);
        var alsoBefore = second.pay(second.order(goods, 1));

        awaitTier(distributor, top.name());

        assertThat(half.getString("tierName")).isEqualTo("普通");
        assertThat(half.getInt("own.open")).isZero();
        assertThat(shareOf(before)).isEqualTo(500);
        assertThat(shareOf(alsoBefore)).isEqualTo(500);
        assertThat(shareOf(customer(distributor).order(goods, 1))).isEqualTo(1_200);
        var raised = history(distributor);
        assertThat(raised.getString("items[0].cause")).isEqualTo("RAISED");
        assertThat(raised.getString("items[0].nameBefore")).isEqualTo("普通");
        assertThat(raised.getString("items[0].reason")).contains("NET_SALES CALENDAR_MONTH 30000 >= 20000");
        assertThat(replay(raised.getString("items[0].evaluationId")).getString("result"))
                .isEqualTo("MATCH");

        refund(before, 15_000);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(value(distributor, "NET_SALES")).isEqualTo(15_000));
        assertThat(standing(distributor).getString("tierName")).isEqualTo(top.name());
        theMonthEnds();

        awaitTier(distributor, "普通");
        var lowered = history(distributor);
        assertThat(lowered.getString("items[0].cause")).isEqualTo("LOWERED");
        assertThat(lowered.getString("items[0].reason")).contains("NET_SALES CALENDAR_MONTH 15000 < 20000");
        var evaluation = lowered.getString("items[0].evaluationId");
        assertThat(replay(evaluation).getString("result")).isEqualTo("MATCH");
        meddle(evaluation);
        assertThat(replay(evaluation).getString("result")).isEqualTo("MISMATCH");
        auditor()
                .get(TIERS + "/evaluations?distributorId=" + distributor.id())
                .then()
                .statusCode(200)
                .body("total", equalTo(2))
                .body("items[0].inputs.totals.size()", equalTo(2));
        auditor().get(TIERS + "/evaluations/" + evaluation).then().statusCode(200);
        auditor()
                .get("/api/admin/v1/distributors/{id}/tier/history?limit=1", distributor.id())
                .then()
                .statusCode(200)
                .body("nextCursor", notNullValue());
        periodsAreDone();
    }

    @Test
    void what_he_buys_himself_and_heads_that_he_brings_lead_nowhere() {
        var distributor = Partners.distributor();
        certify(distributor);
        var himself = Person.of(distributor);

        claims.ordered(himself, Ids.next(), distributor, 1_000_000);
        claims.ordered(Person.called("head"), Ids.next(), distributor, 0);

        var seen = standing(distributor);
        assertThat(seen.getString("next.tierName")).isEqualTo(top.name());
        assertThat(seen.getInt("next.open")).isEqualTo(2);
        assertThat(missing(seen, "NET_SALES")).isEqualTo(20_000);
        assertThat(missing(seen, "PAYING_CUSTOMERS")).isEqualTo(2);
        for (var metric : List.of("RECRUITS", "TEAM_SALES", "OWN_PURCHASES")) {
            top.under(List.of(at(metric, "LIFETIME", 30)))
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("TIER_METRIC_UNLAWFUL"))
                    .body("rule", equalTo("L8"));
        }
        top.under(List.of(at("REFUND_RATE", "QUARTER", 100)))
                .then()
                .statusCode(422)
                .body("code", equalTo("TIER_CONDITIONS_CONTRADICT"));
    }

    @Test
    void a_pinned_one_stays_whatever_he_sells_until_the_pin_is_over() {
        var distributor = Partners.distributor();
        var gold = Partners.tier("金牌");
        Ladder.pin(distributor, gold, Duration.ofHours(1), claims.now()).then().statusCode(200);
        assertThat(claims.of(distributor).orElseThrow().rate().basisPoints()).isEqualTo(1_000);

        certify(distributor);
        sells(distributor);
        assertThat(standing(distributor).getString("pin.tierName")).isEqualTo("金牌");
        SandboxControl.advance(Duration.ofMinutes(61));

        awaitTier(distributor, top.name());
        assertThat(history(distributor).getList("items.cause", String.class)).containsExactly("RAISED", "PINNED");
        auditor()
                .get("/api/admin/v1/distributors/{id}/tier-pin", distributor.id())
                .then()
                .statusCode(404);
        Ladder.pin(distributor, gold, Duration.ofDays(400), claims.now())
                .then()
                .statusCode(422)
                .body("code", equalTo("PIN_TOO_LONG"));
        Ladder.pin(distributor, gold, Duration.ofDays(4), claims.now()).then().statusCode(200);
        auditor()
                .get("/api/admin/v1/distributors/{id}/tier-pin", distributor.id())
                .then()
                .statusCode(200);
        ops().body(Map.of("reason", "合约结束"))
                .post("/api/admin/v1/distributors/{id}/tier-pin/end", distributor.id())
                .then()
                .statusCode(204);
        assertThat(standing(distributor).getString("tierName")).isEqualTo(top.name());
    }

    @Test
    void a_dry_run_lists_who_would_move_and_moves_nobody() {
        var distributor = Partners.distributor();
        certify(distributor);
        claims.ordered(Person.called("c"), Ids.next(), distributor, 900_000);
        var asked = ops().body(Map.of(
                        "tiers",
                        List.of(Map.of(
                                "tierId", top.id(),
                                "match", "ALL",
                                "conditions", List.of(certificate(), at("NET_SALES", "ROLLING_90", 900_000))))))
                .post(TIERS + "/dry-runs")
                .then()
                .statusCode(202)
                .extract();
        var id = asked.<String>path("id");

        await().atMost(PATIENCE)
                .untilAsserted(() -> auditor()
                        .get(TIERS + "/dry-runs/" + id)
                        .then()
                        .statusCode(200)
                        .body("doneAt", notNullValue())
                        .body("evaluated", greaterThan(0)));

        var moves = auditor()
                .get(TIERS + "/dry-runs/{id}/moves?outcome=RAISED&size=100", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(moves.getString("items.find { it.distributorId == '" + distributor.id() + "' }.tierAfter"))
                .isEqualTo(top.id());
        assertThat(standing(distributor).getString("tierName")).isEqualTo("普通");
        auditor().get(asked.header("Location")).then().statusCode(200).body("state", equalTo("DONE"));
        ops().body(Map.of(
                        "tiers",
                        List.of(Map.of(
                                "tierId",
                                top.id(),
                                "match",
                                "ALL",
                                "conditions",
                                List.of(at("RECRUITS", "LIFETIME", 3))))))
                .post(TIERS + "/dry-runs")
                .then()
                .statusCode(422);
        auditor().get(TIERS + "/dry-runs/" + distributor.id()).then().statusCode(404);
    }

    @Test
    void the_policy_of_the_ladder_has_versions() {
        var now = auditor().get("/api/admin/v1/tier-policies/current").jsonPath();
        var version = now.getInt("version");
        var movement = Map.<String, Object>of("upgrade", "IMMEDIATE", "period", "MONTH", "gracePeriods", 1);

        policy(movement, version).statusCode(200).body("version", equalTo(version + 1));
        policy(movement, version).statusCode(409);
        policy(
                        Map.of("upgrade", "IMMEDIATE", "period", "MONTH", "gracePeriods", 1, "floorTierId", Ids.next()),
                        version + 1)
                .statusCode(422);

        auditor()
                .get("/api/admin/v1/tier-policies?size=2")
                .then()
                .statusCode(200)
                .body("items[0].version", equalTo(version + 1))
                .body("items[0].reason", equalTo("定规"));
    }

    private static ValidatableResponse policy(Map<String, Object> movement, int version) {
        return Shop.as(Shop.staff("merchandiser"))
                .body(Map.of("movement", movement, "reason", "定规", "version", version))
                .put("/api/admin/v1/tier-policies/current")
                .then();
    }

    private static RequestSpecification auditor() {
        return Shop.as(Shop.staff("auditor"));
    }

    private static RequestSpecification ops() {
        return Shop.as(Shop.staff("ops"));
    }

    /** Somebody who has come by the distributor's link. */
    private static Buyer customer(Distributor distributor) {
        var buyer = Shop.buyer();
        Partners.open(buyer.token(), distributor.link());
        return buyer;
    }

    private void sells(Distributor distributor) {
        for (var i = 0; i < 2; i++) {
            claims.ordered(Person.called("c" + i), Ids.next(), distributor, 15_000);
        }
    }

    private static void refund(Placed order, long fen) {
        Shop.as(Shop.staff("support"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("amountFen", fen, "reason", "瑕疵"))
                .post("/api/admin/v1/orders/{id}/refund", order.id())
                .then()
                .statusCode(201);
    }

    private static long value(Distributor distributor, String metric) {
        return standing(distributor).getLong("own.conditions.find { it.metric == '" + metric + "' }.value");
    }

    private static long missing(JsonPath standing, String metric) {
        return standing.getLong("next.conditions.find { it.metric == '" + metric + "' }.missing");
    }

    private void theMonthEnds() {
        var today = ShopCalendar.dayOf(claims.now());
        var next = today.withDayOfMonth(1).plusMonths(1);
        SandboxControl.advance(
                Duration.between(claims.now(), ShopCalendar.startOf(next).plusSeconds(60)));
    }

    private static void periodsAreDone() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> auditor()
                        .get(TIERS + "/periods")
                        .then()
                        .statusCode(200)
                        .body("items[0].doneAt", notNullValue())
                        .body("items[0].lowered", greaterThan(0)));
        var period = auditor().get(TIERS + "/periods").jsonPath().getString("items[0].period");
        ops().body(Map.of("reason", "再跑"))
                .post(TIERS + "/periods/{period}/resume", period)
                .then()
                .statusCode(409);
        ops().body(Map.of("reason", "再跑"))
                .post(TIERS + "/periods/{period}/resume", "1999-01")
                .then()
                .statusCode(404);
    }

    private static int shareOf(Placed order) {
        try (var owner = Database.asOwner();
                var query = owner.prepareStatement(
                        "select distributor_bp from trade_order_origin where order_id = ?::uuid")) {
            query.setString(1, order.id());
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void meddle(String evaluation) {
        try (var owner = Database.asOwner();
                var update = owner.prepareStatement(
                        "update distribution_tier_evaluation set missed = 7 where id = ?::uuid")) {
            update.setString(1, evaluation);
            assertThat(update.executeUpdate()).isOne();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
