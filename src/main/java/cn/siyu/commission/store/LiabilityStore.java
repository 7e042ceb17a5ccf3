package cn.siyu.commission.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Account;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What commission's own records say that payees had at an instant, and the tax office of theirs, without a look at the ledger. */
@Singleton
public class LiabilityStore {

    private static final String RECORDED = """
            with earned as (
                select s.payee_id, s.payee_kind, coalesce(o.thawed_at <= $1, false) as thawed, sum(e.amount_fen) as fen
                  from commission_entry e
                  join commission_share s on s.id = e.share_id
                  join commission_order o on o.order_id = s.order_id
                 where e.at <= $1
                 group by 1, 2, 3),
            parts as (
                select case when not thawed then 'COMMISSION_ACCRUED'
                            when payee_kind = 'EMPLOYEE' then 'COMMISSION_PAYROLL'
                            else 'COMMISSION_AVAILABLE' end as kind, payee_id, fen
                  from earned
                 union all
                select case when payee_kind = 'EMPLOYEE' then 'COMMISSION_PAYROLL' else 'COMMISSION_AVAILABLE' end, payee_id,
                       amount_fen
                  from commission_adjustment
                 where state = 'APPROVED' and decided_at <= $1
                 union all
                select 'COMMISSION_AVAILABLE', payee_id, -amount_fen
                  from commission_withdrawal
                 where requested_at <= $1 and (ended_at is null or ended_at > $1 or state = 'SUCCEEDED')
                 union all
                select 'COMMISSION_WITHDRAWING', payee_id, amount_fen
                  from commission_withdrawal
                 where requested_at <= $1 and (ended_at is null or ended_at > $1)
                 union all
                select 'TAX_PAYABLE', $2, tax_fen
                  from commission_tax
                 where state = 'PAID' and ended_at <= $1)
            select kind, payee_id, sum(fen)::bigint as fen
              from parts
             group by kind, payee_id""";

    private static final String ONE_SNAPSHOT = "set transaction isolation level repeatable read, read only";

    /** What one account holds by these records. */
    public record Recorded(Account.Kind kind, UUID payee, Money amount) {}

    /** Whatever this transaction reads is of one instant; the first thing that it does. */
    public Uni<Void> oneSnapshot(Tx tx) {
        return tx.execute(ONE_SNAPSHOT).replaceWithVoid();
    }

    public Uni<List<Recorded>> recorded(Sql sql, Instant at) {
        return sql.list(
                RECORDED,
                row -> new Recorded(
                        Columns.constant(row, "kind", Account.Kind.class),
                        row.getUUID("payee_id"),
                        Columns.money(row, "fen")),
                at,
                Account.of(Account.Kind.TAX_PAYABLE).owner());
    }
}
