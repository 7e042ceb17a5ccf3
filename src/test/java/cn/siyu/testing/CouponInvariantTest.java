package cn.siyu.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The invariant of coupons finds the corruption that is planted for it, and names the row. All is rolled back. */
@QuarkusTest
class CouponInvariantTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final String id = UUID.randomUUID().toString();
    private Connection connection;

    @BeforeEach
    void begin() throws SQLException {
        connection = Database.asOwner();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void inv_12_names_a_template_that_counts_more_than_it_gave_out() throws SQLException {
        coupon("AVAILABLE", 2);

        assertNames("template " + id + ": counts 2, gave out 1");
    }

    @Test
    void inv_12_names_a_coupon_in_an_order_that_is_not_there() throws SQLException {
        coupon("HELD", 1);
        use("HELD", id);

        assertNames("coupon " + id + " is HELD in order " + id + ", which is not there");
    }

    @Test
    void inv_12_names_a_coupon_that_was_used_and_is_in_hand_all_the_same() throws SQLException {
        coupon("AVAILABLE", 1);
        use("USED", id);

        assertNames("coupon " + id + " is AVAILABLE, its order says USED");
    }

    @Test
    void inv_12_names_a_coupon_in_two_orders() throws SQLException {
        coupon("USED", 1);
        // The constraint stands in the way of the breach that is planted.
        execute("drop index promotion_use_live_uk");
        use("USED", id);
        use("USED", UUID.randomUUID().toString());

        assertNames("coupon " + id + " is in 2 orders at once");
    }

    @Test
    void inv_12_names_a_discount_that_no_line_knows() throws SQLException {
        execute("""
                insert into trade_order (id, order_no, member_id, state, goods_fen, freight_fen, address_id, region_code,
                    region_text, recipient_sealed, phone_sealed, detail_sealed, placed_at, pay_by, coupons)
                values ('%1$s', 'LOST00012', '%1$s', 'PENDING_PAYMENT', 100, 0, '%1$s', '440305', '-', '-', '-', '-',
                    '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true)""".formatted(id));
        execute("""
                insert into trade_order_coupon (order_id, coupon_id, template_id, name, type, bearer, goods_fen, freight_fen)
                values ('%1$s', '%1$s', '%1$s', '-', 'AMOUNT', 'HQ', 30, 0)""".formatted(id));

        assertNames("coupon " + id + " took 30 off the goods of order " + id + ", its lines say 0");
        assertNames("order LOST00012 is PENDING_PAYMENT and has lost its coupon " + id);
    }

    @Test
    void inv_12_names_a_drop_that_counts_what_nobody_claimed() throws SQLException {
        coupon("AVAILABLE", 1);
        execute("""
                insert into promotion_drop (id, template_id, community_id, units, per_member, taken, opens_at, closes_at, reason,
                    actor_name, created_at)
                values ('%1$s', '%1$s', '%1$s', 5, 1, 1, '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '-', '-',
                    '2026-01-01T00:00:00Z')""".formatted(id));

        assertNames("drop " + id + " counts 1, claims say 0, coupons 0");
    }

    private void coupon(String state, int taken) throws SQLException {
        execute("""
                insert into promotion_template (id, name, note, type, off_fen, scope, scope_ids, scope_roles, threshold_fen,
                    stack_group, ways, total, per_person, paid_min_fen, claim_from, claim_until, delay_days, valid_days, bearer,
                    extend_days, state, taken, created_at, changed_at)
                values ('%1$s', 'planted', '', 'AMOUNT', 100, 'ALL', '{}', '{}', 0, 'GOODS', '{}', 10, 1, 0,
                    '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 0, 7, 'HQ', 0, 'RUNNING', %2$d, '2026-01-01T00:00:00Z',
                    '2026-01-01T00:00:00Z')""".formatted(id, taken));
        execute("""
                insert into promotion_coupon (id, template_id, member_id, seq, per_person, source, state, valid_from, valid_until,
                    received_at, changed_at)
                values ('%1$s', '%1$s', '%1$s', 1, 1, 'CLAIM', '%2$s', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z',
                    '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')""".formatted(id, state));
    }

    private void use(String state, String order) throws SQLException {
        execute("""
                insert into promotion_use (coupon_id, order_id, state, held_at, used_at)
                values ('%1$s', '%3$s', '%2$s', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')""".formatted(id, state, order));
    }

    private void assertNames(String row) {
        assertThat(Invariants.offenders(connection, "INV-12", NOW)).anyMatch(line -> line.contains(row));
        assertThat(Invariants.broken(connection, NOW)).containsKey("INV-12");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        }
    }
}
