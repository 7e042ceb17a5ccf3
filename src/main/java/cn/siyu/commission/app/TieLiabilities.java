package cn.siyu.commission.app;

import cn.siyu.commission.domain.Liability;
import cn.siyu.commission.domain.Liability.Line;
import cn.siyu.commission.store.LiabilityStore;
import cn.siyu.commission.store.LiabilityStore.Recorded;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Ledger.Balance;
import cn.siyu.ledger.Ledger.Movement;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What the shop owes to payees, tied to the ledger account by account: both are read in one snapshot, and no difference is hidden. */
@Singleton
public class TieLiabilities {

    private static final Comparator<Account> BY_KIND_AND_OWNER =
            Comparator.comparing(Account::kind).thenComparing(Account::owner, Id::compare);

    private final LiabilityStore liabilities;
    private final Ledger ledger;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    TieLiabilities(LiabilityStore liabilities, Ledger ledger, Transactions transactions, ShopClock clock) {
        this.liabilities = liabilities;
        this.ledger = ledger;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** At that instant, or without one now. */
    public Uni<Liability> at(Optional<Instant> wish) {
        var at = past(wish);
        return transactions.in(tx -> liabilities
                .oneSnapshot(tx)
                .chain(() -> liabilities.recorded(tx, at))
                .chain(recorded -> ledger.balances(tx, Liability.KINDS, at)
                        .map(posted -> new Liability(at, lines(recorded, posted)))));
    }

    /** The ledger's own words for one of the accounts. One more than {@code limit}, to see whether there is a next page. */
    public Uni<List<Movement>> movements(Account account, Optional<Instant> wish, Optional<Cursor> after, int limit) {
        if (!Liability.tellsOf(account.kind())) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST, List.of(new FieldError("kind", "is no account of a payee")));
        }
        return ledger.movements(transactions.reads(), account, past(wish), after, limit + 1);
    }

    private Instant past(Optional<Instant> wish) {
        var now = clock.instant();
        if (wish.filter(now::isBefore).isPresent()) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST, List.of(new FieldError("at", "must not be in the future")));
        }
        return wish.orElse(now);
    }

    /** Every account of which one of the two knows. */
    private static List<Line> lines(List<Recorded> recorded, List<Balance> posted) {
        var lines = new TreeMap<Account, Line>(BY_KIND_AND_OWNER);
        for (var each : recorded) {
            lines.put(
                    new Account(each.kind(), each.payee()),
                    new Line(each.kind(), each.payee(), each.amount(), Money.ZERO));
        }
        for (var balance : posted) {
            var account = balance.account();
            lines.merge(
                    account,
                    new Line(account.kind(), account.owner(), Money.ZERO, balance.amount()),
                    (own, theirs) -> new Line(own.kind(), own.payee(), own.recorded(), theirs.ledger()));
        }
        return lines.values().stream()
                .filter(line -> !line.ties() || !line.ledger().isZero())
                .toList();
    }
}
