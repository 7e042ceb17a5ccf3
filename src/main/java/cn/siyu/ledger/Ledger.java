package cn.siyu.ledger;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Posts money, always in the transaction of the row that explains it. */
public interface Ledger {

    /** Posts those whose reference is new; the same reference with other content is refused. Answers how many were new. */
    Uni<Integer> post(Tx tx, List<Transfer> transfers);

    /** Debits minus credits of an account. */
    Uni<Money> balance(Sql sql, Account account);

    /** Since when an account has been below zero without a break; empty when it is not. */
    Uni<Optional<Instant>> belowZeroSince(Sql sql, Account account);

    /** What one account held at an instant, counted from the side on which it grows. */
    record Balance(Account account, Money amount) {}

    /** Every account of these kinds that was posted to until {@code at}, and what it held then. */
    Uni<List<Balance>> balances(Sql sql, Collection<Account.Kind> kinds, Instant at);

    /** A transfer as one of its accounts sees it: what it added, below zero what it took. */
    record Movement(UUID transfer, String reference, Instant at, Money amount) {}

    /** What moved on an account until {@code at}, the newest first, behind {@code after}. */
    Uni<List<Movement>> movements(Sql sql, Account account, Instant at, Optional<Cursor> after, int limit);

    /** Debits minus credits of all accounts of these kinds together, for each of these owners that has any. */
    Uni<Map<UUID, Money>> sums(Sql sql, Collection<Account.Kind> kinds, Collection<UUID> owners);
}
