package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Allotments;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import cn.siyu.trade.Orders.Placement;
import cn.siyu.trade.Orders.Priced;
import cn.siyu.trade.Orders.Wish;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders of an activity: their stock is the activity's, and after their payment they wait with others (B12-B14, E11). */
@QuarkusTest
class HeldOrderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Money PRICE = new Money(700);
    private static final Actor STAFF = Actor.system("merchandiser");

    @Inject
    Orders orders;

    @Inject
    Allotments allotments;

    @Inject
    PatientHold holder;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    private final UUID activity = UUID.randomUUID();
    private final UUID hold = UUID.randomUUID();

    @AfterEach
    void calm() throws SQLException {
        SandboxControl.reset();
        try (var connection = Database.asOwner()) {
            assertThat(Invariants.offenders(connection, "INV-05", clock.instant()))
                    .isEmpty();
        }
    }

    @Test
    void a_paid_order_waits_with_the_others_until_it_is_released() {
        var goods = allotted(2);
        var buyer = Shop.buyer();
        var order = place(buyer, goods);
        assertThat(order.totalFen()).isEqualTo(1500);
        buyer.payAt(order);
        buyer.awaitState(order, "GROUPING");

        var seen = buyer.see(order);
        assertThat(seen.getString("condition.holdId")).isEqualTo(hold.toString());
        assertThat(seen.getString("condition.shownText")).isEqualTo("三人成团");
        buyer.cancel(order).then().statusCode(409);
        buyer.claim(order, "REFUND_ONLY").then().statusCode(409);
        Shop.ship(order, Map.of("carrier", "SF", "trackingNo", "SF" + order.number()))
                .then()
                .statusCode(409);
        assertThat(sold(order).firm()).isEmpty();

        in(tx -> orders.release(tx, List.of(id(order)), clock.instant()));
        in(tx -> orders.release(tx, List.of(id(order)), clock.instant()));

        assertThat(buyer.see(order).getString("state")).isEqualTo("TO_SHIP");
        assertThat(sold(order).firm()).isPresent();
        assertThat(sold(order).lines().getFirst().net()).isEqualTo(PRICE);
        assertThat(sold(order).lines().getFirst().list()).isEqualTo(new Money(1000));
        assertThat(sold(order).terms().orElseThrow().shownText()).isEqualTo("三人成团");
    }

    @Test
    void the_last_payment_releases_those_who_wait() {
        var goods = allotted(2);
        var early = Shop.buyer();
        var late = Shop.buyer();
        var first = place(early, goods);
        var second = place(late, goods);
        early.payAt(first);
        early.awaitState(first, "GROUPING");
        holder.says(hold, new OrderHolds.Verdict.Release(List.of(id(first))));

        late.payAt(second);

        late.awaitState(second, "TO_SHIP");
        assertThat(early.see(first).getString("state")).isEqualTo("TO_SHIP");
    }

    @Test
    void who_is_given_up_gets_his_own_money_back_once() {
        var goods = allotted(2);
        var buyers = List.of(Shop.buyer(), Shop.buyer());
        var placed = buyers.stream().map(buyer -> place(buyer, goods)).toList();
        IntStream.range(0, 2).forEach(i -> {
            buyers.get(i).payAt(placed.get(i));
            buyers.get(i).awaitState(placed.get(i), "GROUPING");
        });
        var both = placed.stream().map(HeldOrderTest::id).toList();

        Uni.join()
                .all(IntStream.range(0, 5)
                        .mapToObj(_ -> transactions.in(tx -> holder.lock(tx, List.of(hold))
                                .chain(() -> orders.giveUp(tx, both, "GROUP_FAILED", clock.instant()))))
                        .toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        in(tx -> orders.release(tx, both, clock.instant()));

        assertThat(level(goods)).isEqualTo(new Level(activity, sku(goods), 2, 2));
        IntStream.range(0, 2).forEach(i -> {
            buyers.get(i).awaitState(placed.get(i), "CLOSED");
            var seen = buyers.get(i).see(placed.get(i));
            assertThat(seen.getList("refunds.refundNo"))
                    .containsExactly("R" + placed.get(i).number() + "-GROUP");
            assertThat(seen.getString("refunds[0].reason")).isEqualTo("GROUP_FAILED");
            assertThat(seen.getLong("refundedFen")).isEqualTo(placed.get(i).totalFen());
            assertThat(told("OrderRefunded", placed.get(i)))
                    .singleElement()
                    .asString()
                    .contains("\"firm\":false", "\"units\":1,\"goodsFen\":700", "\"cause\":\"HOLD_FAILED\"");
            assertThat(told("OrderPaid", placed.get(i))).isEmpty();
            assertThat(told("OrderHeld", placed.get(i))).hasSize(1);
        });
        in(tx -> orders.giveUp(tx, both, "GROUP_FAILED", clock.instant()));
        assertThat(buyers.getFirst().see(placed.getFirst()).getList("refunds")).hasSize(1);
    }

    @Test
    void a_refund_of_a_firm_order_tells_how_much_of_it_is_goods_of_which_line() {
        var buyer = Shop.buyer();
        var dear = Shop.product(1000, 1);
        var cheap = Shop.product(100, 3);
        var order = buyer.pay(buyer.order(List.of(Shop.line(dear.sku(), 1), Shop.line(cheap.sku(), 3))));

        Shop.as(Shop.staff("support"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("amountFen", 130, "reason", "goodwill"))
                .post("/api/admin/v1/orders/{id}/refund", order.id())
                .then()
                .statusCode(201);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told("OrderRefunded", order))
                        .singleElement()
                        .asString()
                        .contains("\"firm\":true", "\"units\":0,\"goodsFen\":100", "\"units\":0,\"goodsFen\":30"));
        assertThat(told("OrderPaid", order)).hasSize(1);
    }

    @Test
    void an_unpaid_order_that_ends_frees_its_place_and_its_stock() {
        var goods = allotted(1);
        var buyer = Shop.buyer();
        var order = place(buyer, goods);

        buyer.cancel(order).then().statusCode(200);

        assertThat(holder.ended()).contains(id(order));
        assertThat(level(goods).left()).isEqualTo(1);
    }

    @Test
    void money_that_comes_late_goes_back_when_there_is_no_place_any_more() {
        var goods = allotted(1);
        var buyer = Shop.buyer();
        var order = place(buyer, goods);
        buyer.startPayment(order).then().statusCode(200);
        SandboxControl.refuse("query", 404, "ORDER_NOT_EXIST", 50, order.number());
        now(orders.endUnpaid(List.of(id(order))));
        SandboxControl.reset();
        buyer.awaitState(order, "CANCELLED");
        holder.says(hold, new OrderHolds.Verdict.GiveUp("GROUP_OVER"));

        SandboxControl.payLate(order.number());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(buyer.see(order).getString("refunds[0].settledAt"))
                        .isNotNull());
        assertThat(buyer.see(order).getString("refunds[0].cause")).isEqualTo("LATE_PAYMENT");
        assertThat(buyer.see(order).getString("refunds[0].reason")).isEqualTo("GROUP_OVER");
        assertThat(buyer.see(order).getString("state")).isEqualTo("CANCELLED");
        assertThat(level(goods).left()).isEqualTo(1);
    }

    @Test
    void money_that_comes_late_waits_with_the_others_when_its_place_can_be_had_again() {
        var goods = allotted(1);
        var buyer = Shop.buyer();
        var order = place(buyer, goods);
        buyer.startPayment(order).then().statusCode(200);
        SandboxControl.refuse("query", 404, "ORDER_NOT_EXIST", 50, order.number());
        now(orders.endUnpaid(List.of(id(order))));
        SandboxControl.reset();
        buyer.awaitState(order, "CANCELLED");

        SandboxControl.payLate(order.number());

        buyer.awaitState(order, "GROUPING");
        assertThat(level(goods).left()).isZero();
    }

    @Test
    void an_order_that_nobody_would_hold_is_not_placed() {
        var goods = allotted(1);
        var buyer = Shop.buyer();
        var draft = draft(buyer, goods);

        assertThatThrownBy(() ->
                        sell(List.of(new Priced(draft, terms("NOBODY", Duration.ofMinutes(5)))), clock.instant()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NOBODY");
    }

    @Test
    void the_time_to_pay_is_the_shorter_of_the_shops_and_the_activitys() {
        var goods = allotted(3);
        var buyer = Shop.buyer();
        var batch = List.of(
                new Priced(draft(buyer, goods), terms(PatientHold.KIND, Duration.ofMinutes(5))),
                new Priced(draft(buyer, goods), terms(PatientHold.KIND, Duration.ofHours(5))));
        var now = clock.instant();

        var placed = sell(batch, now);

        assertThat(placed)
                .extracting(each -> ((Placement.Done) each).order().payBy())
                .containsExactly(batch.getFirst().terms().payBy(), now.plus(Duration.ofMinutes(15)));
    }

    @Test
    void of_a_batch_those_for_whom_nothing_is_left_are_answered_and_not_written() {
        var goods = allotted(1);
        var buyer = Shop.buyer();
        var batch = IntStream.range(0, 2)
                .mapToObj(_ -> new Priced(draft(buyer, goods), terms(PatientHold.KIND, Duration.ofMinutes(5))))
                .toList();

        var placed = sell(batch, clock.instant());

        assertThat(placed.getFirst()).isInstanceOf(Placement.Done.class);
        assertThat(placed.getLast()).isInstanceOfSatisfying(Placement.Lacking.class, lacking -> {
            assertThat(lacking.order()).isEqualTo(batch.getLast().draft().order());
            assertThat(lacking.shortages()).hasSize(1);
        });
        assertThat(now(orders.states(
                        transactions.reads(),
                        batch.stream().map(each -> each.draft().order()).toList())))
                .containsExactly(Map.entry(batch.getFirst().draft().order(), "PENDING_PAYMENT"));
    }

    private Goods allotted(int units) {
        var goods = Shop.product(1000, units);
        List<Shortage> shortages = in(tx -> allotments.allot(
                tx, activity, Map.of(sku(goods), units), "publish:" + activity, STAFF, clock.instant()));
        assertThat(shortages).isEmpty();
        return goods;
    }

    private Orders.Draft draft(Buyer buyer, Goods goods) {
        var member = buyer.asks()
                .get("/api/mp/v1/me")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("id");
        var wish = new Wish(
                new MemberId(UUID.fromString(member)), sku(goods), 1, UUID.fromString(buyer.addressId()), false);
        return now(Uni.createFrom().deferred(() -> orders.draft(wish, Optional.empty())));
    }

    private Placed place(Buyer buyer, Goods goods) {
        var priced = new Priced(draft(buyer, goods), terms(PatientHold.KIND, Duration.ofMinutes(15)));
        var done = (Placement.Done) sell(List.of(priced), clock.instant()).getFirst();
        var order = done.order();
        return new Placed(
                order.order().toString(),
                order.orderNo(),
                order.goods().plus(order.freight()).fen());
    }

    private List<Placement> sell(List<Priced> batch, Instant now) {
        var drafts = batch.stream().map(Priced::draft).toList();
        return in(tx -> orders.sale(tx, activity, drafts, now).chain(sale -> {
            var placements = batch.stream().map(sale::place).toList();
            return sale.write().replaceWith(placements);
        }));
    }

    private Terms terms(String kind, Duration toPay) {
        return new Terms(
                kind,
                activity,
                hold,
                PRICE,
                Terms.Commission.NORMAL,
                Optional.empty(),
                Optional.empty(),
                clock.instant().plus(toPay),
                "三人成团");
    }

    private Level level(Goods goods) {
        return now(allotments.levels(transactions.reads(), List.of(activity))).stream()
                .filter(level -> level.sku().equals(sku(goods)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> told(String event, Placed order) {
        try (var connection = Database.asOwner();
                var statement =
                        connection.prepareStatement("select payload from kernel_outbox where type = ? and key = ?")) {
            statement.setString(1, event);
            statement.setString(2, order.id());
            var payloads = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    payloads.add(rows.getString(1));
                }
            }
            return payloads;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private SoldOrder sold(Placed order) {
        return now(orders.sold(transactions.reads(), List.of(id(order)))).getFirst();
    }

    private static SkuId sku(Goods goods) {
        return new SkuId(UUID.fromString(goods.sku()));
    }

    private static UUID id(Placed order) {
        return UUID.fromString(order.id());
    }

    private <T> T in(Function<Tx, Uni<T>> work) {
        return now(transactions.in(work));
    }

    /** On a context of its own: what is sold is read through Hibernate. */
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
