package cn.siyu.commission.store;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Reversal;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commissions as screens read them. */
@Singleton
public class CommissionPages {

    private static final String OF_PAYEES = "select " + CommissionStore.COLUMNS + """
              from commission_share
             where payee_id = any($1::uuid[])
               and ($2::text is null or state = $2)
               and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
             order by at desc, id desc
             limit $5""";

    private static final String FIND = "select " + CommissionStore.COLUMNS + " from commission_share where id = $1";

    private static final String FILTER = """
             from commission_share
            where ($1::text is null or state = $1) and ($2::uuid is null or payee_id = $2)
              and ($3::uuid is null or order_id = $3) and ($4::text is null or order_no = $4)""";

    private static final String PAGE =
            "select " + CommissionStore.COLUMNS + FILTER + " order by at desc, id desc limit $5 offset $6";

    private static final String COUNT = "select count(*) as total" + FILTER;

    private static final String REVERSALS = """
            select refund_no, -amount_fen as fen, at
              from commission_entry
             where share_id = $1 and kind = 'REVERSAL'
             order by at, refund_no""";

    /** Which commissions a list shows; an absent value means all. */
    public record Search(
            @Nullable CommissionState state,
            @Nullable UUID payee,
            @Nullable UUID order,
            @Nullable String orderNo) {}

    public Uni<List<Commission>> ofPayees(
            Sql sql, Collection<UUID> payees, @Nullable CommissionState state, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_PAYEES,
                CommissionStore::commission,
                payees,
                state,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                (long) limit);
    }

    /** Null when there is none. */
    public Uni<Commission> find(Sql sql, UUID id) {
        return sql.one(FIND, CommissionStore::commission, id);
    }

    public Uni<List<Commission>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE,
                CommissionStore::commission,
                search.state(),
                search.payee(),
                search.order(),
                search.orderNo(),
                (long) limit,
                (long) offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(
                COUNT, row -> row.getLong("total"), search.state(), search.payee(), search.order(), search.orderNo());
    }

    /** What was written of refunds, the earliest first. */
    public Uni<List<Reversal>> reversals(Sql sql, UUID commission) {
        return sql.list(
                REVERSALS,
                row -> new Reversal(
                        row.getString("refund_no"), new Money(row.getLong("fen")), Columns.instant(row, "at")),
                commission);
    }
}
