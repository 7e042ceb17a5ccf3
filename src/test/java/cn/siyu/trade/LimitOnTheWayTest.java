package cn.siyu.trade;

import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.Database;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A13 on the selling path: a purchase limit binds every order that is placed after it, also one that was priced before it. */
@QuarkusTest
class LimitOnTheWayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CROWD = 240;

    @Test
    void an_order_that_was_priced_before_its_limit_was_set_is_held_against_it() throws Exception {
        var goods = Shop.product(1000, 100);
        var buyer = Shop.buyer();
        var one = List.of(line(goods.sku(), 1));
        var two = List.of(line(goods.sku(), 2));
        String hash = buyer.quote(two).path("quoteHash");
        String fits = buyer.quote(one).path("quoteHash");

        try (var threads = Executors.newFixedThreadPool(2);
                var staff = Database.asApplication()) {
            staff.setAutoCommit(false);
            limit(staff, goods.sku());
            var before = waiting();
            var tooMuch = threads.submit(() -> buyer.place(Shop.key(), two, hash));
            await().atMost(PATIENCE).until(() -> waiting() > before);
            var within = threads.submit(() -> buyer.place(Shop.key(), one, fits));
            staff.commit();

            assertThat(get(tooMuch).<String>path("code")).isEqualTo("PURCHASE_LIMIT");
            assertThat(get(within).statusCode()).isEqualTo(201);
        }
        assertThat(buyer.place(Shop.key(), one, buyer.quote(one).path("quoteHash"))
                        .<String>path("code"))
                .isEqualTo("PURCHASE_LIMIT");
    }

    @Test
    void hundreds_of_orders_with_and_without_a_limit_go_together_and_nobody_gets_more_than_he_may() throws Exception {
        var free = Shop.product(1000, CROWD);
        var limited = Shop.product(1000, CROWD);
        try (var staff = Database.asApplication()) {
            staff.setAutoCommit(false);
            limit(staff, limited.sku());
            staff.commit();
        }
        var buyers = Stream.generate(Shop::buyer).limit(8).toList();
        var asks = new ArrayList<Callable<Response>>();
        for (var buyer : buyers) {
            for (var goods : List.of(free, limited)) {
                var lines = List.of(line(goods.sku(), 1));
                String hash = buyer.quote(lines).path("quoteHash");
                Callable<Response> ask = () -> buyer.place(Shop.key(), lines, hash);
                asks.addAll(Collections.nCopies(CROWD / 16, ask));
            }
        }

        List<Response> answers;
        try (var threads = Executors.newFixedThreadPool(64)) {
            answers =
                    threads.invokeAll(asks).stream().map(LimitOnTheWayTest::get).toList();
        }

        assertThat(answers).filteredOn(each -> each.statusCode() == 201).hasSize(CROWD / 2 + buyers.size());
        assertThat(answers)
                .filteredOn(each -> each.statusCode() != 201)
                .allSatisfy(each -> assertThat(each.<String>path("code")).isEqualTo("PURCHASE_LIMIT"));
        assertThat(number("select max(bought) from trade_limit_count c join trade_limit l on l.id = c.limit_id"
                        + " where l.sku_id = '" + limited.sku() + "'"))
                .isEqualTo(1);
        // Rows that one transaction has written have one xmin.
        assertThat(number("select count(distinct o.xmin::text) from trade_order o join trade_order_line l"
                        + " on l.order_id = o.id where l.sku_id in ('" + free.sku() + "', '" + limited.sku() + "')"))
                .isLessThan(CROWD / 4);
    }

    /** As staff set it: one for each, for ever; orders wait until that is committed. */
    private static void limit(Connection staff, String sku) throws SQLException {
        try (var hold = staff.prepareStatement("select pg_advisory_xact_lock(hashtextextended('trade.limits', 0))");
                var insert = staff.prepareStatement("""
                        insert into trade_limit (id, sku_id, scope, period, units, created_at, changed_at)
                        values (?, ?, 'PERSON', 'EVER', 1, now(), now())""")) {
            hold.execute();
            insert.setObject(1, UUID.randomUUID());
            insert.setObject(2, UUID.fromString(sku));
            insert.executeUpdate();
        }
    }

    private static long waiting() throws SQLException {
        return number("select count(*) from pg_locks where locktype = 'advisory' and not granted");
    }

    private static long number(String sql) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Response get(Future<Response> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
