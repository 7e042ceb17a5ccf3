package cn.siyu.scale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A month in which many distributors earned: their commissions, entries and the ledger's postings, written by SQL as the shop
 * writes them. One in ten is taken back whole.
 */
final class LargeMonth {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /** Of a hundred entries ninety are accruals, and the first ten of those are taken back by the other ten. */
    private static final int TAKEN_BACK = 10;

    /** An id as the shop makes them, sorted by time. */
    private static final String ID = """
            create function pg_temp.id(at timestamptz) returns uuid language sql volatile as $$
                select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
                        || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid $$""";

    private static final String PAYEES = """
            create temp table payee as
            select n, pg_temp.id(?::timestamptz - interval '1 day' + n * interval '1 millisecond') as id
              from generate_series(0, ? - 1) as n""";

    private static final String ACCOUNTS =
            "insert into commission_account (payee_id, kind) select id, 'DISTRIBUTOR' from payee";

    private static final String EARNED = """
            create temp table earned as
            select pg_temp.id(t.at) as share, pg_temp.id(t.at) as entry, pg_temp.id(t.at) as transfer, gen_random_uuid() as line,
                   p.id as payee, t.at, 100 + (p.n * 31 + i * 7) % 900 as fen, i < ? as back
              from payee p
             cross join generate_series(0, ? - 1) as i
             cross join lateral (
                   select ?::timestamptz + ((i * 9973 + p.n * 17) % 2400000) * interval '1 second' as at) t""";

    private static final String SHARES = """
            insert into commission_share (
                   id, order_id, order_no, line_id, title, payee_id, payee_kind, role, net_fen, quantity, original_fen, kept_fen,
                   rule_kind, rule_id, basis_points, fixed_fen, part_bp, cap_fen, state, at)
            select share, line, 'S' || left(line::text, 13), line, '纯羊奶粉 800 克', payee, 'DISTRIBUTOR', 'DISTRIBUTOR', fen * 10, 1,
                   fen, case when back then 0 else fen end, 'TIER_DEFAULT', null, 1000, null, null, fen * 3,
                   case when back then 'VOID' else 'PENDING' end, at
              from earned order by at""";

    private static final String ENTRIES = """
            insert into commission_entry (id, share_id, order_id, line_id, payee_id, role, kind, refund_no, amount_fen, at)
            select entry, share, line, line, payee, 'DISTRIBUTOR', 'ACCRUAL', '', fen, at from earned
             union all
            select pg_temp.id(at + interval '1 hour'), share, line, line, payee, 'DISTRIBUTOR', 'REVERSAL', 'R1', -fen,
                   at + interval '1 hour'
              from earned where back
             order by 10""";

    private static final String TRANSFERS = """
            with expense as (select '00000000-0000-0000-0000-000000000000'::uuid as id),
            moved as (
                insert into ledger_transfer (
                       id, reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
                select transfer, 'COMMISSION:' || line || ':DISTRIBUTOR', at, 'COMMISSION_EXPENSE', expense.id,
                       'COMMISSION_ACCRUED', payee, fen
                  from earned, expense
                 union all
                select pg_temp.id(at + interval '1 hour'), 'COMMISSION-BACK:' || line || ':DISTRIBUTOR:R1', at + interval '1 hour',
                       'COMMISSION_ACCRUED', payee, 'COMMISSION_EXPENSE', expense.id, fen
                  from earned, expense where back
                returning *)
            insert into ledger_posting (transfer_id, side, kind, owner, amount_fen)
            select id, 'DEBIT', debit_kind, debit_owner, amount_fen from moved
             union all
            select id, 'CREDIT', credit_kind, credit_owner, -amount_fen from moved""";

    private final YearMonth month;
    private final int payees;
    private final int entries;

    /** @param entries of each payee */
    LargeMonth(YearMonth month, int payees, int entries) {
        this.month = month;
        this.payees = payees;
        this.entries = entries;
    }

    /** What it amounted to. */
    record Stated(long statements, long lines, long parts, long untied, long closing) {}

    void write(Connection owner) throws SQLException {
        owner.setAutoCommit(false);
        var begin = month.atDay(1).atStartOfDay(CHINA).toInstant().atOffset(ZoneOffset.UTC);
        run(owner, "set local synchronous_commit = off");
        run(owner, ID);
        run(owner, PAYEES, begin, payees);
        run(owner, ACCOUNTS);
        var back = entries / TAKEN_BACK;
        run(owner, EARNED, back, entries - back, begin);
        run(owner, SHARES);
        run(owner, ENTRIES);
        run(owner, TRANSFERS);
        owner.commit();
        owner.setAutoCommit(true);
        // As the database does by itself while a month goes by.
        run(
                owner,
                "vacuum (analyze) commission_account, commission_share, commission_entry, ledger_transfer, ledger_posting");
    }

    /** As if it had never been stated. */
    static void forget(Connection owner) throws SQLException {
        run(owner, """
                truncate commission_statement, commission_statement_part, commission_statement_line, commission_dispute,
                         commission_dispute_word, commission_statement_run, commission_statement_held""");
    }

    Stated stated(Connection owner) throws SQLException {
        var sums = """
                select (select count(*) from commission_statement where month = ?),
                       (select count(*) from commission_statement_line),
                       (select count(*) from commission_statement_part where month = ?),
                       (select count(*) from commission_statement where ledger_difference_fen <> 0),
                       (select sum(closing_fen) from commission_statement where month = ?)""";
        try (var statement = owner.prepareStatement(sums)) {
            set(statement, month.atDay(1), month.atDay(1), month.atDay(1));
            try (var row = statement.executeQuery()) {
                var _ = row.next();
                return new Stated(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
            }
        }
    }

    /** What the entries themselves add up to. */
    static long earned(Connection owner) throws SQLException {
        try (var statement = owner.createStatement();
                var row = statement.executeQuery("select sum(amount_fen) from commission_entry")) {
            var _ = row.next();
            return row.getLong(1);
        }
    }

    private static void run(Connection owner, String sql, Object... values) throws SQLException {
        try (var statement = owner.prepareStatement(sql)) {
            set(statement, values);
            var _ = statement.execute();
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (var at = 0; at < values.length; at++) {
            statement.setObject(at + 1, values[at]);
        }
    }
}
