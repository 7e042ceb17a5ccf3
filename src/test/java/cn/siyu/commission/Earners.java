package cn.siyu.commission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import cn.siyu.testing.Staff;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** People who earn, and orders that are theirs: attribution itself is other contexts' story, so it is written down here. */
public final class Earners {

    public static final String API = "/api/partner/v1";
    public static final String TIER = "01900000-0000-7000-8000-000000000102";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Earners() {}

    /** Somebody who earns. */
    public record Partner(UUID id, UUID member, Buyer person) {

        public Partner again() {
            return new Partner(id, member, person.again());
        }

        public JsonPath account() {
            return get("/accounts").then().statusCode(200).extract().jsonPath().setRootPath("items[0]");
        }

        public void awaitAccount(String sum, long fen) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(account().getLong(sum)).isEqualTo(fen));
        }

        public Response get(String path) {
            return person.asks().get(API + path);
        }

        public Response withdraw(long fen) {
            return person.asks()
                    .header("Idempotency-Key", Shop.key())
                    .body(Map.of("amountFen", fen, "realName", "李小红"))
                    .post(API + "/withdrawals");
        }

        public Response withdrawNameless(long fen) {
            return person.asks()
                    .header("Idempotency-Key", Shop.key())
                    .body(Map.of("amountFen", fen))
                    .post(API + "/withdrawals");
        }

        public String withdrawn(long fen) {
            return withdraw(fen).then().statusCode(201).extract().path("id");
        }

        public JsonPath withdrawal(String id) {
            return get("/withdrawals/" + id).then().statusCode(200).extract().jsonPath();
        }

        public void awaitWithdrawal(String id, String state) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(
                            () -> assertThat(withdrawal(id).getString("state")).isEqualTo(state));
        }
    }

    public static Partner distributor() {
        var admitted = Partners.distributor("金牌");
        return new Partner(
                UUID.fromString(admitted.id()), UUID.fromString(admitted.memberId()), Shop.buyer(admitted.name()));
    }

    public static Partner koc() {
        var person = Shop.buyer();
        var id = Ids.next();
        var member = memberOf(person);
        execute("insert into koc_koc (id, member_id, name, since) values ('%s', '%s', '小红', '2026-01-01T00:00:00Z')"
                .formatted(id, member));
        return new Partner(id, member, person);
    }

    /** The order is this distributor's, who had this rate. */
    public static void attribute(Placed order, Partner distributor, int points) {
        execute("""
                update trade_order_origin
                   set source = 'SESSION_LINK', distributor_id = '%s', distributor_member_id = '%s', tier_id = '%s',
                       tier_name = '金牌', distributor_bp = %d
                 where order_id = '%s'""".formatted(distributor.id(), distributor.member(), TIER, points, order.id()));
    }

    /** The order is this KOC's and an employed seller's: 10 % of the net, 40 to 60. */
    public static void attributeToKoc(Placed order, Partner koc, UUID seller) {
        execute("""
                update trade_order_origin
                   set source = 'COMMUNITY', koc_binding_id = gen_random_uuid(), koc_id = '%s', koc_member_id = '%s',
                       seller_id = '%s', community_id = gen_random_uuid(), pool_bp = 1000, seller_share_bp = 4000,
                       koc_share_bp = 6000, split_version = 1, koc_by = 'MEMBERSHIP'
                 where order_id = '%s'""".formatted(koc.id(), koc.member(), seller, order.id()));
    }

    /** Bought, paid, sent and received. */
    public static Placed received(Buyer buyer, Placed placed) {
        var _ = buyer.pay(placed);
        Shop.ship(placed);
        buyer.confirmReceipt(placed).then().statusCode(200);
        return placed;
    }

    /** The time for returning goods and the freeze are over. */
    public static void thaw() {
        SandboxControl.advance(Duration.ofDays(8).plusMinutes(1));
    }

    public static void refund(Placed order, long fen) {
        var _ = refundNo(order, fen);
    }

    /** Staff give so much back; answers the refund's number. */
    static String refundNo(Placed order, long fen) {
        return Shop.as(Shop.staff("support"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("amountFen", fen, "reason", "瑕疵"))
                .post("/api/admin/v1/orders/{id}/refund", order.id())
                .then()
                .statusCode(201)
                .extract()
                .path("refundNo");
    }

    /** A distributor with so much to withdraw. */
    public static Partner rich(long fen) {
        var partner = distributor();
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(fen * 10, 1), 1);
        attribute(order, partner, 1_000);
        var _ = received(buyer, order);
        partner.awaitAccount("frozenFen", fen);
        thaw();
        var later = partner.again();
        later.awaitAccount("availableFen", fen);
        return later;
    }

    /** A distributor to whom finance gave so much. */
    public static Partner funded(long fen) {
        var partner = distributor();
        var _ = adjusted(partner, fen);
        return partner;
    }

    /** What can go out must have come in. */
    public static void capital(long fen) {
        var _ = Shop.buyer().buy(Shop.product(fen, 1), 1);
    }

    /** Finance proposes, another approves; answers the adjustment's id. */
    public static String adjusted(Partner partner, long fen) {
        var id = proposed(partner, "CORRECTION", fen).statusCode(201).extract().<String>path("id");
        Staff.as("admin")
                .post("/api/admin/v1/commission-adjustments/" + id + "/approve", Map.of("version", 0, "reason", "核对过"))
                .statusCode(200);
        return id;
    }

    public static ValidatableResponse proposed(Partner partner, String kind, long fen) {
        return Shop.as(Shop.staff("finance"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("accountId", partner.id(), "kind", kind, "amountFen", fen, "reason", "约定的补贴"))
                .post("/api/admin/v1/commission-adjustments")
                .then();
    }

    private static UUID memberOf(Buyer person) {
        return UUID.fromString(person.asks()
                .get("/api/mp/v1/me")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
    }

    public static void execute(String sql) {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static long number(String sql) {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
