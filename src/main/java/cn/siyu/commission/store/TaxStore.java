package cn.siyu.commission.store;

import cn.siyu.commission.domain.TaxFormula;
import cn.siyu.commission.domain.TaxHandling;
import cn.siyu.commission.domain.TaxHistory;
import cn.siyu.commission.domain.TaxHistory.Month;
import cn.siyu.commission.domain.TaxPolicy;
import cn.siyu.commission.domain.TaxReckoning;
import cn.siyu.commission.domain.TaxRecord;
import cn.siyu.commission.domain.TaxSubject;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who sees to whose tax, and what was reckoned for each payout. */
@Singleton
public class TaxStore {

    private static final String POLICY = """
            id, subject, handling, formula, valid_from, reason, set_by, set_at""";

    private static final String HOLDS = "select " + POLICY + """
              from commission_tax_policy
             where subject = $1 and valid_from <= $2
             order by valid_from desc
             limit 1""";

    private static final String POLICIES =
            "select " + POLICY + " from commission_tax_policy order by valid_from desc, subject limit $1";

    private static final String SET = """
            insert into commission_tax_policy (id, subject, handling, formula, valid_from, reason, set_by, set_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)""";

    private static final String RECORD = """
            withdrawal_id, payee_id, subject, member_id, handling, formula, month, gross_fen, tax_fen, from_month, months,
            income_fen, taxable_fen, rate_bp, quick_fen, due_fen, withheld_before_fen, state, reckoned_at""";

    private static final String FIND = "select " + RECORD + " from commission_tax where withdrawal_id = $1";

    private static final String RESERVE = """
            insert into commission_tax (
                   withdrawal_id, payee_id, subject, member_id, handling, formula, month, gross_fen, tax_fen, from_month,
                   months, income_fen, taxable_fen, rate_bp, quick_fen, due_fen, withheld_before_fen, state, reckoned_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'RESERVED', $18)""";

    private static final String END = """
            update commission_tax set state = $2, ended_at = $3 where withdrawal_id = $1 and state = 'RESERVED'""";

    private static final String HISTORY = """
            select month, sum(gross_fen)::bigint as income_fen, sum(tax_fen)::bigint as withheld_fen
              from commission_tax
             where member_id = $1 and formula = $2 and month between $3 and $4 and state <> 'UNDONE'
             group by month
             order by month""";

    /** Null when none has begun. */
    public Uni<TaxPolicy> policy(Sql sql, TaxSubject subject, Instant at) {
        return sql.one(HOLDS, TaxStore::policy, subject, at);
    }

    /** The newest first. */
    public Uni<List<TaxPolicy>> policies(Sql sql, int limit) {
        return sql.list(POLICIES, TaxStore::policy, (long) limit);
    }

    public Uni<Void> set(Tx tx, TaxPolicy policy) {
        return tx.execute(
                        SET,
                        policy.id(),
                        policy.subject(),
                        policy.handling(),
                        policy.formula().orElse(null),
                        policy.from(),
                        policy.reason(),
                        policy.setBy(),
                        policy.setAt())
                .replaceWithVoid();
    }

    /** What a person was paid this year by a formula; payouts that are under way count, those that failed do not. */
    public Uni<TaxHistory> history(Sql sql, UUID member, TaxFormula formula, YearMonth until) {
        return sql.list(
                        HISTORY,
                        row -> new Month(
                                YearMonth.from(row.getLocalDate("month")),
                                Columns.money(row, "income_fen"),
                                Columns.money(row, "withheld_fen")),
                        member,
                        formula,
                        until.withMonth(1).atDay(1),
                        until.atDay(1))
                .map(TaxHistory::new);
    }

    /** Null when there is none. */
    public Uni<TaxRecord> find(Sql sql, UUID withdrawal) {
        return sql.one(FIND, TaxStore::taxRecord, withdrawal);
    }

    public Uni<Void> reserve(Tx tx, TaxRecord reckoned) {
        var how = reckoned.reckoning();
        return tx.execute(
                        RESERVE,
                        reckoned.withdrawal(),
                        reckoned.payee(),
                        reckoned.subject(),
                        reckoned.member(),
                        reckoned.handling(),
                        reckoned.formula().orElse(null),
                        reckoned.month().atDay(1),
                        reckoned.gross(),
                        reckoned.tax(),
                        how.map(each -> each.from().atDay(1)).orElse(null),
                        how.map(TaxReckoning::months).orElse(null),
                        how.map(TaxReckoning::income).orElse(null),
                        how.map(TaxReckoning::taxable).orElse(null),
                        how.map(TaxReckoning::rate).orElse(null),
                        how.map(TaxReckoning::quick).orElse(null),
                        how.map(TaxReckoning::due).orElse(null),
                        how.map(TaxReckoning::withheldBefore).orElse(null),
                        reckoned.reckonedAt())
                .replaceWithVoid();
    }

    /** Once; what has ended stays as it is. */
    public Uni<Void> end(Tx tx, UUID withdrawal, TaxRecord.State state, Instant at) {
        return tx.execute(END, withdrawal, state, at).replaceWithVoid();
    }

    private static TaxPolicy policy(Row row) {
        return new TaxPolicy(
                row.getUUID("id"),
                Columns.constant(row, "subject", TaxSubject.class),
                Columns.constant(row, "handling", TaxHandling.class),
                formula(row),
                Columns.instant(row, "valid_from"),
                row.getString("reason"),
                row.getString("set_by"),
                Columns.instant(row, "set_at"));
    }

    private static TaxRecord taxRecord(Row row) {
        return new TaxRecord(
                row.getUUID("withdrawal_id"),
                row.getUUID("payee_id"),
                row.getUUID("member_id"),
                Columns.constant(row, "subject", TaxSubject.class),
                Columns.constant(row, "handling", TaxHandling.class),
                formula(row),
                YearMonth.from(row.getLocalDate("month")),
                Columns.money(row, "gross_fen"),
                Columns.money(row, "tax_fen"),
                formula(row).map(_ -> reckoning(row)),
                Columns.constant(row, "state", TaxRecord.State.class),
                Columns.instant(row, "reckoned_at"));
    }

    private static TaxReckoning reckoning(Row row) {
        return new TaxReckoning(
                YearMonth.from(row.getLocalDate("from_month")),
                row.getInteger("months"),
                Columns.money(row, "income_fen"),
                Columns.money(row, "taxable_fen"),
                new Rate(row.getInteger("rate_bp")),
                Columns.money(row, "quick_fen"),
                Columns.money(row, "due_fen"),
                Columns.money(row, "withheld_before_fen"),
                Columns.money(row, "tax_fen"));
    }

    private static Optional<TaxFormula> formula(Row row) {
        return Optional.ofNullable(row.getString("formula")).map(TaxFormula::valueOf);
    }
}
