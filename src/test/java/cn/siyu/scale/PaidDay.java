package cn.siyu.scale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A day on which many orders are paid at once: copies of one that was bought over HTTP, each another's, at another price, brought by
 * one of many distributors of other rates; and what they should earn, reckoned by SQL.
 */
final class PaidDay {

    private static final String COPIES = """
            create temp table copy as
            select n, pg_temp.id(n) as event, pg_temp.id(n) as order_id, ? || lpad(n::text, 12, '0') as order_no,
                   md5(? || n % ?)::uuid as distributor, 100 + (n * 7) % 900 as bp
              from generate_series(1, ?) as n""";

    /** Ids that grow, as the shop's do. */
    private static final String ID = """
            create function pg_temp.id(n int) returns uuid language sql volatile as $$
                select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
                        || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid $$""";

    private static final String ORDERS = """
            insert into trade_order
            select (jsonb_populate_record(o, jsonb_build_object('id', c.order_id, 'order_no', c.order_no, 'payment_id', c.event))).*
              from trade_order o cross join copy c
             where o.id = ?""";

    private static final String LINES = """
            insert into trade_order_line
            select (jsonb_populate_record(l, jsonb_build_object(
                       'id', pg_temp.id(c.n), 'order_id', c.order_id, 'unit_fen', 1000 + (c.n * 131) % 90000))).*
              from trade_order_line l cross join copy c
             where l.order_id = ?""";

    private static final String ORIGINS = """
            insert into trade_order_origin
            select (jsonb_populate_record(g, jsonb_build_object(
                       'order_id', c.order_id, 'distributor_id', c.distributor, 'distributor_member_id', c.event,
                       'distributor_bp', c.bp))).*
              from trade_order_origin g cross join copy c
             where g.order_id = ?""";

    private static final String EVENTS = """
            insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at, trace_parent)
            select c.event, e.type, c.order_id::text,
                   (e.payload::jsonb || jsonb_build_object('eventId', c.event, 'orderId', c.order_id, 'orderNo', c.order_no))::text,
                   e.occurred_at, e.appended_at, e.trace_parent
              from kernel_outbox e cross join copy c
             where e.type = 'OrderPaid' and e.key = ?
             order by c.n""";

    private static final String ACCRUED = """
            select count(*) from commission_order
             where accrued and order_id >= (select order_id from copy order by order_id limit 1)""";

    private static final String UNSENT =
            "select count(*) from kernel_outbox where type = 'OrderPaid' and sent_at is null";

    /** What each distributor should have and has: by his commissions and by the ledger. */
    private static final String WRONG = """
            with due as (
                select c.distributor, sum(l.unit_fen * l.quantity * c.bp / 10000) as fen, count(*) as shares
                  from copy c join trade_order_line l on l.order_id = c.order_id
                 group by c.distributor)
            select count(*)
              from due d
              left join lateral (
                   select sum(kept_fen) as fen, count(*) as shares
                     from commission_share where payee_id = d.distributor and state = 'PENDING') s on true
              left join lateral (
                   select -sum(amount_fen) as fen
                     from ledger_posting where owner = d.distributor and kind = 'COMMISSION_ACCRUED') p on true
             where s.fen is distinct from d.fen or s.shares is distinct from d.shares or p.fen is distinct from d.fen""";

    private static final String ENTRIES = """
            select count(*) from commission_entry e join copy c on c.order_id = e.order_id where e.kind = 'ACCRUAL'""";

    private final Connection owner;
    private final String name;

    /** @param name begins the numbers of its orders */
    PaidDay(Connection owner, String name) {
        this.owner = owner;
        this.name = name;
    }

    /** Writes the copies and all that is told of them; nobody sees any of it before the end. */
    void write(UUID order, int copies, int distributors) throws SQLException {
        owner.setAutoCommit(false);
        run(ID);
        run(COPIES, name, name, distributors, copies);
        run(ORDERS, order);
        run(LINES, order);
        run(ORIGINS, order);
        run(EVENTS, order.toString());
    }

    void pay() throws SQLException {
        owner.commit();
        owner.setAutoCommit(true);
    }

    /** Of its orders; those of earlier days are older. */
    long accrued() throws SQLException {
        return one(ACCRUED);
    }

    /** News that not all have heard yet. */
    long unheard() throws SQLException {
        return one(UNSENT);
    }

    long entries() throws SQLException {
        return one(ENTRIES);
    }

    /** Distributors who have not what they should have. */
    long wrong() throws SQLException {
        return one(WRONG);
    }

    private long one(String sql) throws SQLException {
        try (var statement = owner.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement(sql)) {
            for (var at = 0; at < values.length; at++) {
                statement.setObject(at + 1, values[at]);
            }
            statement.execute();
        }
    }
}
