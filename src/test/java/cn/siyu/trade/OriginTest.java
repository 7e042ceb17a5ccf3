package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.audience.Buyers;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whose an order is, over HTTP: decided when it is placed, shown with its reason, and never decided again (C9). */
@QuarkusTest
class OriginTest {

    @Inject
    ShareLinks links;

    @Inject
    Orders orders;

    @Inject
    Buyers buyers;

    @Inject
    Transactions transactions;

    /** An active distributor. */
    private record Partner(UUID id, Buyer person, String code) {}

    @Test
    void a_promo_code_decides_before_the_link_of_the_session_and_both_are_kept() {
        var coded = partner();
        var linked = partner();
        var buyer = Shop.buyer();
        touch(buyer, linked);

        var order = placed(place(buyer, Shop.product(1000, 5), coded.code()));

        var origin = origin(order);
        assertThat(origin.getString("origin.source")).isEqualTo("PROMO_CODE");
        assertThat(origin.getString("origin.distributor.distributorId"))
                .isEqualTo(coded.id().toString());
        assertThat(origin.getInt("origin.distributor.rateBp")).isEqualTo(500);
        assertThat(origin.getString("origin.acquisition")).isEqualTo("WECHAT_CHAT");
        assertThat(origin.<String>getList("origin.candidates.source")).contains("PROMO_CODE", "SESSION_LINK");
        assertThat(origin.getList("origin.candidates.findAll { it.won }.claimant"))
                .containsExactly(coded.id().toString());
    }

    @Test
    void an_attribution_outlives_the_distributor_and_he_sees_the_order_without_its_buyer() throws SQLException {
        var partner = partner();
        var buyer = Shop.buyer();
        touch(buyer, partner);
        var order = buyer.order(Shop.product(1000, 5), 1);
        assertThat(origin(order).getString("origin.source")).isEqualTo("SESSION_LINK");
        assertThat(origin(order).getString("origin.token")).hasSize(14);

        execute("update distribution_distributor set state = 'SUSPENDED' where id = '" + partner.id() + "'");

        assertThat(origin(order).getString("origin.distributor.distributorId"))
                .isEqualTo(partner.id().toString());
        var seen = now(orders.sold(transactions.reads(), List.of(UUID.fromString(order.id()))))
                .getFirst();
        assertThat(seen.origin().distributor().orElseThrow().distributor().value())
                .isEqualTo(partner.id());
        var brought = partner.person()
                .asks()
                .get("/api/partner/v1/orders?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(brought.getList("items.orderNo")).containsExactly(order.number());
        assertThat(brought.getString("items[0].part")).isEqualTo("DISTRIBUTOR");
        assertThat(brought.getString("items[0].buyer")).isNotBlank();
        buyer.asks().get("/api/partner/v1/orders").then().statusCode(403);
    }

    @Test
    void a_distributors_own_order_by_his_own_link_and_code_is_nobodys() {
        var partner = partner();
        touch(partner.person(), partner);

        var order = placed(place(partner.person(), Shop.product(1000, 5), partner.code()));

        var origin = origin(order);
        assertThat(origin.getString("origin.source")).isEqualTo("NONE");
        assertThat(origin.<Boolean>getList("origin.candidates.won"))
                .isNotEmpty()
                .containsOnly(false);
        assertThat(origin.<String>getList("origin.candidates.note")).contains("an order of his own pays him nothing");
    }

    @Test
    void a_code_that_nobody_has_is_refused_with_its_field() {
        var answer = place(Shop.buyer(), Shop.product(1000, 5), "ZZZZZZZZ");

        answer.then().statusCode(422);
        assertThat(answer.<String>path("code")).isEqualTo("PROMO_CODE_UNKNOWN");
        assertThat(answer.<String>path("errors[0].field")).isEqualTo("promoCode");
    }

    @Test
    void a_persons_first_firm_order_is_marked_and_no_later_one_whatever_account_he_uses() throws SQLException {
        var buyer = Shop.buyer();
        var goods = Shop.product(1000, 5);
        var first = buyer.buy(goods, 1);
        var second = buyer.buy(goods, 1);

        var sold = now(orders.sold(
                        transactions.reads(), List.of(UUID.fromString(first.id()), UUID.fromString(second.id()))))
                .stream()
                .collect(Collectors.toMap(
                        SoldOrder::orderNo, each -> each.firm().orElseThrow().first()));

        assertThat(sold).containsEntry(first.number(), true).containsEntry(second.number(), false);
        assertThat(number("select cardinality(buyer_keys) from trade_order where id = '" + first.id() + "'"))
                .as("phone and door at least")
                .isGreaterThanOrEqualTo(2);
        var keys = text("select array_to_string(buyer_keys, ' ') from trade_order where id = '" + first.id() + "'");
        var again = new Buyers.Person(Ids.next(), Set.of(keys.split(" ")));
        assertThat(now(buyers.isNew(transactions.reads(), again))).isFalse();
    }

    private static Partner partner() {
        var person = Shop.buyer();
        var admitted = Partners.admit(person.name(), Partners.apply(person.token(), Partners.phone()), "普通");
        return new Partner(UUID.fromString(admitted.id()), person, admitted.promoCode());
    }

    private void touch(Buyer buyer, Partner partner) {
        var member = partner.person().asks().get("/api/mp/v1/me").<String>path("id");
        var sharer = new Sharer(Sharer.Kind.DISTRIBUTOR, partner.id(), UUID.fromString(member), Optional.empty());
        var home = new ShareLink.Target(Optional.empty(), Optional.empty(), Optional.empty());
        var link = now(Uni.createFrom()
                .deferred(() -> links.mint(
                        new ShareLinks.Wish(sharer, home, "WECHAT_CHAT", Optional.empty(), Optional.empty()))));
        buyer.asks()
                .body(Map.of("token", link.token()))
                .post("/api/mp/v1/touch-events")
                .then()
                .statusCode(201);
    }

    private static Response place(Buyer buyer, Goods goods, String promoCode) {
        var lines = List.of(Shop.line(goods.sku(), 1));
        var quote = buyer.quote(lines).then().statusCode(200).extract().<String>path("quoteHash");
        return buyer.asks()
                .header("Idempotency-Key", Shop.key())
                .body(Map.of(
                        "lines", lines,
                        "addressId", buyer.addressId(),
                        "quoteHash", quote,
                        "promoCode", promoCode))
                .post("/api/mp/v1/orders");
    }

    private static Placed placed(Response answer) {
        var order = answer.then().statusCode(201).extract().jsonPath();
        return new Placed(order.getString("id"), order.getString("orderNo"), order.getLong("totalFen"));
    }

    private static JsonPath origin(Placed order) {
        return Shop.as(Shop.staff("support"))
                .get("/api/admin/v1/orders/{id}", order.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }

    private static long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private static String text(String sql) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static <T> T now(Uni<T> answer) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> answer);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }
}
