package cn.siyu.commission.store;

import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayoutBatch;
import cn.siyu.commission.domain.PayoutBatch.Filter;
import cn.siyu.commission.domain.PayoutBatch.Release;
import cn.siyu.commission.domain.PayoutBatch.State;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of payout batches. */
@Singleton
public class PayoutBatchStore {

    private static final String COLUMNS = """
            id, state, payee_kind, least_fen, most_fen, requested_until, reason, items, total_fen, proposed_by, proposed_at,
            released_by, released_at, job_id, ended_at, version""";

    private static final String FIND = "select " + COLUMNS + " from commission_payout_batch where id = $1";

    private static final String LOCK = FIND + " for update";

    private static final String INSERT = """
            insert into commission_payout_batch (
                   id, state, payee_kind, least_fen, most_fen, requested_until, reason, items, total_fen, proposed_by,
                   proposed_at)
            values ($1, 'PROPOSED', $2, $3, $4, $5, $6, 0, 0, $7, $8)""";

    /** What somebody is at work on, and what waits in another batch, is left out. */
    private static final String CHOOSE = """
            with chosen as (
                select w.id
                  from commission_withdrawal w
                 where w.state = 'APPROVED'
                   and ($2::text is null or w.payee_kind = $2)
                   and ($3::bigint is null or w.amount_fen >= $3)
                   and ($4::bigint is null or w.amount_fen <= $4)
                   and ($5::timestamptz is null or w.requested_at <= $5)
                   and not exists (select 1 from commission_payout_item i
                                    where i.withdrawal_id = w.id and i.state = 'WAITING')
                 order by w.requested_at, w.id
                 limit $6
                   for update of w skip locked)
            insert into commission_payout_item (batch_id, withdrawal_id, state)
            select $1, id, 'WAITING' from chosen""";

    private static final String COUNT_IN = """
            update commission_payout_batch b
               set items = s.items, total_fen = s.fen
              from (select count(*)::int as items, coalesce(sum(w.amount_fen), 0)::bigint as fen
                      from commission_payout_item i join commission_withdrawal w on w.id = i.withdrawal_id
                     where i.batch_id = $1) s
             where b.id = $1""";

    private static final String SAVE = """
            update commission_payout_batch
               set state = $3, released_by = $4, released_at = $5, job_id = $6, ended_at = $7, version = $8
             where id = $1 and version = $2""";

    private static final String FILTER = " from commission_payout_batch where $1::text is null or state = $1";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by proposed_at desc, id desc limit $2 offset $3";

    private static final String COUNT = "select count(*) as total" + FILTER;

    /** Writes the batch and takes what it asks for; answers it with what it got, which may be nothing. */
    public Uni<PayoutBatch> propose(Tx tx, PayoutBatch batch, int most) {
        var filter = batch.filter();
        return tx.execute(
                        INSERT,
                        batch.id(),
                        filter.kind().orElse(null),
                        filter.least().orElse(null),
                        filter.most().orElse(null),
                        filter.requestedUntil().orElse(null),
                        batch.reason(),
                        batch.proposedBy(),
                        batch.proposedAt())
                .chain(() -> tx.execute(
                        CHOOSE,
                        batch.id(),
                        filter.kind().orElse(null),
                        filter.least().orElse(null),
                        filter.most().orElse(null),
                        filter.requestedUntil().orElse(null),
                        (long) most))
                .chain(() -> tx.execute(COUNT_IN, batch.id()))
                .chain(() -> find(tx, batch.id()));
    }

    /** Refused when somebody else has changed it since it was read. */
    public Uni<PayoutBatch> save(Tx tx, PayoutBatch next) {
        return tx.execute(
                        SAVE,
                        next.id(),
                        next.version() - 1,
                        next.state(),
                        next.release().map(Release::by).orElse(null),
                        next.release().map(Release::at).orElse(null),
                        next.release().map(Release::job).orElse(null),
                        next.endedAt().orElse(null),
                        next.version())
                .map(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                    return next;
                });
    }

    /** Null when there is none. */
    public Uni<PayoutBatch> find(Sql sql, UUID id) {
        return sql.one(FIND, PayoutBatchStore::batch, id);
    }

    public Uni<PayoutBatch> lock(Tx tx, UUID id) {
        return tx.one(LOCK, PayoutBatchStore::batch, id);
    }

    public Uni<List<PayoutBatch>> page(Sql sql, @Nullable State state, int limit, int offset) {
        return sql.list(PAGE, PayoutBatchStore::batch, state, (long) limit, (long) offset);
    }

    public Uni<Long> count(Sql sql, @Nullable State state) {
        return sql.one(COUNT, row -> row.getLong("total"), state);
    }

    private static PayoutBatch batch(Row row) {
        return new PayoutBatch(
                row.getUUID("id"),
                Columns.constant(row, "state", State.class),
                new Filter(
                        Optional.ofNullable(row.getString("payee_kind")).map(Payee.Kind::valueOf),
                        Optional.ofNullable(row.getLong("least_fen")).map(Money::new),
                        Optional.ofNullable(row.getLong("most_fen")).map(Money::new),
                        Columns.optionalInstant(row, "requested_until")),
                row.getString("reason"),
                row.getInteger("items"),
                Columns.money(row, "total_fen"),
                row.getUUID("proposed_by"),
                Columns.instant(row, "proposed_at"),
                Optional.ofNullable(row.getUUID("released_by"))
                        .map(by -> new Release(by, Columns.instant(row, "released_at"), row.getUUID("job_id"))),
                Columns.optionalInstant(row, "ended_at"),
                row.getLong("version"));
    }
}
