package cn.siyu.ledger.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Ledger.Balance;
import cn.siyu.ledger.Ledger.Movement;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Accounts as they were: balances at an instant, and how they came about. */
@Singleton
public class AccountHistory {

    /** Behind the last posting after which it was not below zero. */
    private static final String BELOW_ZERO_SINCE = """
            with run as (
                select t.at, t.id, sum($3 * p.amount_fen) over (order by t.at, t.id) as balance
                  from ledger_posting p join ledger_transfer t on t.id = p.transfer_id
                 where p.kind = $1 and p.owner = $2),
            behind as (
                select at, count(*) filter (where balance >= 0) over (order by at desc, id desc) as sound from run)
            select min(at) as since from behind where sound = 0""";

    private static final String BALANCES = """
            select p.kind, p.owner, a.side, sum(p.amount_fen)::bigint as debits_minus_credits
              from ledger_posting p
              join ledger_transfer t on t.id = p.transfer_id
              join ledger_account a on a.kind = p.kind and a.owner = p.owner
             where p.kind = any($1::text[]) and t.at <= $2
             group by p.kind, p.owner, a.side
             order by p.kind, p.owner""";

    private static final String MOVEMENTS = """
            select t.id, t.reference, t.at, ($3 * p.amount_fen)::bigint as amount_fen
              from ledger_posting p join ledger_transfer t on t.id = p.transfer_id
             where p.kind = $1 and p.owner = $2 and t.at <= $4
               and ($5::timestamptz is null or (t.at, t.id) < ($5, $6::uuid))
             order by t.at desc, t.id desc
             limit $7""";

    public Uni<Optional<Instant>> belowZeroSince(Sql sql, Account account) {
        return sql.one(
                BELOW_ZERO_SINCE,
                row -> Columns.optionalInstant(row, "since"),
                account.kind(),
                account.owner(),
                sign(account.kind().side()));
    }

    public Uni<List<Balance>> balances(Sql sql, Collection<Account.Kind> kinds, Instant at) {
        return sql.list(
                BALANCES,
                row -> {
                    var money = Columns.money(row, "debits_minus_credits");
                    return new Balance(
                            new Account(Columns.constant(row, "kind", Account.Kind.class), row.getUUID("owner")),
                            Columns.constant(row, "side", Account.Side.class) == Account.Side.DEBIT
                                    ? money
                                    : money.negated());
                },
                kinds,
                at);
    }

    public Uni<List<Movement>> movements(Sql sql, Account account, Instant at, Optional<Cursor> after, int limit) {
        return sql.list(
                MOVEMENTS,
                row -> new Movement(
                        row.getUUID("id"),
                        row.getString("reference"),
                        Columns.instant(row, "at"),
                        Columns.money(row, "amount_fen")),
                account.kind(),
                account.owner(),
                sign(account.kind().side()),
                at,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                (long) limit);
    }

    private static long sign(Account.Side side) {
        return switch (side) {
            case DEBIT -> 1;
            case CREDIT -> -1;
        };
    }
}
