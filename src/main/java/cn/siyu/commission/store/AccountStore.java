package cn.siyu.commission.store;

import cn.siyu.commission.domain.Payee;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What payees have available: one row each, changed only when something thaws, is taken back afterwards, or is withdrawn. */
@Singleton
public class AccountStore {

    private static final String OPEN = """
            insert into commission_account (payee_id, kind)
            select distinct on (p.payee_id) p.payee_id, p.kind
              from unnest($1::uuid[], $2::text[]) as p (payee_id, kind)
             order by p.payee_id
            on conflict on constraint commission_account_pk do nothing""";

    private static final String LOCK = """
            select payee_id from commission_account where payee_id = any($1::uuid[]) order by payee_id for update""";

    private static final String ADD = """
            update commission_account a
               set available_fen = a.available_fen + c.fen
              from unnest($1::uuid[], $2::bigint[]) as c (payee_id, fen)
             where a.payee_id = c.payee_id""";

    private static final String TAKE = """
            update commission_account
               set available_fen = available_fen - $2
             where payee_id = $1 and available_fen >= $2""";

    private static final String BALANCES = """
            select p.payee_id, p.kind,
                   coalesce(a.available_fen, 0) as available_fen,
                   coalesce(s.pending_fen, 0)::bigint as pending_fen,
                   coalesce(s.frozen_fen, 0)::bigint as frozen_fen,
                   coalesce(w.withdrawing_fen, 0)::bigint as withdrawing_fen,
                   coalesce(w.paid_fen, 0)::bigint as paid_fen
              from unnest($1::uuid[], $2::text[]) as p (payee_id, kind)
              left join commission_account a on a.payee_id = p.payee_id
              left join lateral (
                   select sum(kept_fen) filter (where state = 'PENDING') as pending_fen,
                          sum(kept_fen) filter (where state = 'FROZEN') as frozen_fen
                     from commission_share
                    where payee_id = p.payee_id and state in ('PENDING', 'FROZEN')) s on true
              left join lateral (
                   select sum(amount_fen) filter (where ended_at is null) as withdrawing_fen,
                          sum(amount_fen) filter (where state = 'SUCCEEDED') as paid_fen
                     from commission_withdrawal
                    where payee_id = p.payee_id) w on true
             order by p.kind, p.payee_id""";

    /** An account with all its sums (C27). */
    public record Balances(Payee payee, Money pending, Money frozen, Money available, Money withdrawing, Money paid) {}

    public Uni<Void> open(Tx tx, Collection<Payee> payees) {
        return tx.execute(
                        OPEN,
                        payees.stream().map(Payee::id).toList(),
                        payees.stream().map(Payee::kind).toList())
                .replaceWithVoid();
    }

    /** Adds to what is available, and takes from it where an amount is negative. Locked in the order of the ids. */
    public Uni<Void> add(Tx tx, Map<UUID, Money> amounts) {
        if (amounts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var payees = List.copyOf(amounts.keySet());
        return tx.list(LOCK, row -> row.getUUID("payee_id"), payees)
                .chain(() -> tx.execute(
                        ADD, payees, payees.stream().map(amounts::get).toList()))
                .replaceWithVoid();
    }

    /** Until the end of the transaction nothing is added to it or taken from it. */
    public Uni<Void> lock(Tx tx, UUID payee) {
        return tx.list(LOCK, row -> row.getUUID("payee_id"), List.of(payee)).replaceWithVoid();
    }

    /** Takes it if it is there: of many at the same time the first get it (REL-14). */
    public Uni<Boolean> take(Tx tx, UUID payee, Money amount) {
        return tx.execute(TAKE, payee, amount).map(rows -> rows == 1);
    }

    /** Of each of these payees, also of those who never earned anything. */
    public Uni<List<Balances>> balances(Sql sql, Collection<Payee> payees) {
        return sql.list(
                BALANCES,
                AccountStore::balances,
                payees.stream().map(Payee::id).toList(),
                payees.stream().map(Payee::kind).toList());
    }

    private static Balances balances(Row row) {
        return new Balances(
                new Payee(row.getUUID("payee_id"), Columns.constant(row, "kind", Payee.Kind.class)),
                Columns.money(row, "pending_fen"),
                Columns.money(row, "frozen_fen"),
                Columns.money(row, "available_fen"),
                Columns.money(row, "withdrawing_fen"),
                Columns.money(row, "paid_fen"));
    }
}
