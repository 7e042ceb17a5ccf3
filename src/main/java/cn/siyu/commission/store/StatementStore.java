package cn.siyu.commission.store;

import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.domain.StatementState;
import cn.siyu.commission.domain.StatementState.Confirmed;
import cn.siyu.commission.domain.StatementState.Draft;
import cn.siyu.commission.domain.StatementState.Locked;
import cn.siyu.commission.domain.StatementSums;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Statements themselves, one row each. */
@Singleton
public class StatementStore {

    static final String COLUMNS = """
            s.id, s.month, s.subject_kind, s.subject_id, s.representatives, s.name, s.state, s.opening_fen, s.accrued_fen,
            s.reversed_fen, s.adjusted_fen, s.tax_fen, s.paid_fen, s.lines, s.ledger_difference_fen, s.open_disputes,
            s.drafted_at, s.confirm_by, s.confirmed_at, s.confirmed_how, s.locked_at, s.version""";

    private static final String INSERT = """
            insert into commission_statement (
                   id, month, subject_kind, subject_id, name, state, opening_fen, accrued_fen, reversed_fen, adjusted_fen,
                   tax_fen, paid_fen, closing_fen, lines, ledger_difference_fen, drafted_at, confirm_by)
            select s.id, $1, s.kind, s.subject, nullif(s.name, ''), 'DRAFT', s.opening, s.accrued, s.reversed, s.adjusted,
                   s.tax, s.paid, s.opening + s.accrued - s.reversed + s.adjusted - s.tax - s.paid, s.lines, s.difference,
                   $14, $15
              from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[],
                          $9::bigint[], $10::bigint[], $11::bigint[], $12::int[], $13::bigint[])
                   as s (id, kind, subject, name, opening, accrued, reversed, adjusted, tax, paid, lines, difference)""";

    /** Companies are few, and arrays of arrays are flattened. */
    private static final String REPRESENTED =
            "update commission_statement set representatives = $2::uuid[] where id = $1";

    private static final String FIND = "select " + COLUMNS + " from commission_statement s where s.id = $1";

    private static final String LOCK = FIND + " for update";

    private static final String DUE = "select " + COLUMNS + """
              from commission_statement s
             where s.state = 'DRAFT' and s.confirm_by <= $1
             order by s.confirm_by
             limit $2
               for update skip locked""";

    /** Those of a month that nothing keeps open. */
    private static final String CLOSABLE = "select " + COLUMNS + """
              from commission_statement s
             where s.month = $1 and s.state = 'CONFIRMED' and s.open_disputes = 0 and s.ledger_difference_fen = 0
               and s.id > $2
             order by s.id
             limit $3
               for update""";

    private static final String SAVE = """
            update commission_statement s
               set state = n.state, confirmed_at = n.confirmed_at, confirmed_how = n.confirmed_how,
                   locked_at = nullif(n.locked_at, $7::timestamptz), open_disputes = n.disputes, version = s.version + 1
              from unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::timestamptz[], $8::int[])
                   as n (id, version, state, confirmed_at, confirmed_how, locked_at, disputes)
             where s.id = n.id and s.version = n.version""";

    private static final String SAVE_ONE = """
            update commission_statement
               set state = $3, confirmed_at = $4, confirmed_how = $5, locked_at = $6, open_disputes = $7, version = version + 1
             where id = $1 and version = $2""";

    private static final String TIE = """
            update commission_statement set ledger_difference_fen = $3, version = version + 1 where id = $1 and version = $2""";

    /** What of its accounts stands in no statement up to this one, whenever it was. */
    private static final String AFTER = """
            select p.payee_id, p.closing_fen,
                   ((select coalesce(sum(amount_fen), 0) from commission_entry where payee_id = p.payee_id)
                    + (select coalesce(sum(amount_fen), 0) from commission_adjustment
                        where payee_id = p.payee_id and state = 'APPROVED')
                    - (select coalesce(sum(amount_fen), 0) from commission_withdrawal
                        where payee_id = p.payee_id and state = 'SUCCEEDED')
                    - (select coalesce(sum(l.amount_fen), 0)
                         from commission_statement_part q
                         join commission_statement_line l on l.statement_id = q.statement_id and l.payee_id = q.payee_id
                        where q.payee_id = p.payee_id and q.month <= p.month))::bigint as later_fen
              from commission_statement_part p
             where p.statement_id = $1""";

    private static final String LATER_MONTH = """
            select max(month) as month from commission_statement_run""";

    private static final String BEGIN = """
            insert into commission_statement_run (month, job_id, begun_at)
            values ($1, $2, $3)
            on conflict on constraint commission_statement_run_pk do update
               set job_id = excluded.job_id, begun_at = excluded.begun_at, ended_at = null""";

    private static final String RUN =
            "select job_id, begun_at, ended_at from commission_statement_run where month = $1";

    private static final String ENDED = "update commission_statement_run set ended_at = $2 where month = $1";

    /** The last run of a month. */
    public record Run(UUID job, Instant begunAt, Optional<Instant> endedAt) {}

    /** All of one month and one instant. */
    static Uni<Void> insert(Tx tx, List<Statement> all) {
        return tx.execute(
                        INSERT,
                        all.getFirst().month().day(),
                        all.stream().map(Statement::id).toList(),
                        all.stream().map(Statement::kind).toList(),
                        all.stream().map(Statement::subject).toList(),
                        all.stream().map(s -> s.name().orElse("")).toList(),
                        all.stream().map(s -> s.sums().opening()).toList(),
                        all.stream().map(s -> s.sums().accrued()).toList(),
                        all.stream().map(s -> s.sums().reversed()).toList(),
                        all.stream().map(s -> s.sums().adjusted()).toList(),
                        all.stream().map(s -> s.sums().tax()).toList(),
                        all.stream().map(s -> s.sums().paid()).toList(),
                        all.stream().map(Statement::lines).toList(),
                        all.stream().map(Statement::difference).toList(),
                        all.getFirst().draftedAt(),
                        all.getFirst().confirmBy())
                .chain(() -> Multi.createFrom()
                        .iterable(all)
                        .filter(each -> !each.representatives().isEmpty())
                        .onItem()
                        .transformToUniAndConcatenate(
                                each -> tx.execute(REPRESENTED, each.id(), each.representatives()))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    /** Null when there is none. */
    public Uni<Statement> find(Sql sql, UUID id) {
        return sql.one(FIND, StatementStore::statement, id);
    }

    public Uni<Statement> lock(Tx tx, UUID id) {
        return tx.one(LOCK, StatementStore::statement, id);
    }

    /** Locked; what somebody else has in hand is left out. */
    public Uni<List<Statement>> due(Tx tx, Instant now, int limit) {
        return tx.list(DUE, StatementStore::statement, now, (long) limit);
    }

    public Uni<List<Statement>> closable(Tx tx, StatementMonth month, UUID after, int limit) {
        return tx.list(CLOSABLE, StatementStore::statement, month.day(), after, (long) limit);
    }

    /** Refused when somebody else has changed it since it was read. */
    public Uni<Statement> save(Tx tx, Statement next) {
        var state = next.state();
        return tx.execute(
                        SAVE_ONE,
                        next.id(),
                        next.version() - 1,
                        state.kind(),
                        state.confirmedAt().orElse(null),
                        state.how().orElse(null),
                        state.lockedAt().orElse(null),
                        next.openDisputes())
                .map(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                    return next;
                });
    }

    /** Many that are locked, all of them confirmed by now. */
    public Uni<Void> save(Tx tx, Collection<Statement> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.execute(
                        SAVE,
                        all.stream().map(Statement::id).toList(),
                        all.stream().map(s -> s.version() - 1).toList(),
                        all.stream().map(s -> s.state().kind()).toList(),
                        all.stream()
                                .map(s -> s.state().confirmedAt().orElseThrow())
                                .toList(),
                        all.stream().map(s -> s.state().how().orElseThrow()).toList(),
                        all.stream()
                                .map(s -> s.state().lockedAt().orElse(Instant.EPOCH))
                                .toList(),
                        Instant.EPOCH,
                        all.stream().map(Statement::openDisputes).toList())
                .replaceWithVoid();
    }

    /** What an account of a statement came to, and what came after it. */
    public record After(UUID payee, Money closing, Money later) {}

    public Uni<List<After>> after(Tx tx, UUID statement) {
        return tx.list(
                AFTER,
                row -> new After(
                        row.getUUID("payee_id"), Columns.money(row, "closing_fen"), Columns.money(row, "later_fen")),
                statement);
    }

    /** Refused when somebody else has changed it since it was read. */
    public Uni<Statement> tie(Tx tx, Statement next) {
        return tx.execute(TIE, next.id(), next.version() - 1, next.difference()).map(rows -> {
            if (rows == 0) {
                throw new Refused(CommonProblem.STATE_CHANGED);
            }
            return next;
        });
    }

    // Runs

    /** The newest month that was begun; null when none was. */
    public Uni<Optional<StatementMonth>> newest(Sql sql) {
        return sql.one(
                LATER_MONTH,
                row -> Optional.ofNullable(row.getLocalDate("month")).map(StatementMonth::of));
    }

    public Uni<Optional<Run>> run(Sql sql, StatementMonth month) {
        return sql.one(
                        RUN,
                        row -> new Run(
                                row.getUUID("job_id"),
                                Columns.instant(row, "begun_at"),
                                Columns.optionalInstant(row, "ended_at")),
                        month.day())
                .map(Optional::ofNullable);
    }

    public Uni<Void> begin(Tx tx, StatementMonth month, UUID job, Instant now) {
        return tx.execute(BEGIN, month.day(), job, now).replaceWithVoid();
    }

    public Uni<Void> ended(Sql sql, StatementMonth month, Instant now) {
        return sql.execute(ENDED, month.day(), now).replaceWithVoid();
    }

    static Statement statement(Row row) {
        return new Statement(
                row.getUUID("id"),
                StatementMonth.of(row.getLocalDate("month")),
                Columns.constant(row, "subject_kind", Statement.Kind.class),
                row.getUUID("subject_id"),
                List.of(row.getArrayOfUUIDs("representatives")),
                Optional.ofNullable(row.getString("name")),
                sums(row),
                row.getInteger("lines"),
                Columns.money(row, "ledger_difference_fen"),
                state(row),
                row.getInteger("open_disputes"),
                Columns.instant(row, "drafted_at"),
                Columns.instant(row, "confirm_by"),
                row.getLong("version"));
    }

    static StatementSums sums(Row row) {
        return new StatementSums(
                Columns.money(row, "opening_fen"),
                Columns.money(row, "accrued_fen"),
                Columns.money(row, "reversed_fen"),
                Columns.money(row, "adjusted_fen"),
                Columns.money(row, "tax_fen"),
                Columns.money(row, "paid_fen"));
    }

    private static StatementState state(Row row) {
        return switch (Columns.constant(row, "state", StatementState.Kind.class)) {
            case DRAFT -> new Draft();
            case CONFIRMED -> new Confirmed(Columns.instant(row, "confirmed_at"), how(row));
            case LOCKED ->
                new Locked(Columns.instant(row, "confirmed_at"), how(row), Columns.instant(row, "locked_at"));
        };
    }

    private static StatementState.How how(Row row) {
        return StatementState.How.valueOf(Objects.requireNonNull(row.getString("confirmed_how")));
    }
}
