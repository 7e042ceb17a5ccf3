package cn.siyu.ledger.app;

import static java.util.stream.Collectors.toCollection;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Transfer;
import cn.siyu.ledger.store.AccountHistory;
import cn.siyu.ledger.store.LedgerStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes transfers once for their reference and tells balances. */
@Singleton
class Journal implements Ledger {

    private final LedgerStore store;
    private final AccountHistory history;

    @Inject
    Journal(LedgerStore store, AccountHistory history) {
        this.store = store;
        this.history = history;
    }

    @Override
    public Uni<Integer> post(Tx tx, List<Transfer> transfers) {
        if (transfers.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        var given = byReference(transfers);
        return store.makeAccounts(tx, accounts(given.values()))
                .chain(() -> store.post(tx, given.values()))
                .call(fresh -> fresh == given.size() ? Uni.createFrom().voidItem() : compare(tx, given));
    }

    @Override
    public Uni<Money> balance(Sql sql, Account account) {
        return store.balance(sql, account);
    }

    @Override
    public Uni<Optional<Instant>> belowZeroSince(Sql sql, Account account) {
        return history.belowZeroSince(sql, account);
    }

    @Override
    public Uni<List<Balance>> balances(Sql sql, Collection<Account.Kind> kinds, Instant at) {
        return history.balances(sql, kinds, at);
    }

    @Override
    public Uni<List<Movement>> movements(Sql sql, Account account, Instant at, Optional<Cursor> after, int limit) {
        return history.movements(sql, account, at, after, limit);
    }

    @Override
    public Uni<Map<UUID, Money>> sums(Sql sql, Collection<Account.Kind> kinds, Collection<UUID> owners) {
        return store.sums(sql, kinds, owners);
    }

    private Uni<Void> compare(Tx tx, Map<String, Transfer> given) {
        return store.ofReferences(tx, given.keySet())
                .invoke(written ->
                        written.forEach(one -> refuseOther(one, Objects.requireNonNull(given.get(one.reference())))))
                .replaceWithVoid();
    }

    private static Map<String, Transfer> byReference(List<Transfer> transfers) {
        var given = new TreeMap<String, Transfer>();
        for (var transfer : transfers) {
            var earlier = given.putIfAbsent(transfer.reference(), transfer);
            if (earlier != null) {
                refuseOther(earlier, transfer);
            }
        }
        return given;
    }

    /** The instant is not compared: a repetition may come later than what it repeats. */
    private static void refuseOther(Transfer written, Transfer given) {
        if (!written.debit().equals(given.debit())
                || !written.credit().equals(given.credit())
                || !written.amount().equals(given.amount())) {
            throw new IllegalStateException(
                    "%s was posted with other content: %s, not %s".formatted(written.reference(), written, given));
        }
    }

    private static Collection<Account> accounts(Collection<Transfer> transfers) {
        return transfers.stream()
                .flatMap(transfer -> Stream.of(transfer.debit(), transfer.credit()))
                .collect(toCollection(LinkedHashSet::new));
    }
}
