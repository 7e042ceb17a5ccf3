package cn.siyu.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each invariant finds the corruption that is planted for it, and names the row. All is rolled back. */
@QuarkusTest
class InvariantsTest {

    private static final String POOL = "01900000-0000-7000-8000-000000000002";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final String sku = UUID.randomUUID().toString();
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
    void every_file_is_asked() throws IOException {
        try (var files = Files.list(Path.of("src", "test", "resources", "invariants"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Invariants.ALL.stream().map(name -> name + ".sql").toList());
        }
    }

    @Test
    void inv_01_names_a_counter_that_drifted_from_its_movements() throws SQLException {
        movement("OPENING", 5, 0);
        stock(6, 0);

        assertNames("INV-01", sku);
    }

    @Test
    void inv_01_names_a_sku_that_was_moved_out_and_never_in() throws SQLException {
        movement("OPENING", 5, 0);
        movement("TRANSFER_OUT", -2, 0);
        stock(3, 0);

        assertNames("INV-01", sku);
    }

    @Test
    void inv_02_names_a_reserved_count_without_a_reservation() throws SQLException {
        movement("OPENING", 5, 0);
        movement("RESERVE", 0, 2);
        stock(5, 2);

        assertNames("INV-02", sku);
    }

    @Test
    void inv_02_names_a_reservation_that_is_not_counted() throws SQLException {
        execute("""
                insert into inventory_reservation (holder, sku, pool, state, round, quantity, reserved_at)
                values (gen_random_uuid(), '%s', '%s', 'LIVE', 1, 3, '2026-01-01T00:00:00Z')""".formatted(sku, POOL));

        assertNames("INV-02", sku);
    }

    @Test
    void inv_03_names_a_posting_without_its_other_side() throws SQLException {
        execute("""
                insert into ledger_posting (transfer_id, side, kind, owner, amount_fen)
                values ('%s', 'DEBIT', 'WECHAT_CLEARING', '00000000-0000-0000-0000-000000000000', 77)""".formatted(sku));

        assertNames("INV-03", sku);
    }

    @Test
    void inv_03_names_a_transfer_without_postings() throws SQLException {
        transfer(77);

        assertNames("INV-03", "LOST:" + sku);
    }

    @Test
    void inv_04_names_an_account_whose_postings_are_not_those_of_its_transfers() throws SQLException {
        transfer(77);

        assertNames("INV-04", "CUSTOMER_PREPAYMENTS/" + sku);
    }

    @Test
    void inv_04_names_an_account_below_its_floor() throws SQLException {
        execute("""
                insert into ledger_account (kind, owner, side, floor_fen)
                values ('CUSTOMER_PREPAYMENTS', '%s', 'CREDIT', 0)""".formatted(sku));
        execute("""
                insert into ledger_posting (transfer_id, side, kind, owner, amount_fen)
                values ('%s', 'DEBIT', 'CUSTOMER_PREPAYMENTS', '%s', 77)""".formatted(sku, sku));

        assertThat(Invariants.offenders(connection, "INV-04", NOW))
                .anySatisfy(row -> assertThat(row).contains(sku).contains("-77 is below its floor 0"));
    }

    @Test
    void inv_04_names_a_captured_payment_that_was_not_posted_or_with_another_sum() throws SQLException {
        attempt("CAPTURED", 500, 0);
        assertNames("INV-04", "payment T" + sku + ": captured 500, posted 0");

        posted("CAPTURE:T" + sku, "WECHAT_CLEARING", "CUSTOMER_PREPAYMENTS", 499);
        assertNames("INV-04", "payment T" + sku + ": captured 500, posted 499");
    }

    @Test
    void inv_04_is_content_with_a_payment_that_was_posted_and_names_a_posting_without_its_payment()
            throws SQLException {
        attempt("CAPTURED", 500, 0);
        posted("CAPTURE:T" + sku, "WECHAT_CLEARING", "CUSTOMER_PREPAYMENTS", 500);
        assertThat(Invariants.offenders(connection, "INV-04", NOW)).noneMatch(row -> row.contains("payment T" + sku));

        posted("CAPTURE:LOST" + sku, "WECHAT_CLEARING", "CUSTOMER_PREPAYMENTS", 7);
        assertNames("INV-04", "payment LOST" + sku + ": captured 0, posted 7");
    }

    @Test
    void inv_04_names_a_refund_that_another_account_has_paid() throws SQLException {
        attempt("CAPTURED", 500, 300);
        refund(300);
        execute("update payment_refund set state = 'SUCCESS', refunded_at = asked_at where refund_no = 'R%s'"
                .formatted(sku));
        assertNames("INV-04", "refund R" + sku + ": given back 300, posted 0");

        posted("REFUND:R" + sku, "CUSTOMER_PREPAYMENTS", "BANK", 300);
        assertNames("INV-04", "refund R" + sku + ": given back 300, posted 300 CUSTOMER_PREPAYMENTS to BANK");
    }

    @Test
    void inv_05_names_an_order_that_is_to_be_sent_without_payment_or_stock() throws SQLException {
        execute("""
                insert into trade_order (id, order_no, member_id, state, goods_fen, freight_fen, payment_id, address_id,
                    region_code, region_text, recipient_sealed, phone_sealed, detail_sealed, placed_at, pay_by, paid_at)
                values ('%1$s', 'LOST00001', '%1$s', 'TO_SHIP', 100, 0, '%1$s', '%1$s', '440305', '-', '-', '-', '-',
                    '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')""".formatted(sku));
        execute("""
                insert into trade_order_line (id, order_id, position, sku_id, spu_id, sku_code, title, spec_text, weight_grams,
                    unit_fen, list_fen, price_list_id, return_policy, exclusion_confirmed, regulatory_class, shown_text, quantity)
                values ('%1$s', '%1$s', 0, '%1$s', '%1$s', '-', '-', '-', 1, 100, 100, '%1$s', 'SEVEN_DAYS', false, 'NONE', '-', 1)""".formatted(sku));

        assertNames("INV-05", "LOST00001 is TO_SHIP on 0 captured payments");
        assertNames("INV-05", "LOST00001 is TO_SHIP and firm since never");
        assertNames("INV-05", "to send 1, reserved 0");
    }

    @Test
    void inv_06_names_a_group_that_says_more_members_than_it_has() throws SQLException {
        group("OPEN", 1, "2026-01-01T00:00:00Z");

        assertNames("INV-06", "group " + sku + " OPEN of 3: says 0 held and 1 paid, has 0 and 0");
    }

    @Test
    void inv_06_names_a_group_that_is_open_long_after_its_time() throws SQLException {
        group("OPEN", 0, "2025-12-31T20:00:00Z");

        assertNames("INV-06", "group " + sku + " is OPEN long after");
    }

    @Test
    void inv_06_names_a_place_without_its_order_or_money() throws SQLException {
        group("OPEN", 1, "2026-01-01T00:00:00Z");
        execute("""
                insert into groupbuy_seat (order_id, group_id, activity_id, member_id, leader, sku_id, quantity, unit_fen, state,
                                           pay_by, taken_at, paid_at)
                values ('%1$s', '%1$s', '%1$s', '%1$s', true, '%1$s', 1, 900, 'PAID', '2026-01-01T00:00:00Z',
                        '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')""".formatted(sku));

        assertNames("INV-06", "a place PAID with an order that is not there " + sku);
        assertNames("INV-06", "order " + sku + " of group " + sku + " PAID: 0 captured");
    }

    @Test
    void inv_08_names_an_event_that_waits() throws SQLException {
        execute("""
                insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at)
                values ('%s', 'Planted', 'key', '{}', '2025-12-31T23:58:59Z', '2025-12-31T23:58:59Z')""".formatted(sku));

        assertNames("INV-08", sku);
        assertThat(Invariants.offenders(connection, "INV-08", NOW.minusSeconds(30)))
                .as("a minute is allowed")
                .noneMatch(row -> row.contains(sku));
    }

    @Test
    void inv_09_names_a_refund_of_what_was_never_captured() throws SQLException {
        attempt("CLOSED", 500, 0);
        refund(300);

        assertNames("INV-09", "R" + sku);
    }

    @Test
    void inv_09_names_an_order_that_was_refunded_more_than_it_paid() throws SQLException {
        attempt("CAPTURED", 500, 500);
        refund(500);
        execute("""
                insert into payment_refund (id, attempt_id, order_id, refund_no, out_refund_no, out_trade_no, amount_fen,
                                            total_fen, reason, request_body, state, asked_at)
                values (gen_random_uuid(), '%1$s', '%1$s', 'again%1$s', 'again%1$s', 'T%1$s', 1, 500, '', '', 'REQUESTED',
                        '2026-01-01T00:00:00Z')""".formatted(sku));

        assertNames("INV-09", "order " + sku);
    }

    @Test
    void inv_09_names_a_payment_whose_sum_of_refunds_drifted() throws SQLException {
        attempt("CAPTURED", 500, 200);

        assertNames("INV-09", "payment T" + sku);
    }

    @Test
    void inv_10_names_a_commission_that_keeps_more_than_its_part() throws SQLException {
        commission(500, 500);
        execute("insert into commission_refund values ('%1$s', '%1$s', 'R1', 5000, 0, '2026-01-01T00:00:00Z')"
                .formatted(sku));

        assertNames("INV-10", "commission " + sku);
    }

    @Test
    void inv_10_names_a_payee_whose_balance_the_ledger_does_not_know() throws SQLException {
        execute("insert into commission_account values ('%s', 'KOC', 77)".formatted(sku));

        assertNames("INV-10", "payee " + sku);
    }

    @Test
    void inv_10_names_a_line_that_pays_more_than_its_cap() throws SQLException {
        commission(500, 900);
        execute("""
                insert into commission_share (
                       id, order_id, order_no, line_id, title, payee_id, payee_kind, role, net_fen, quantity, original_fen,
                       kept_fen, cap_fen, state, at)
                select gen_random_uuid(), order_id, order_no, line_id, title, gen_random_uuid(), payee_kind, 'SELLER', net_fen,
                       quantity, original_fen, kept_fen, cap_fen, state, at
                  from commission_share where id = '%s'""".formatted(sku));

        assertNames("INV-10", "line " + sku);
    }

    @Test
    void inv_11_names_a_limit_counter_that_no_order_explains() throws SQLException {
        limit();
        execute("insert into trade_limit_count values ('%s', 'member:x', 'EVER', 3, 5)".formatted(sku));

        assertNames("INV-11", "limit " + sku);
    }

    @Test
    void inv_11_names_more_than_was_allowed() throws SQLException {
        limit();
        execute("alter table trade_limit_count drop constraint trade_limit_count_bought_ck");
        execute("insert into trade_limit_count values ('%s', 'member:x', 'EVER', 6, 5)".formatted(sku));

        assertNames("INV-11", "allowed 5");
    }

    private void limit() throws SQLException {
        execute("""
                insert into trade_limit (id, sku_id, scope, period, units, created_at, changed_at)
                values ('%1$s', '%1$s', 'PERSON', 'EVER', 5, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')""".formatted(sku));
    }

    private void commission(int fen, int cap) throws SQLException {
        execute("""
                insert into commission_share (
                       id, order_id, order_no, line_id, title, payee_id, payee_kind, role, net_fen, quantity, original_fen,
                       kept_fen, cap_fen, state, at)
                values ('%1$s', '%1$s', 'N', '%1$s', '', '%1$s', 'KOC', 'KOC', 10000, 1, %2$d, %2$d, %3$d, 'PENDING',
                        '2026-01-01T00:00:00Z')""".formatted(sku, fen, cap));
    }

    private void assertNames(String invariant, String row) {
        assertThat(Invariants.offenders(connection, invariant, NOW)).anyMatch(line -> line.contains(row));
        assertThat(Invariants.broken(connection, NOW)).containsKey(invariant);
    }

    private void group(String state, int paid, String expiresAt) throws SQLException {
        execute("""
                insert into groupbuy_activity (id, name, spu_id, state, mode, size, group_ttl_minutes, pay_timeout_minutes,
                                               closing_grace_minutes, per_order_qty, per_person_qty, max_open_groups, commission,
                                               starts_at, ends_at, created_at)
                values ('%1$s', 'planted', '%1$s', 'RUNNING', 'NORMAL', 3, 60, 15, 0, 1, 1, 1, 'NONE', '2025-12-01T00:00:00Z',
                        '2026-02-01T00:00:00Z', '2025-12-01T00:00:00Z')""".formatted(sku));
        execute("""
                insert into groupbuy_group (id, activity_id, leader_id, state, size, held, paid, created_at, opened_at, expires_at)
                values ('%1$s', '%1$s', '%1$s', '%2$s', 3, 0, %3$d, '2025-12-01T00:00:00Z', '2025-12-01T00:00:00Z', '%4$s')""".formatted(sku, state, paid, expiresAt));
    }

    private void attempt(String state, int fen, int refundAsked) throws SQLException {
        var paid = state.equals("CAPTURED") ? "'wx%s', '2026-01-01T00:00:00Z'".formatted(sku) : "null, null";
        execute("""
                insert into payment_attempt (id, order_id, order_no, member_id, kind, round, out_trade_no, amount_fen,
                                             openid_index, request_sealed, expires_at, state, created_at,
                                             refund_asked_fen, transaction_id, paid_at)
                values ('%1$s', '%1$s', 'N', '%1$s', 'WECHAT', 1, 'T%1$s', %2$d, '', '', '2026-01-01T00:00:00Z', '%3$s',
                        '2026-01-01T00:00:00Z', %4$d, %5$s)""".formatted(sku, fen, state, refundAsked, paid));
    }

    private void refund(int fen) throws SQLException {
        execute("""
                insert into payment_refund (id, attempt_id, order_id, refund_no, out_refund_no, out_trade_no, amount_fen,
                                            total_fen, reason, request_body, state, asked_at)
                values (gen_random_uuid(), '%1$s', '%1$s', 'R%1$s', 'R%1$s', 'T%1$s', %2$d, 500, '', '', 'REQUESTED',
                        '2026-01-01T00:00:00Z')""".formatted(sku, fen));
    }

    private void transfer(int fen) throws SQLException {
        execute("""
                insert into ledger_transfer (
                       id, reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
                values ('%s', 'LOST:%s', '2026-01-01T00:00:00Z', 'WECHAT_CLEARING',
                        '00000000-0000-0000-0000-000000000000', 'CUSTOMER_PREPAYMENTS', '%s', %d)""".formatted(sku, sku, sku, fen));
    }

    private void posted(String reference, String debit, String credit, int fen) throws SQLException {
        execute("""
                insert into ledger_transfer (
                       id, reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
                values (gen_random_uuid(), '%s', '2026-01-01T00:00:00Z', '%s', '00000000-0000-0000-0000-000000000000', '%s',
                        '00000000-0000-0000-0000-000000000000', %d)""".formatted(reference, debit, credit, fen));
    }

    private void stock(int onHand, int reserved) throws SQLException {
        execute("insert into inventory_stock (pool, sku, on_hand, reserved) values ('%s', '%s', %d, %d)"
                .formatted(POOL, sku, onHand, reserved));
    }

    private void movement(String type, int onHand, int reserved) throws SQLException {
        execute("""
                insert into inventory_movement (
                       id, at, type, sku, pool, on_hand_delta, reserved_delta, ref_type, ref_id, reason,
                       actor_kind, actor_id, actor_name)
                values (gen_random_uuid(), '2026-01-01T00:00:00Z', '%s', '%s', '%s', %d, %d, 'HOLD', '%s', '',
                        'SYSTEM', gen_random_uuid(), 'planted')""".formatted(type, sku, POOL, onHand, reserved, List.of(type, sku)));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        }
    }
}
