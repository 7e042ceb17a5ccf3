package cn.siyu.koc;

import static cn.siyu.koc.Quarter.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.promotion.Vouchers;
import cn.siyu.testing.Database;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Communities day by day: what is bought there, how they do, what they are to reach, and which bindings go on. */
@QuarkusTest
class KocOperationTest {

    private static final String TARGETS = "/api/admin/v1/koc-targets";
    private static final String SPLITS = "/api/admin/v1/koc-splits";

    @Test
    void what_a_community_buys_shows_in_its_health_in_targets_and_on_the_workbench() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var binding = seller.bind(community, koc);
        var buyer = neighbour(community);
        var month = YearMonth.from(ShopCalendar.dayOf(SandboxControl.now())).toString();
        for (var metric : List.of("JOINS", "BUYERS", "ORDERS", "NET_SALES", "CONVERSION")) {
            var _ = done(target("COMMUNITY", community.id(), metric, month, 100, null), 200);
            var _ = done(target("SELLER", seller.id(), metric, month, 100, null), 200);
        }
        var kocId = done(koc.get("/api/partner/v1/koc/workbench"), 200).getString("kocId");
        var _ = done(target("KOC", kocId, "NET_SALES", month, 100, null), 200);

        var order = buyer.buy(Shop.product(10_000, 9), 1);
        awaitOrders(community, 1);
        refund(order, 4_000);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(actual(community.id(), month, "NET_SALES")).isEqualTo(order.totalFen() - 4_000));
        assertThat(actual(community.id(), month, "JOINS")).isEqualTo(2);
        assertThat(actual(community.id(), month, "BUYERS")).isEqualTo(1);
        assertThat(actual(community.id(), month, "ORDERS")).isEqualTo(1);
        assertThat(actual(community.id(), month, "CONVERSION")).isEqualTo(5_000);
        assertThat(actual(seller.id(), month, "JOINS")).isEqualTo(2);
        assertThat(actual(seller.id(), month, "NET_SALES")).isEqualTo(order.totalFen() - 4_000);
        assertThat(actual(seller.id(), month, "CONVERSION")).isEqualTo(5_000);
        assertThat(actual(kocId, month, "NET_SALES")).isEqualTo(order.totalFen() - 4_000);
        var own = done(koc.get("/api/partner/v1/koc-targets?period=" + month), 200);
        assertThat(own.<String>getList("items.kind"))
                .contains("KOC", "COMMUNITY")
                .doesNotContain("SELLER");
        assertThat(done(seller.person().get("/api/partner/v1/koc-targets"), 200).<String>getList("items.kind"))
                .contains("SELLER", "COMMUNITY");

        var today = done(koc.get("/api/partner/v1/communities/" + community.id() + "/health"), 200);
        assertThat(today.getList("items")).hasSize(7);
        assertThat(today.getInt("items[0].members")).isEqualTo(2);
        assertThat(today.getInt("items[0].joined")).isEqualTo(2);
        assertThat(today.getInt("items[0].buyers")).isEqualTo(1);
        assertThat(today.getInt("items[0].conversionBp")).isEqualTo(5_000);
        assertThat(today.getInt("items[0].silent")).isZero();
        assertThat(today.getLong("items[0].refundedFen")).isEqualTo(4_000);
        assertThat(today.getLong("items[0].netFen")).isEqualTo(order.totalFen() - 4_000);
        assertThat(today.getInt("items[1].members")).isZero();

        var bench = done(koc.get("/api/partner/v1/koc/workbench"), 200);
        assertThat(bench.getLong("today.orders")).isEqualTo(1);
        assertThat(bench.getLong("month.netFen")).isEqualTo(order.totalFen() - 4_000);
        assertThat(bench.getString("serving[0].id")).isEqualTo(binding);
        assertThat(bench.getInt("split.kocBp")).isPositive();
        assertThat(bench.getList("tasks")).isEmpty();
        assertThat(bench.getList("groupBuys")).isEmpty();
    }

    @Test
    void who_has_neither_bought_nor_opened_a_link_for_long_is_silent() throws SQLException {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var quiet = Person.born("member");
        var gone = Person.born("member");
        var _ = quiet.join(community);
        var stay = gone.join(community);
        gone.post("/api/mp/v1/community-joins/" + stay + "/leave").then().statusCode(204);
        shift(
                "update koc_membership set joined_at = joined_at - interval '40 days' where community_id = ?",
                community.id());

        var health = done(staff().get("/api/admin/v1/communities/" + community.id() + "/health"), 200);
        assertThat(health.getInt("items[0].silent")).isEqualTo(1);
        assertThat(health.getInt("items[0].left")).isEqualTo(1);
        assertThat(health.getInt("items[1].members")).isEqualTo(2);
        var all = done(staff().get("/api/admin/v1/community-health?ownerId=" + seller.id()), 200);
        assertThat(all.getInt("items[0].silent")).isEqualTo(1);
        assertThat(all.getLong("total")).isEqualTo(1);
        staff().get("/api/admin/v1/community-health?size=0").then().statusCode(400);
        staff().get("/api/admin/v1/communities/" + UUID.randomUUID() + "/health")
                .then()
                .statusCode(404);
        staff().get("/api/admin/v1/communities/" + community.id() + "/health?from=2020-01-01")
                .then()
                .statusCode(400);
        Seller.hired()
                .person()
                .get("/api/partner/v1/communities/" + community.id() + "/health")
                .then()
                .statusCode(404);
    }

    @Test
    void a_target_is_one_of_its_kind_and_files_replace() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var set = done(target("COMMUNITY", community.id(), "JOINS", "2026-W40", 10, null), 200);

        assertThat(done(target("COMMUNITY", community.id(), "JOINS", "2026-W40", 20, null), 409)
                        .getString("code"))
                .isEqualTo("STATE_CHANGED");
        assertThat(done(target("COMMUNITY", community.id(), "JOINS", "2026-W40", 20, set.getLong("version")), 200)
                        .getLong("goal"))
                .isEqualTo(20);
        assertThat(done(target("KOC", community.id(), "JOINS", "2026-W40", 20, null), 422)
                        .getString("code"))
                .isEqualTo("TARGET_UNKNOWN");
        assertThat(done(target("KOC", community.id(), "CONVERSION", "2026-W40", 20, null), 422)
                        .getString("code"))
                .isEqualTo("TARGET_UNFIT");
        target("COMMUNITY", community.id(), "JOINS", "2026-W60", 20, null)
                .then()
                .statusCode(400);

        var file = "kind,subject,metric,period,goal\nCOMMUNITY," + community.id()
                + ",JOINS,2026-W40,30\nCOMMUNITY,x,JOINS,2026-W40,1\n";
        var job = done(
                        Shop.as(Shop.staff("merchandiser"))
                                .contentType("text/csv")
                                .body(file.getBytes(StandardCharsets.UTF_8))
                                .post(TARGETS + "/imports"),
                        202)
                .getString("jobId");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(done(staff().get("/api/admin/v1/jobs/" + job), 200)
                                .getLong("failed"))
                        .isEqualTo(1));
        assertThat(done(staff().get(TARGETS + "?subjectId=" + community.id()), 200)
                        .getLong("items[0].goal"))
                .isEqualTo(30);
        Shop.as(Shop.staff("merchandiser"))
                .contentType("text/csv")
                .body(new byte[0])
                .post(TARGETS + "/imports")
                .then()
                .statusCode(400);
        staff().delete(TARGETS + "/" + set.getString("id")).then().statusCode(204);
        staff().delete(TARGETS + "/" + set.getString("id")).then().statusCode(404);
        staff().get(TARGETS + "?size=0").then().statusCode(400);
        Person.born("nobody").get("/api/partner/v1/koc-targets").then().statusCode(403);
    }

    @Test
    void a_binding_in_which_enough_was_done_goes_on_and_one_under_an_old_agreement_does_not() throws SQLException {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var busy = Person.born("koc");
        var lazy = Person.born("koc");
        var going = seller.bind(community, busy);
        var ending = seller.bind(community, lazy);
        var before =
                done(staff().get("/api/admin/v1/koc-bindings/" + going), 200).getString("until");
        for (var nth = 0; nth < 3; nth++) {
            shift("""
                    insert into koc_sale (order_id, member_id, at, gross_fen, binding_id, koc_id, seller_id, community_id)
                    select gen_random_uuid(), gen_random_uuid(), valid_from + interval '1 second', 100, id, koc_id, seller_id,
                           community_id
                      from koc_binding where id = ?""", going);
        }
        shift("update koc_binding set agreement_version = '2025-01' where id = ?", ending);
        for (var binding : List.of(going, ending)) {
            shift("update koc_binding set valid_to = valid_from + interval '1 hour' where id = ?", binding);
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(history(going).getList("renewals")).hasSize(1));
        assertThat(history(going).getInt("renewals[0].orders")).isEqualTo(3);
        assertThat(history(going).getString("agreements[0].version")).isEqualTo(Quarter.AGREEMENT);
        assertThat(done(staff().get("/api/admin/v1/koc-bindings/" + going), 200).getString("until"))
                .isGreaterThan(before);
        assertThat(history(ending).getList("renewals")).isEmpty();
        staff().get("/api/admin/v1/koc-bindings/" + UUID.randomUUID() + "/history")
                .then()
                .statusCode(404);

        var agreement = "/api/partner/v1/koc-bindings/" + ending + "/agreement";
        assertThat(done(lazy.post(agreement, Map.of("agreementVersion", "2020-01")), 409)
                        .getString("code"))
                .isEqualTo("AGREEMENT_CHANGED");
        busy.post(agreement, Map.of("agreementVersion", Quarter.AGREEMENT))
                .then()
                .statusCode(404);
        assertThat(done(lazy.post(agreement, Map.of("agreementVersion", Quarter.AGREEMENT)), 200)
                        .getString("agreementVersion"))
                .isEqualTo(Quarter.AGREEMENT);
    }

    @Test
    void a_split_may_promise_a_floor_a_present_in_kind_and_coupons_in_the_place_of_money() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = seller.bind(community, koc);
        var buyer = neighbour(community);
        var template = Vouchers.running(Vouchers.amount(500), Map.of("perPerson", 5));
        var unknown = split(Map.of("giftTemplateId", UUID.randomUUID().toString()));
        assertThat(done(Shop.as(Shop.staff("finance")).body(unknown).post(SPLITS), 422)
                        .getString("code"))
                .isEqualTo("GIFT_UNKNOWN");
        var coupons = split(Map.of("kocPayout", "COUPON"));
        assertThat(done(Shop.as(Shop.staff("finance")).body(coupons).post(SPLITS), 422)
                        .getString("code"))
                .isEqualTo("GIFT_UNKNOWN");
        Shop.as(Shop.staff("finance"))
                .body(split(Map.of("floorFen", 10_001)))
                .post(SPLITS)
                .then()
                .statusCode(400);

        var added = done(
                Shop.as(Shop.staff("finance"))
                        .body(split(Map.of("floorFen", 2_000, "giftTemplateId", template)))
                        .post(SPLITS),
                201);
        try {
            assertThat(added.getLong("split.floorFen")).isEqualTo(2_000);
            var goods = Shop.product(10_000, 9);
            var preview = koc.get("/api/partner/v1/products/" + goods.productId() + "/earnings-preview");
            assertThat(done(preview, 200).getLong("leastFen")).isEqualTo(1_200);
            var order = buyer.buy(goods, 1);

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(shares(order)).containsExactlyInAnyOrder("KOC 1200", "SELLER 800"));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(
                                    done(koc.get("/api/mp/v1/me/coupons"), 200).getList("items"))
                            .hasSize(1));
            var origin = done(Shop.as(Shop.staff("support")).get("/api/admin/v1/orders/" + order.id()), 200);
            assertThat(origin.getString("origin.koc.giftTemplateId")).isEqualTo(template);
            assertThat(origin.getString("origin.koc.kocPayout")).isEqualTo("LABOUR");

            coupons.put("giftTemplateId", template);
            var _ = done(Shop.as(Shop.staff("finance")).body(coupons).post(SPLITS), 201);
            var inCoupons = buyer.buy(Shop.product(10_000, 9), 1);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(
                                    done(koc.get("/api/mp/v1/me/coupons"), 200).getList("items"))
                            .hasSize(2));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(shares(inCoupons)).containsExactly("SELLER 400"));
        } finally {
            var _ = done(Shop.as(Shop.staff("finance")).body(split(Map.of())).post(SPLITS), 201);
        }
    }

    private static Map<String, Object> split(Map<String, Object> otherwise) {
        var split =
                new HashMap<String, Object>(Map.of("poolBp", 1_000, "sellerBp", 4_000, "kocBp", 6_000, "reason", "试行"));
        split.putAll(otherwise);
        return split;
    }

    private static List<String> shares(Placed order) {
        var found = done(Shop.as(Shop.staff("finance")).get("/api/admin/v1/commissions?orderId=" + order.id()), 200);
        return found.<Map<String, Object>>getList("items").stream()
                .map(each -> each.get("role") + " " + each.get("amountFen"))
                .toList();
    }

    private static Buyer neighbour(Community community) {
        var buyer = Shop.buyer();
        buyer.asks()
                .body(Map.of("code", community.code()))
                .post("/api/mp/v1/community-joins")
                .then()
                .statusCode(200);
        return buyer;
    }

    private static void awaitOrders(Community community, int orders) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                done(staff().get("/api/admin/v1/communities/" + community.id() + "/health"), 200)
                                        .getInt("items[0].orders"))
                        .isEqualTo(orders));
    }

    private static void refund(Placed order, long fen) {
        Shop.as(Shop.staff("finance"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("amountFen", fen, "reason", "包装破损"))
                .post("/api/admin/v1/orders/{id}/refund", order.id())
                .then()
                .statusCode(201);
    }

    private static Response target(
            String kind, String subject, String metric, String period, long goal, @Nullable Long version) {
        var body = new HashMap<String, Object>(
                Map.of("kind", kind, "subjectId", subject, "metric", metric, "period", period, "goal", goal));
        if (version != null) {
            body.put("version", version);
        }
        return staff().body(body).put(TARGETS);
    }

    private static long actual(String subject, String period, String metric) {
        return done(staff().get(TARGETS + "?subjectId=" + subject + "&period=" + period), 200)
                .getLong("items.find { it.metric == '" + metric + "' }.actual");
    }

    private static JsonPath history(String binding) {
        return done(staff().get("/api/admin/v1/koc-bindings/" + binding + "/history"), 200);
    }

    private static RequestSpecification staff() {
        return Shop.as(Shop.staff("merchandiser"));
    }

    private static void shift(String statement, String id) throws SQLException {
        try (var connection = Database.asOwner();
                var update = connection.prepareStatement(statement)) {
            update.setObject(1, UUID.fromString(id));
            assertThat(update.executeUpdate()).isPositive();
        }
    }
}
