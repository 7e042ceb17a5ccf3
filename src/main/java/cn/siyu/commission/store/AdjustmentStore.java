package cn.siyu.commission.store;

import cn.siyu.commission.domain.Adjustment;
import cn.siyu.commission.domain.Adjustment.Decision;
import cn.siyu.commission.domain.Adjustment.Kind;
import cn.siyu.commission.domain.Adjustment.State;
import cn.siyu.commission.domain.Payee;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of adjustments. */
@Singleton
public class AdjustmentStore {

    private static final String COLUMNS = """
            id, payee_id, payee_kind, kind, amount_fen, reason, state, proposed_by, proposed_at, decided_by, decided_at,
            decision_reason, version""";

    private static final String INSERT = """
            insert into commission_adjustment (
                   id, payee_id, payee_kind, kind, amount_fen, reason, state, proposed_by, proposed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private static final String SAVE = """
            update commission_adjustment
               set state = $3, decided_by = $4, decided_at = $5, decision_reason = $6, version = $7
             where id = $1 and version = $2""";

    private static final String LOCK = "select " + COLUMNS + " from commission_adjustment where id = $1 for update";

    private static final String FILTER = """
             from commission_adjustment
            where ($1::text is null or state = $1) and ($2::uuid is null or payee_id = $2) and ($3::text is null or kind = $3)""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by proposed_at desc, id desc limit $4 offset $5";

    private static final String COUNT = "select count(*) as total" + FILTER;

    private static final String OF_PAYEES = "select " + COLUMNS + """
              from commission_adjustment
             where payee_id = any($1::uuid[]) and state = 'APPROVED'
               and ($2::timestamptz is null or (proposed_at, id) < ($2, $3::uuid))
             order by proposed_at desc, id desc
             limit $4""";

    private static final String KIND_OF_ACCOUNT = "select kind from commission_account where payee_id = $1";

    /** Which adjustments a list shows; an absent value means all. */
    public record Search(
            @Nullable State state,
            @Nullable UUID payee,
            @Nullable Kind kind) {}

    public Uni<Void> insert(Tx tx, Adjustment adjustment) {
        return tx.execute(
                        INSERT,
                        adjustment.id(),
                        adjustment.payee().id(),
                        adjustment.payee().kind(),
                        adjustment.kind(),
                        adjustment.amount(),
                        adjustment.reason(),
                        adjustment.state(),
                        adjustment.proposedBy(),
                        adjustment.proposedAt())
                .replaceWithVoid();
    }

    public Uni<Adjustment> save(Tx tx, Adjustment next) {
        return tx.execute(
                        SAVE,
                        next.id(),
                        next.version() - 1,
                        next.state(),
                        next.decision().map(Decision::by).orElse(null),
                        next.decision().map(Decision::at).orElse(null),
                        next.decision().map(Decision::reason).orElse(null),
                        next.version())
                .map(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                    return next;
                });
    }

    /** Null when there is none. */
    public Uni<Adjustment> lock(Tx tx, UUID id) {
        return tx.one(LOCK, AdjustmentStore::adjustment, id);
    }

    public Uni<List<Adjustment>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE, AdjustmentStore::adjustment, search.state(), search.payee(), search.kind(), (long) limit, (long)
                        offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(COUNT, row -> row.getLong("total"), search.state(), search.payee(), search.kind());
    }

    /** What is in the books of these accounts. */
    public Uni<List<Adjustment>> ofPayees(Sql sql, Collection<UUID> payees, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_PAYEES,
                AdjustmentStore::adjustment,
                payees,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                (long) limit);
    }

    /** Empty for somebody who has no account yet. */
    public Uni<Optional<Payee>> account(Sql sql, UUID payee) {
        return sql.one(KIND_OF_ACCOUNT, row -> new Payee(payee, Columns.constant(row, "kind", Payee.Kind.class)), payee)
                .map(Optional::ofNullable);
    }

    private static Adjustment adjustment(Row row) {
        return new Adjustment(
                row.getUUID("id"),
                new Payee(row.getUUID("payee_id"), Columns.constant(row, "payee_kind", Payee.Kind.class)),
                Columns.constant(row, "kind", Kind.class),
                Columns.money(row, "amount_fen"),
                row.getString("reason"),
                Columns.constant(row, "state", State.class),
                row.getUUID("proposed_by"),
                Columns.instant(row, "proposed_at"),
                Optional.ofNullable(row.getUUID("decided_by"))
                        .map(by ->
                                new Decision(by, Columns.instant(row, "decided_at"), row.getString("decision_reason"))),
                row.getLong("version"));
    }
}
