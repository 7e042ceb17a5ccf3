package cn.siyu.groupbuy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Thousands of unpaid orders run out in one moment: each gives back what it held, once, and money that was faster wins (B9). */
@QuarkusTest
class ManyExpireTest {

    private static final Logger LOG = Logger.getLogger(ManyExpireTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than two transactions of them; twenty thousand take as many seconds as this takes tenths. */
    private static final int MANY = Integer.getInteger("siyu.test.expiring", 600);

    private static final int PAYERS = 24;

    @Test
    void ordinary_orders_that_run_out_together_free_their_stock_and_their_limits() throws Exception {
        var goods = Shop.product(1_000, MANY + 10);
        var limit = Map.of("skuId", goods.sku(), "scope", "PERSON", "period", "EVER", "units", 5, "reason", "限购");
        Shop.as(Shop.staff("merchandiser"))
                .body(limit)
                .post("/api/admin/v1/purchase-limits")
                .then()
                .statusCode(201);
        var order = Shop.buyer().order(goods, 1);

        try (var owner = Database.asOwner()) {
            var before = unsound(owner);
            multiply(owner, order, MANY);
            run(
                    owner,
                    "insert into trade_limit_use select m.id, u.limit_id, u.key, u.period, u.units, u.live"
                            + " from trade_limit_use u cross join many m where u.order_id = '" + order.id() + "'");
            run(
                    owner,
                    "update trade_limit_count c set allowed = allowed + " + MANY + ", bought = bought + " + MANY
                            + " from trade_limit_use u" + " where u.order_id = '" + order.id()
                            + "' and c.limit_id = u.limit_id and c.key = u.key");
            var reserved = "select sum(reserved) from inventory_stock where sku = '" + goods.sku() + "'";
            assertThat(number(owner, reserved)).isEqualTo(MANY + 1);

            runOut(owner, "o.id = '" + order.id() + "' or o.id in (select id from many)");

            awaitNone(
                    owner,
                    "select count(*) from trade_order where state = 'PENDING_PAYMENT' and id in (select id from many)");
            assertThat(number(owner, reserved)).isZero();
            assertThat(number(
                            owner,
                            "select sum(bought) from trade_limit_count c join trade_limit l on l.id = c.limit_id"
                                    + " where l.sku_id = '" + goods.sku() + "'"))
                    .isZero();
            toldOnce(owner);
            assertThat(unsound(owner)).isSubsetOf(before);
        }
    }

    @Test
    void places_that_run_out_together_are_free_for_everybody_and_for_their_persons() throws Exception {
        var activity = Groups.running(MANY + 10, MANY + 5, Map.of());
        var place = Groups.opened(Shop.buyer(), activity);
        var order = place.order();

        try (var owner = Database.asOwner()) {
            var before = unsound(owner);
            multiply(owner, order, MANY);
            run(owner, copy("groupbuy_group", "'id', m.group_id", "t.id = '" + place.group() + "'"));
            run(
                    owner,
                    copy(
                            "groupbuy_seat",
                            "'order_id', m.id, 'group_id', m.group_id",
                            "t.order_id = '" + order.id() + "'"));
            run(
                    owner,
                    copy(
                            "trade_order_terms",
                            "'order_id', m.id, 'hold_id', m.group_id",
                            "t.order_id = '" + order.id() + "'"));
            run(
                    owner,
                    "update groupbuy_person set units = units + " + MANY + ", open_groups = open_groups + " + MANY
                            + " where activity_id = '" + activity.id() + "'");

            runOut(owner, "o.id = '" + order.id() + "' or o.id in (select id from many)");

            awaitNone(
                    owner,
                    "select count(*) from groupbuy_seat where state = 'HELD' and activity_id = '" + activity.id()
                            + "'");
            assertThat(number(
                            owner,
                            "select count(*) from groupbuy_group where state <> 'CANCELLED' and activity_id = '"
                                    + activity.id() + "'"))
                    .isZero();
            assertThat(number(
                            owner,
                            "select sum(units + open_groups) from groupbuy_person where activity_id = '" + activity.id()
                                    + "'"))
                    .isZero();
            assertThat(Groups.desk(activity.id()).getInt("skus[0].left")).isEqualTo(MANY + 5);
            toldOnce(owner);
            assertThat(unsound(owner)).isSubsetOf(before);
        }
    }

    /** All seats of one group at once: each is let go on what the one before has left. */
    @Test
    void places_of_one_group_run_out_together() throws Exception {
        var activity = Groups.running(20, 10, Map.of("size", 5));
        var led = Groups.led(activity);
        var joined = Stream.generate(Shop::buyer)
                .limit(4)
                .map(buyer -> Groups.joined(buyer, activity, led.group()))
                .toList();

        try (var owner = Database.asOwner()) {
            var before = unsound(owner);
            runOut(
                    owner,
                    "o.id in (select order_id from groupbuy_seat where state = 'HELD' and group_id = '" + led.group()
                            + "')");

            awaitNone(owner, "select held from groupbuy_group where id = '" + led.group() + "'");
            joined.forEach(each -> each.buyer().awaitState(each.order(), "CANCELLED"));
            assertThat(Groups.desk(activity.id()).getInt("skus[0].left")).isEqualTo(9);
            assertThat(unsound(owner)).isSubsetOf(before);
        }
    }

    @Test
    void who_pays_in_the_moment_in_which_all_run_out_has_his_goods_or_cannot_pay() throws Exception {
        var goods = Shop.product(1_000, PAYERS + 200);
        var buyer = Shop.buyer();
        var orders = Stream.generate(() -> buyer.order(goods, 1)).limit(PAYERS).toList();
        var prepays = orders.stream()
                .map(order -> buyer.startPayment(order)
                        .then()
                        .statusCode(200)
                        .extract()
                        .<String>path("package"))
                .toList();

        var paid = new ArrayList<Placed>();
        try (var owner = Database.asOwner();
                var threads = Executors.newFixedThreadPool(PAYERS)) {
            var before = unsound(owner);
            multiply(owner, orders.getFirst(), 200);
            var calls = prepays.stream()
                    .<Callable<Boolean>>map(prepay -> () -> pays(prepay))
                    .toList();
            runOut(
                    owner,
                    "o.state = 'PENDING_PAYMENT' and o.member_id = (select member_id from trade_order where id = '"
                            + orders.getFirst().id() + "')");
            var answers = threads.invokeAll(calls);
            for (var i = 0; i < answers.size(); i++) {
                if (answers.get(i).get()) {
                    paid.add(orders.get(i));
                }
            }
            for (var order : orders) {
                buyer.awaitState(order, paid.contains(order) ? "TO_SHIP" : "CANCELLED");
            }
            awaitNone(
                    owner,
                    "select count(*) from trade_order where state = 'PENDING_PAYMENT' and id in (select id from many)");
            assertThat(number(owner, "select sum(reserved) from inventory_stock where sku = '" + goods.sku() + "'"))
                    .isEqualTo(paid.size());
            assertThat(unsound(owner)).isSubsetOf(before);
        }
    }

    private static boolean pays(String prepay) {
        try {
            SandboxControl.payPrepay(prepay.substring("prepay_id=".length()));
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    /** The same order many times over, with everything that is kept for it; their ids are in the temporary table "many". */
    private static void multiply(Connection owner, Placed order, int times) throws SQLException {
        run(
                owner,
                "create temporary table many as select gen_random_uuid() as id, gen_random_uuid() as line,"
                        + " gen_random_uuid() as group_id, gen_random_uuid() as movement, 'MANY' || to_hex(i) || '"
                        + Long.toHexString(System.nanoTime()) + "' as no from generate_series(1, " + times + ") i");
        var of = " = '" + order.id() + "'";
        run(owner, copy("trade_order", "'id', m.id, 'order_no', m.no", "t.id" + of));
        run(owner, copy("trade_order_line", "'id', m.line, 'order_id', m.id", "t.order_id" + of));
        run(owner, copy("trade_order_origin", "'order_id', m.id", "t.order_id" + of));
        run(owner, copy("inventory_reservation", "'holder', m.id", "t.holder" + of));
        run(
                owner,
                copy(
                        "inventory_movement",
                        "'id', m.movement, 'holder', m.id, 'ref_id', m.id || ':1'",
                        "t.holder" + of));
        run(
                owner,
                "update inventory_stock s set reserved = s.reserved + r.quantity * " + times
                        + " from inventory_reservation r where r.holder" + of
                        + " and s.sku = r.sku and s.pool = r.pool");
    }

    private static String copy(String table, String values, String where) {
        return "insert into %1$s select (jsonb_populate_record(t, jsonb_build_object(%2$s))).* from %1$s t cross join many m where %3$s"
                .formatted(table, values, where);
    }

    private static void runOut(Connection owner, String which) throws SQLException {
        var past = SandboxControl.now().minusSeconds(1);
        run(owner, "update trade_order o set pay_by = '%1$s', due_at = '%1$s' where %2$s".formatted(past, which));
    }

    private static void awaitNone(Connection owner, String sql) {
        var began = Instant.now();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(number(owner, sql)).isZero());
        LOG.infof("%d orders ended after %s", MANY, Duration.between(began, Instant.now()));
    }

    private static void toldOnce(Connection owner) throws SQLException {
        assertThat(
                        number(
                                owner,
                                "select count(*) from kernel_outbox e join many m on e.key = m.id::text where e.type = 'OrderCancelled'"))
                .isEqualTo(MANY);
    }

    private static List<String> unsound(Connection owner) {
        return Stream.of("INV-01", "INV-02", "INV-06", "INV-11")
                .flatMap(rule -> Invariants.offenders(owner, rule, SandboxControl.now()).stream())
                .toList();
    }

    private static void run(Connection owner, String sql) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection owner, String sql) throws SQLException {
        try (var statement = owner.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
