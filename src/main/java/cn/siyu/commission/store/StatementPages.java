package cn.siyu.commission.store;

import cn.siyu.commission.domain.Dispute;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementLine;
import cn.siyu.commission.domain.StatementLine.Sold;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.domain.StatementState;
import cn.siyu.commission.domain.StatementSums;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Statements and their lines as screens and files read them. */
@Singleton
public class StatementPages {

    private static final String OWN = """
              from commission_statement s
             where (s.subject_id = any($1::uuid[]) or s.representatives && $1::uuid[]
                    or exists (select 1 from commission_statement_part p
                                where p.statement_id = s.id and p.payee_id = any($1::uuid[])))""";

    private static final String OF_PAYEES = "select " + StatementStore.COLUMNS + """
              from commission_statement s
             where s.id in (select p.statement_id from commission_statement_part p where p.payee_id = any($1::uuid[])
                             union select r.id from commission_statement r where r.representatives <> '{}' and r.representatives && $1::uuid[])
               and ($2::date is null or (s.month, s.id) < ($2, $3::uuid))
             order by s.month desc, s.id desc
             limit $4""";

    private static final String FIND_OWN = "select " + StatementStore.COLUMNS + OWN + " and s.id = $2";

    private static final String PARTS = """
            select p.payee_id, p.payee_kind, p.opening_fen, p.accrued_fen, p.reversed_fen, p.adjusted_fen, p.tax_fen, p.paid_fen,
                   p.lines
              from commission_statement_part p
             where p.statement_id = $1 and ($2::uuid[] is null or p.payee_id = any($2))
             order by p.payee_id
             limit 1000""";

    private static final String LINES = """
            select l.source_id, l.payee_id, l.kind, l.amount_fen, l.tax_fen, l.at, l.share_id, c.order_no, c.title, c.role,
                   d.state as dispute
              from commission_statement_line l
              left join commission_share c on c.id = l.share_id
              left join commission_dispute d on d.line_id = l.source_id
             where l.statement_id = $1 and ($2::uuid[] is null or l.payee_id = any($2))
               and ($3::timestamptz is null or (l.at, l.source_id) > ($3, $4::uuid))
             order by l.at, l.source_id
             limit $5""";

    private static final String FILTER = """
              from commission_statement s
             where ($1::date is null or s.month = $1) and ($2::text is null or s.state = $2)
               and ($3::text is null or s.subject_kind = $3)
               and ($4::uuid is null or s.subject_id = $4
                    or s.id in (select p.statement_id from commission_statement_part p where p.payee_id = $4))
               and (not $5::boolean or s.open_disputes > 0) and (not $6::boolean or s.ledger_difference_fen <> 0)""";

    private static final String PAGE =
            "select " + StatementStore.COLUMNS + FILTER + " order by s.month desc, s.id desc limit $7 offset $8";

    private static final String COUNT = "select count(*) as total" + FILTER;

    private static final String OF_MONTH = "select " + StatementStore.COLUMNS + """
              from commission_statement s
             where s.month = $1 and ($2::uuid is null or s.id > $2)
             order by s.id
             limit $3""";

    private static final String TOTALS = """
            select state, count(*) as statements, sum(opening_fen)::bigint as opening_fen, sum(accrued_fen)::bigint as accrued_fen,
                   sum(reversed_fen)::bigint as reversed_fen, sum(adjusted_fen)::bigint as adjusted_fen,
                   sum(tax_fen)::bigint as tax_fen, sum(paid_fen)::bigint as paid_fen,
                   count(*) filter (where open_disputes > 0) as disputed,
                   count(*) filter (where ledger_difference_fen <> 0) as untied
              from commission_statement
             where month = $1
             group by state
             order by state""";

    /** Which statements a list shows; an absent value means all. */
    public record Search(
            @Nullable LocalDate month,
            StatementState.@Nullable Kind state,
            Statement.@Nullable Kind kind,
            @Nullable UUID account,
            boolean disputed,
            boolean untied) {}

    /** One account's part of a statement. */
    public record Share(UUID payee, StatementSums sums, int lines) {}

    /** All statements of a month in one state. */
    public record Total(StatementState.Kind state, long statements, StatementSums sums, long disputed, long untied) {}

    /** The newest month first. */
    public Uni<List<Statement>> ofPayees(Sql sql, Collection<UUID> payees, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_PAYEES,
                StatementStore::statement,
                payees,
                after.map(cursor -> ShopCalendar.dayOf(cursor.at())).orElse(null),
                after.map(Cursor::id).orElse(null),
                (long) limit);
    }

    /** Null when these accounts have no part in it. */
    public Uni<Statement> find(Sql sql, UUID id, Collection<UUID> payees) {
        return sql.one(FIND_OWN, StatementStore::statement, payees, id);
    }

    /** Of these accounts only, or of all. */
    public Uni<List<Share>> parts(Sql sql, UUID statement, Optional<List<UUID>> payees) {
        return sql.list(
                PARTS,
                row -> new Share(row.getUUID("payee_id"), StatementStore.sums(row), row.getInteger("lines")),
                statement,
                payees.orElse(null));
    }

    /** The oldest first; of these accounts only, or of all. */
    public Uni<List<StatementLine>> lines(
            Sql sql, UUID statement, Optional<List<UUID>> payees, Optional<Cursor> after, int limit) {
        return sql.list(
                LINES,
                StatementPages::line,
                statement,
                payees.orElse(null),
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                (long) limit);
    }

    public Uni<List<Statement>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE,
                StatementStore::statement,
                search.month(),
                search.state(),
                search.kind(),
                search.account(),
                search.disputed(),
                search.untied(),
                (long) limit,
                (long) offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(
                COUNT,
                row -> row.getLong("total"),
                search.month(),
                search.state(),
                search.kind(),
                search.account(),
                search.disputed(),
                search.untied());
    }

    /** A whole month, portion by portion. */
    public Uni<List<Statement>> ofMonth(Sql sql, StatementMonth month, Optional<UUID> after, int limit) {
        return sql.list(OF_MONTH, StatementStore::statement, month.day(), after.orElse(null), (long) limit);
    }

    public Uni<List<Total>> totals(Sql sql, StatementMonth month) {
        return sql.list(
                TOTALS,
                row -> new Total(
                        Columns.constant(row, "state", StatementState.Kind.class),
                        row.getLong("statements"),
                        StatementStore.sums(row),
                        row.getLong("disputed"),
                        row.getLong("untied")),
                month.day());
    }

    private static StatementLine line(Row row) {
        return new StatementLine(
                row.getUUID("source_id"),
                row.getUUID("payee_id"),
                Columns.constant(row, "kind", StatementLine.Kind.class),
                Columns.money(row, "amount_fen"),
                Columns.money(row, "tax_fen"),
                Columns.instant(row, "at"),
                Optional.ofNullable(row.getUUID("share_id"))
                        .map(share -> new Sold(
                                share,
                                row.getString("order_no"),
                                row.getString("title"),
                                Columns.constant(row, "role", PayeeRole.class))),
                Optional.ofNullable(row.getString("dispute")).map(Dispute.State::valueOf));
    }
}
