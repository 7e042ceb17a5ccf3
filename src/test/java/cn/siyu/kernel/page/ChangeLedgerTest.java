package cn.siyu.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.groupbuy.Groups;
import cn.siyu.testing.Database;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is committed is told within the promised time, whoever has written it, in whatever order it was committed. */
@QuarkusTest
class ChangeLedgerTest {

    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    Changes changes;

    @Inject
    ChangeLedger ledger;

    private Goods goods;

    @BeforeEach
    void fill() {
        goods = Shop.product(2_900, 500);
        looks(2);
    }

    /** All that was committed before is told. */
    private void looks(int times) {
        for (var i = 0; i < times; i++) {
            var before = ledger.heard();
            await().atMost(SOON).until(() -> ledger.heard() != before);
        }
    }

    private static void run(String sql, String... ids) throws SQLException {
        try (var connection = Database.asApplication()) {
            run(connection, sql, ids);
        }
    }

    private static void run(Connection connection, String sql, String... ids) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < ids.length; i++) {
                statement.setString(i + 1, ids[i]);
            }
            assertThat(statement.executeUpdate()).isPositive();
        }
    }

    private static long noted(String topic) throws SQLException {
        try (var connection = Database.asApplication();
                var statement = connection.prepareStatement("select count(*) from kernel_change where topic = ?")) {
            statement.setString(1, topic);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private boolean told(long since, String topic) {
        return changes.topics().changedSince(since, Set.of(topic));
    }

    private void tells(String topic, String sql, String... ids) throws SQLException {
        var before = changes.topics().told();
        run(sql, ids);
        await(topic).atMost(PROMISED).until(() -> told(before, topic));
    }

    @Test
    void what_nobody_tells_is_told_by_the_ledger() throws SQLException {
        var activity = Groups.running(goods, 50, Map.of());
        var sku = goods.sku();
        var product = goods.productId();
        looks(2);

        tells("sku:" + sku, "update channel_price set amount_fen = amount_fen + 1 where sku_id = ?::uuid", sku);
        tells("product:" + product, "update catalog_spu set title = title || '!' where id = ?::uuid", product);
        tells("products", "update catalog_spu set is_hot = true where id = ?::uuid", product);
        tells("product:" + product, "update catalog_sku set discontinued = true where spu_id = ?::uuid", product);
        tells(
                "product:" + product,
                "insert into catalog_attribute (spu_id, name, value, position) values (?::uuid, 'of', 'paper', 99)",
                product);
        tells("product:" + product, "delete from catalog_attribute where spu_id = ?::uuid", product);
        tells("sku:" + sku, """
                insert into trade_limit (id, sku_id, scope, period, units, created_at, changed_at, ended_at)
                select gen_random_uuid(), ?::uuid, 'ORDER', 'EVER', 1, t, t, t from (values (timestamptz '2026-01-01')) as v (t)""", sku);
        tells(
                "activity:" + activity.id(),
                "update groupbuy_activity set name = name || '!' where id = ?::uuid",
                activity.id());
        tells("left:" + activity.id(), """
                update inventory_stock s set safety = s.on_hand - s.reserved - 5
                  from inventory_pool p where p.id = s.pool and p.activity = ?::uuid""", activity.id());
    }

    @Test
    void a_counter_that_is_sold_from_notes_what_goes_on_near_its_end_and_nothing_else() throws SQLException {
        var topic = "sku:" + goods.sku();
        var before = noted(topic);

        run("update inventory_stock set safety = 400 where sku = ?::uuid", goods.sku());
        assertThat(noted(topic)).as("a hundred or five hundred are plenty").isEqualTo(before);

        tells(topic, "update inventory_stock set safety = 495 where sku = ?::uuid", goods.sku());
        assertThat(noted(topic)).isEqualTo(before + 1);
        tells(topic, "update inventory_stock set safety = 0 where sku = ?::uuid", goods.sku());
        assertThat(noted(topic)).isEqualTo(before + 2);
    }

    @Test
    void what_is_committed_late_is_told_then_and_what_was_told_is_not_told_again() throws SQLException {
        var other = Shop.product(2_900, 500);
        looks(2);
        var sql = "update channel_price set amount_fen = amount_fen + 1 where sku_id = ?::uuid";
        try (var early = Database.asApplication()) {
            early.setAutoCommit(false);
            run(early, sql, goods.sku());
            var before = changes.topics().told();

            tells("sku:" + other.sku(), sql, other.sku());
            looks(2);
            var since = changes.topics().told();
            looks(3);
            assertThat(told(before, "sku:" + goods.sku())).isFalse();
            assertThat(told(since, "sku:" + other.sku()))
                    .as("an open transaction does not make it come again")
                    .isFalse();

            early.commit();
            await().atMost(PROMISED).until(() -> told(since, "sku:" + goods.sku()));
            assertThat(told(since, "sku:" + other.sku())).isFalse();
        }
    }

    @Test
    void a_statement_that_writes_more_than_can_be_told_counts_as_a_change_of_everything() throws SQLException {
        var before = changes.topics().told();

        run("insert into kernel_change (topic) select 'many:' || n from generate_series(1, 6000) n");

        await().atMost(PROMISED).until(() -> told(before, "anything"));
    }

    @Test
    void what_is_old_goes_and_who_has_not_seen_it_takes_everything_for_changed() throws SQLException {
        run("insert into kernel_change (topic) values ('old')");
        // Twice, because only what was there at the time before goes.
        for (var i = 0; i < 2; i++) {
            run("update kernel_change_floor set next_at = next_at - interval '1 hour'");
            var _ = ledger.prune().subscribeAsCompletionStage().join();
        }
        assertThat(noted("old")).isZero();

        looks(2);
        var before = changes.topics().told();
        looks(2);
        assertThat(told(before, "anything")).as("it had been seen here").isFalse();
        run("""
                update kernel_change_floor set pruned = format('%s:%1$s:', x)::pg_snapshot
                  from (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 3 as x) c""");
        await().atMost(PROMISED).until(() -> told(before, "anything"));
    }
}
