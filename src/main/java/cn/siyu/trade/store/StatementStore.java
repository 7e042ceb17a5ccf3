package cn.siyu.trade.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Statements of suppliers. What is in one is counted in no other; what came too late for one is in the next. */
@Singleton
public class StatementStore {

    /** An order that ended, completed or given back; only what had left the house counts. */
    private static final String ENDED = "coalesce(o.completed_at, o.closed_at)";

    private static final String SOLD = """
            select 'SOLD' as kind, o.id as source_id, l.id as line_id, o.order_no, l.sku_id, l.sku_code, l.title, l.shipped as units,
                   l.cost_fen, %1$s as at
              from trade_order_line l
              join trade_order o on o.id = l.order_id
             where l.supplier_id = $1 and l.shipped > 0 and %1$s < $2
               and not exists (select 1 from trade_supplier_statement_line s
                                where s.kind = 'SOLD' and s.source_id = o.id and s.line_id = l.id %2$s)
            """;

    /** Goods that came back. Money alone is between the shop and the buyer. */
    private static final String RETURNED = """
            select 'RETURNED' as kind, a.id as source_id, l.id as line_id, o.order_no, l.sku_id, l.sku_code, l.title,
                   x.quantity as units, l.cost_fen, greatest(a.changed_at, %1$s) as at
              from trade_order_line l
              join trade_order o on o.id = l.order_id
              join trade_after_sale_line x on x.line_id = l.id
              join trade_after_sale a on a.id = x.after_sale_id
             where l.supplier_id = $1 and a.type = 'RETURN_REFUND' and a.state = 'DONE' and a.changed_at < $2 and %1$s < $2
               and not exists (select 1 from trade_supplier_statement_line s
                                where s.kind = 'RETURNED' and s.source_id = a.id and s.line_id = l.id %2$s)
            """;

    private static final String PENDING = (SOLD + " union all " + RETURNED).formatted(ENDED, "");

    /** What is in a draft is counted again when it is drawn again. */
    private static final String UNCONFIRMED = (SOLD + " union all " + RETURNED)
            .formatted(
                    ENDED, "and s.statement_id in (select id from trade_supplier_statement where state = 'CONFIRMED')");

    private static final String UNCOSTED =
            "select distinct sku_id from (" + UNCONFIRMED + ") p where cost_fen is null limit 200";

    private static final String INSERT = """
            insert into trade_supplier_statement (id, supplier_id, month, state, drafted_at)
            values ($1, $2, $3, 'DRAFT', $4)
            on conflict on constraint trade_supplier_statement_month_uk do update set drafted_at = $4
             where trade_supplier_statement.state = 'DRAFT'""";

    private static final String CLEAR = "delete from trade_supplier_statement_line where statement_id = $1";

    private static final String FILL = """
            insert into trade_supplier_statement_line (
                   id, statement_id, kind, source_id, line_id, order_no, sku_code, title, units, cost_fen, at)
            select gen_random_uuid(), $3::uuid, p.kind, p.source_id, p.line_id, p.order_no, p.sku_code, p.title, p.units,
                   coalesce(p.cost_fen, c.cost_fen), p.at
              from (
            """ + PENDING + """
                   ) p
              left join unnest($4::uuid[], $5::bigint[]) as c (sku_id, cost_fen) on c.sku_id = p.sku_id""";

    private static final String SUM = """
            update trade_supplier_statement s
               set version = version + 1, lines = n.lines, uncosted = n.uncosted, total_fen = n.total_fen
              from (select count(*)::int as lines, (count(*) filter (where cost_fen is null))::int as uncosted,
                           coalesce(sum(case kind when 'SOLD' then cost_fen * units else -cost_fen * units end), 0)::bigint
                               as total_fen
                      from trade_supplier_statement_line
                     where statement_id = $1) n
             where s.id = $1""";

    private static final String CONFIRM = """
            update trade_supplier_statement
               set version = version + 1, state = 'CONFIRMED', confirmed_at = $3, confirmed_by = $4
             where id = $1 and version = $2 and state = 'DRAFT'""";

    private static final String COLUMNS = """
            select id, supplier_id, month, state, version, lines, uncosted, total_fen, drafted_at, confirmed_at, confirmed_by
              from trade_supplier_statement
            """;

    private static final String MATCHING = " where $1::uuid is null or supplier_id = $1";

    private static final String LINES = """
            select id, kind, source_id, order_no, sku_code, title, units, cost_fen, at
              from trade_supplier_statement_line
             where statement_id = $1 and ($2::timestamptz is null or (at, id) > ($2, $3::uuid))
             order by at, id
             limit $4""";

    /** A month of a supplier. */
    public record Statement(
            UUID id,
            UUID supplier,
            LocalDate month,
            boolean confirmed,
            long version,
            int lines,
            int uncosted,
            Money total,
            Instant draftedAt,
            Optional<Instant> confirmedAt,
            Optional<String> confirmedBy) {}

    /** Units that were delivered, or that came back. */
    public record Line(
            UUID id,
            boolean returned,
            UUID source,
            String orderNo,
            String skuCode,
            String title,
            int units,
            Optional<Money> cost,
            Instant at) {

        /** What it adds to the total; what came back takes away. */
        public Optional<Money> amount() {
            return cost.map(each -> each.times(returned ? -units : units));
        }
    }

    /** SKUs of what would be counted, without a cost of their own. */
    public Uni<List<SkuId>> uncosted(Sql sql, UUID supplier, Instant until) {
        return sql.list(UNCOSTED, row -> new SkuId(row.getUUID("sku_id")), supplier, until);
    }

    /** Whether there is a statement of a later month. */
    public Uni<Boolean> hasLater(Sql sql, UUID supplier, LocalDate month) {
        return sql.one(
                "select exists (select 1 from trade_supplier_statement where supplier_id = $1 and month > $2) as later",
                row -> row.getBoolean("later"),
                supplier,
                month);
    }

    /** The statement of that month, or null. */
    public Uni<Statement> of(Sql sql, UUID supplier, LocalDate month) {
        return sql.one(COLUMNS + "where supplier_id = $1 and month = $2", StatementStore::statement, supplier, month);
    }

    /** Begins a draft; one that is there already stays the same one. */
    public Uni<Integer> begin(Tx tx, UUID id, UUID supplier, LocalDate month, Instant now) {
        return tx.execute(INSERT, id, supplier, month, now);
    }

    /** Counts anew what no other statement counts, and adds it up. */
    public Uni<Integer> fill(Tx tx, Statement draft, Instant until, Map<SkuId, Money> costs) {
        var skus = List.copyOf(costs.keySet());
        return tx.execute(CLEAR, draft.id())
                .chain(() -> tx.execute(
                        FILL,
                        draft.supplier(),
                        until,
                        draft.id(),
                        skus,
                        skus.stream().map(costs::get).toList()))
                .chain(() -> tx.execute(SUM, draft.id()));
    }

    /** Answers 0 when somebody was faster. */
    public Uni<Integer> confirm(Tx tx, UUID id, long version, Instant now, String by) {
        return tx.execute(CONFIRM, id, version, now, by);
    }

    /** The statement, or null. */
    public Uni<Statement> find(Sql sql, UUID id) {
        return sql.one(COLUMNS + "where id = $1", StatementStore::statement, id);
    }

    public Uni<List<Statement>> page(Sql sql, @Nullable UUID supplier, int page, int size) {
        return sql.list(
                COLUMNS + MATCHING + " order by month desc, id desc limit $2 offset $3",
                StatementStore::statement,
                supplier,
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable UUID supplier) {
        return sql.one(
                "select count(*) as total from trade_supplier_statement" + MATCHING,
                row -> row.getLong("total"),
                supplier);
    }

    /** In the order of time, behind a cursor. */
    public Uni<List<Line>> lines(Sql sql, UUID statement, Optional<Cursor> after, int limit) {
        return sql.list(
                LINES,
                StatementStore::line,
                statement,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    private static Statement statement(Row row) {
        return new Statement(
                row.getUUID("id"),
                row.getUUID("supplier_id"),
                row.getLocalDate("month"),
                row.getString("state").equals("CONFIRMED"),
                row.getLong("version"),
                row.getInteger("lines"),
                row.getInteger("uncosted"),
                Columns.money(row, "total_fen"),
                Columns.instant(row, "drafted_at"),
                Columns.optionalInstant(row, "confirmed_at"),
                Optional.ofNullable(row.getString("confirmed_by")));
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("id"),
                row.getString("kind").equals("RETURNED"),
                row.getUUID("source_id"),
                row.getString("order_no"),
                row.getString("sku_code"),
                row.getString("title"),
                row.getInteger("units"),
                Optional.ofNullable(row.getLong("cost_fen")).map(Money::new),
                Columns.instant(row, "at"));
    }
}
