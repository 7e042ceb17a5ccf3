package cn.siyu.commission.store;

import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.domain.StatementSums;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A month's end, many accounts at a time: nothing here looks at one account by itself. */
@Singleton
public class DraftStore {

    private static final String ACCOUNTS = "select count(*) as accounts from commission_account";

    private static final String NEXT = """
            select payee_id from commission_account where payee_id > $1 order by payee_id limit $2""";

    /** All of it sees one instant: entries, withdrawals and ledger are compared. */
    private static final String SNAPSHOT = "set transaction isolation level repeatable read";

    /** Nobody waits for it, and one account may have very many entries. */
    private static final String PATIENCE = "set local statement_timeout = '60s'";

    /** Whoever is stated already, for this month or a later one, is left out. */
    private static final String BEFORE = """
            select a.payee_id, a.kind, coalesce(p.closing_fen, 0) as opening_fen, p.open_from
              from commission_account a
              left join lateral (
                   select closing_fen, open_from
                     from commission_statement_part
                    where payee_id = a.payee_id and month < $2
                    order by month desc
                    limit 1) p on true
             where a.payee_id = any($1::uuid[])
               and not exists (select 1 from commission_statement_part d where d.payee_id = a.payee_id and d.month >= $2)
             order by a.payee_id""";

    private static final String STATED = """
            select subject_id from commission_statement where month = $1 and subject_id = any($2::uuid[])""";

    /** What stands in a statement already is left there: the key says so, whatever the planner believes of an empty table. */
    private static final String TAKE_ENTRIES = """
            insert into commission_statement_line (statement_id, at, source_id, payee_id, kind, share_id, amount_fen, tax_fen)
            select p.statement_id, e.at, e.id, e.payee_id, e.kind, e.share_id, e.amount_fen, 0
              from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as p (payee_id, statement_id, open_from)
              join commission_entry e on e.payee_id = p.payee_id and e.id >= p.open_from and e.at < $4
            on conflict on constraint commission_statement_line_pk do nothing""";

    private static final String TAKE_PAYOUTS = """
            insert into commission_statement_line (statement_id, at, source_id, payee_id, kind, share_id, amount_fen, tax_fen)
            select p.statement_id, w.ended_at, w.id, w.payee_id, 'PAYOUT', null, -w.amount_fen, coalesce(t.tax_fen, 0)
              from unnest($1::uuid[], $2::uuid[]) as p (payee_id, statement_id)
              join commission_withdrawal w on w.payee_id = p.payee_id and w.state = 'SUCCEEDED' and w.ended_at < $3
              left join commission_tax t on t.withdrawal_id = w.id
            on conflict on constraint commission_statement_line_pk do nothing""";

    /** What went with the wages, or to a company by its bank, is a payout too. */
    private static final String TAKE_ADJUSTMENTS = """
            insert into commission_statement_line (statement_id, at, source_id, payee_id, kind, share_id, amount_fen, tax_fen)
            select p.statement_id, a.decided_at, a.id, a.payee_id,
                   case a.kind when 'PAID_OUTSIDE' then 'PAYOUT' else 'ADJUSTMENT' end, null, a.amount_fen, 0
              from unnest($1::uuid[], $2::uuid[]) as p (payee_id, statement_id)
              join commission_adjustment a on a.payee_id = p.payee_id and a.state = 'APPROVED' and a.decided_at < $3
            on conflict on constraint commission_statement_line_pk do nothing""";

    private static final String SUMS = """
            select payee_id, count(*) as lines,
                   coalesce(sum(amount_fen) filter (where kind = 'ACCRUAL'), 0)::bigint as accrued_fen,
                   coalesce(-sum(amount_fen) filter (where kind = 'REVERSAL'), 0)::bigint as reversed_fen,
                   coalesce(sum(amount_fen) filter (where kind = 'ADJUSTMENT'), 0)::bigint as adjusted_fen,
                   sum(tax_fen)::bigint as tax_fen,
                   coalesce(-sum(amount_fen + tax_fen) filter (where kind = 'PAYOUT'), 0)::bigint as paid_fen
              from commission_statement_line
             where statement_id = any($1::uuid[])
             group by payee_id""";

    /** What the months after this one have so far. */
    private static final String LATER = """
            select p.payee_id, e.first_id, (coalesce(e.fen, 0) - coalesce(w.fen, 0) + coalesce(a.fen, 0))::bigint as fen
              from unnest($1::uuid[], $2::uuid[]) as p (payee_id, open_from)
              left join lateral (
                   select min(e.id::text)::uuid as first_id, sum(e.amount_fen) as fen
                     from commission_entry e
                    where e.payee_id = p.payee_id and e.id >= p.open_from and e.at >= $3) e on true
              left join lateral (
                   select sum(w.amount_fen) as fen
                     from commission_withdrawal w
                    where w.payee_id = p.payee_id and w.state = 'SUCCEEDED' and w.ended_at >= $3) w on true
              left join lateral (
                   select sum(a.amount_fen) as fen
                     from commission_adjustment a
                    where a.payee_id = p.payee_id and a.state = 'APPROVED' and a.decided_at >= $3) a on true""";

    private static final String PARTS = """
            insert into commission_statement_part (
                   payee_id, month, payee_kind, statement_id, opening_fen, accrued_fen, reversed_fen, adjusted_fen, tax_fen,
                   paid_fen, closing_fen, lines, open_from)
            select s.payee_id, $1, s.kind, s.statement_id, s.opening, s.accrued, s.reversed, s.adjusted, s.tax, s.paid,
                   s.opening + s.accrued - s.reversed + s.adjusted - s.tax - s.paid, s.lines, s.open_from
              from unnest($2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
                          $9::bigint[], $10::bigint[], $11::int[], $12::uuid[])
                   as s (payee_id, kind, statement_id, opening, accrued, reversed, adjusted, tax, paid, lines, open_from)""";

    private static final String HOLD = """
            insert into commission_statement_held (month, subject_id, since)
            select $1, s.id, $3 from unnest($2::uuid[]) as s (id) order by s.id
            on conflict on constraint commission_statement_held_pk do nothing""";

    private static final String LET_GO =
            "delete from commission_statement_held where month = $1 and subject_id = any($2::uuid[])";

    private static final String HELD = """
            select subject_id from commission_statement_held
             where month = $1 and subject_id > $2
             order by subject_id limit $3""";

    private static final String COUNT_HELD = "select count(*) as held from commission_statement_held where month = $1";

    /**
     * An account before this month.
     *
     * @param openFrom below this id every entry stands in a statement
     */
    public record Before(Payee payee, Money opening, Optional<UUID> openFrom) {}

    /** What of an account goes into which statement. */
    public record Taking(UUID payee, UUID statement, UUID openFrom) {}

    /** An account's lines of the month, without an opening. */
    public record Taken(UUID payee, StatementSums sums, int lines) {}

    /** What is in no statement yet: the first entry, if there is one, and what all amounts to. */
    public record Later(UUID payee, Optional<UUID> first, Money amount) {}

    /** An account's part of a statement. */
    public record Part(Payee payee, UUID statement, StatementSums sums, int lines, UUID openFrom) {}

    public Uni<Long> accounts(Sql sql) {
        return sql.one(ACCOUNTS, row -> row.getLong("accounts"));
    }

    public Uni<List<UUID>> next(Sql sql, UUID after, int limit) {
        return sql.list(NEXT, row -> row.getUUID("payee_id"), after, (long) limit);
    }

    public Uni<Void> snapshot(Tx tx) {
        return tx.execute(SNAPSHOT).chain(() -> tx.execute(PATIENCE)).replaceWithVoid();
    }

    /** Which of these have a statement of this month. */
    public Uni<List<UUID>> stated(Tx tx, StatementMonth month, Collection<UUID> subjects) {
        return tx.list(STATED, row -> row.getUUID("subject_id"), month.day(), subjects);
    }

    public Uni<List<Before>> before(Tx tx, Collection<UUID> payees, StatementMonth month) {
        return tx.list(
                BEFORE,
                row -> new Before(
                        new Payee(row.getUUID("payee_id"), Columns.constant(row, "kind", Payee.Kind.class)),
                        Columns.money(row, "opening_fen"),
                        Optional.ofNullable(row.getUUID("open_from"))),
                payees,
                month.day());
    }

    /** Writes the lines of the month, whatever is in no statement yet. */
    public Uni<Void> take(Tx tx, List<Taking> takings, StatementMonth month) {
        var payees = takings.stream().map(Taking::payee).toList();
        var statements = takings.stream().map(Taking::statement).toList();
        return tx.execute(
                        TAKE_ENTRIES,
                        payees,
                        statements,
                        takings.stream().map(Taking::openFrom).toList(),
                        month.end())
                .chain(() -> tx.execute(TAKE_PAYOUTS, payees, statements, month.end()))
                .chain(() -> tx.execute(TAKE_ADJUSTMENTS, payees, statements, month.end()))
                .replaceWithVoid();
    }

    public Uni<List<Taken>> taken(Tx tx, Collection<UUID> statements) {
        return tx.list(SUMS, DraftStore::taken, statements);
    }

    public Uni<List<Later>> later(Tx tx, List<Taking> takings, StatementMonth month) {
        return tx.list(
                LATER,
                row -> new Later(
                        row.getUUID("payee_id"),
                        Optional.ofNullable(row.getUUID("first_id")),
                        Columns.money(row, "fen")),
                takings.stream().map(Taking::payee).toList(),
                takings.stream().map(Taking::openFrom).toList(),
                month.end());
    }

    /** All of one month. */
    public Uni<Void> write(Tx tx, List<Statement> statements, List<Part> parts) {
        if (statements.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return StatementStore.insert(tx, statements)
                .chain(() -> tx.execute(
                        PARTS,
                        statements.getFirst().month().day(),
                        parts.stream().map(part -> part.payee().id()).toList(),
                        parts.stream().map(part -> part.payee().kind()).toList(),
                        parts.stream().map(Part::statement).toList(),
                        parts.stream().map(part -> part.sums().opening()).toList(),
                        parts.stream().map(part -> part.sums().accrued()).toList(),
                        parts.stream().map(part -> part.sums().reversed()).toList(),
                        parts.stream().map(part -> part.sums().adjusted()).toList(),
                        parts.stream().map(part -> part.sums().tax()).toList(),
                        parts.stream().map(part -> part.sums().paid()).toList(),
                        parts.stream().map(Part::lines).toList(),
                        parts.stream().map(Part::openFrom).toList()))
                .replaceWithVoid();
    }

    public Uni<Void> hold(Tx tx, StatementMonth month, Collection<UUID> subjects, Instant now) {
        return tx.execute(HOLD, month.day(), subjects, now).replaceWithVoid();
    }

    public Uni<Void> letGo(Tx tx, StatementMonth month, Collection<UUID> subjects) {
        return tx.execute(LET_GO, month.day(), subjects).replaceWithVoid();
    }

    public Uni<List<UUID>> held(Sql sql, StatementMonth month, UUID after, int limit) {
        return sql.list(HELD, row -> row.getUUID("subject_id"), month.day(), after, (long) limit);
    }

    public Uni<Long> countHeld(Sql sql, StatementMonth month) {
        return sql.one(COUNT_HELD, row -> row.getLong("held"), month.day());
    }

    private static Taken taken(Row row) {
        return new Taken(
                row.getUUID("payee_id"),
                new StatementSums(
                        Money.ZERO,
                        Columns.money(row, "accrued_fen"),
                        Columns.money(row, "reversed_fen"),
                        Columns.money(row, "adjusted_fen"),
                        Columns.money(row, "tax_fen"),
                        Columns.money(row, "paid_fen")),
                Math.toIntExact(row.getLong("lines")));
    }
}
