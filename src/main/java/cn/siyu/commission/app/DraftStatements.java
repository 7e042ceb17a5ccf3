package cn.siyu.commission.app;

import cn.siyu.commission.app.CommissionFence.Behind;
import cn.siyu.commission.app.Companies.Company;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.domain.StatementState.Draft;
import cn.siyu.commission.domain.StatementSums;
import cn.siyu.commission.store.DraftStore;
import cn.siyu.commission.store.DraftStore.Before;
import cn.siyu.commission.store.DraftStore.Later;
import cn.siyu.commission.store.DraftStore.Part;
import cn.siyu.commission.store.DraftStore.Taken;
import cn.siyu.commission.store.DraftStore.Taking;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Ledger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * States a month for a portion of accounts: one transaction that sees one instant, in which the fence, the entries, the
 * payouts and the ledger are compared. Whoever is stated already is left out, so a portion may be repeated.
 */
@Singleton
class DraftStatements {

    private static final Logger LOG = Logger.getLogger(DraftStatements.class);

    /** What the shop owes a payee, wherever it is. */
    static final List<Account.Kind> OWED = List.of(
            Account.Kind.COMMISSION_ACCRUED,
            Account.Kind.COMMISSION_AVAILABLE,
            Account.Kind.COMMISSION_WITHDRAWING,
            Account.Kind.COMMISSION_PAYROLL);

    /** Entries that were being written while others were already there: ids are made in the order of time, but seen later. */
    private static final Duration STRAGGLERS = Duration.ofHours(1);

    private static final UUID BEGINNING = new UUID(0, 0);
    private static final int MILLIS_SHIFT = 16;

    private final DraftStore store;
    private final CommissionFence fence;
    private final Ledger ledger;
    private final Transactions transactions;
    private final CommissionSettings settings;
    private final ShopClock clock;

    @Inject
    DraftStatements(
            DraftStore store,
            CommissionFence fence,
            Ledger ledger,
            Transactions transactions,
            CommissionSettings settings,
            ShopClock clock) {
        this.store = store;
        this.fence = fence;
        this.ledger = ledger;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** For whom one statement is. */
    record Unit(UUID subject, Optional<Company> company, List<UUID> accounts) {

        static Unit of(UUID account) {
            return new Unit(account, Optional.empty(), List.of(account));
        }

        static Unit of(Company company) {
            return new Unit(company.id(), Optional.of(company), company.accounts());
        }
    }

    /** What became of a portion. */
    record Outcome(int drafted, int held, int untied) {}

    /** An account on its way into a statement. */
    private record Going(Before before, Unit unit, UUID statement, UUID openFrom) {

        Taking taking() {
            return new Taking(before.payee().id(), statement, openFrom);
        }
    }

    Uni<Outcome> draft(StatementMonth month, List<Unit> units) {
        return transactions.in(tx -> store.snapshot(tx)
                .chain(() -> fence.behind(tx, month.told()))
                .chain(behind -> draft(tx, month, units, behind)));
    }

    private Uni<Outcome> draft(Tx tx, StatementMonth month, List<Unit> units, Behind behind) {
        var now = clock.instant();
        var held = units.stream()
                .filter(unit -> unit.accounts().stream().anyMatch(behind::concerns))
                .map(Unit::subject)
                .toList();
        var free = units.stream().filter(unit -> !held.contains(unit.subject())).toList();
        return store.hold(tx, month, held, now)
                .chain(() ->
                        store.letGo(tx, month, free.stream().map(Unit::subject).toList()))
                .chain(() ->
                        store.stated(tx, month, free.stream().map(Unit::subject).toList()))
                // A member of whom something is heard after his company was stated is in its next statement.
                .map(stated -> free.stream()
                        .filter(unit -> !stated.contains(unit.subject()))
                        .toList())
                .chain(open ->
                        open.isEmpty() ? Uni.createFrom().item(List.<Statement>of()) : state(tx, month, open, now))
                .map(drafted -> new Outcome(drafted.size(), held.size(), untied(drafted)));
    }

    private Uni<List<Statement>> state(Tx tx, StatementMonth month, List<Unit> units, Instant now) {
        return store.before(
                        tx,
                        units.stream().flatMap(unit -> unit.accounts().stream()).toList(),
                        month)
                .map(before -> going(units, before))
                .chain(going ->
                        going.isEmpty() ? Uni.createFrom().item(List.<Statement>of()) : written(tx, month, going, now));
    }

    private static List<Going> going(List<Unit> units, List<Before> before) {
        Map<UUID, Unit> byAccount = new LinkedHashMap<>();
        units.forEach(unit -> unit.accounts().forEach(account -> byAccount.put(account, unit)));
        Map<UUID, UUID> statements =
                units.stream().collect(Collectors.toMap(Unit::subject, _ -> Ids.next(), (first, _) -> first));
        return before.stream()
                .map(each -> {
                    var unit = Objects.requireNonNull(byAccount.get(each.payee().id()));
                    var statement = Objects.requireNonNull(statements.get(unit.subject()));
                    return new Going(each, unit, statement, each.openFrom().orElse(BEGINNING));
                })
                .toList();
    }

    private Uni<List<Statement>> written(Tx tx, StatementMonth month, List<Going> going, Instant now) {
        var takings = going.stream().map(Going::taking).toList();
        var accounts = takings.stream().map(Taking::payee).toList();
        // Made before anything is read, so that nothing written afterwards has an id below it.
        var cut = Ids.next();
        return store.take(tx, takings, month)
                .chain(() -> store.taken(
                        tx, takings.stream().map(Taking::statement).distinct().toList()))
                .chain(taken -> store.later(tx, takings, month)
                        .chain(later -> ledger.sums(tx, OWED, accounts)
                                .map(balances -> compose(month, going, new Read(taken, later, balances, cut), now))))
                .call(composed -> store.write(tx, composed.statements(), composed.parts()))
                .map(Composed::statements);
    }

    /** What was read of the accounts of a portion. */
    private record Read(Map<UUID, Taken> taken, Map<UUID, Later> later, Map<UUID, Money> balances, UUID cut) {

        Read(List<Taken> taken, List<Later> later, Map<UUID, Money> balances, UUID cut) {
            this(
                    taken.stream().collect(Collectors.toMap(Taken::payee, Function.identity())),
                    later.stream().collect(Collectors.toMap(Later::payee, Function.identity())),
                    balances,
                    cut);
        }

        Optional<Part> part(Going going) {
            var account = going.before().payee().id();
            var mine = Optional.ofNullable(taken.get(account));
            if (mine.isEmpty() && going.before().opening().isZero()) {
                return Optional.empty();
            }
            var openFrom = Optional.ofNullable(later.get(account))
                    .flatMap(Later::first)
                    .orElse(cut);
            return Optional.of(new Part(
                    going.before().payee(),
                    going.statement(),
                    mine.map(Taken::sums)
                            .orElse(StatementSums.NOTHING)
                            .from(going.before().opening()),
                    mine.map(Taken::lines).orElse(0),
                    earlier(openFrom)));
        }

        /** What the ledger says of an account beyond its statement and what came after it. */
        Money difference(Part part) {
            var account = part.payee().id();
            var owed = balances.getOrDefault(account, Money.ZERO).negated();
            var told = part.sums()
                    .closing()
                    .plus(Optional.ofNullable(later.get(account))
                            .map(Later::amount)
                            .orElse(Money.ZERO));
            return owed.minus(told);
        }

        private static UUID earlier(UUID id) {
            var millis = (id.getMostSignificantBits() >>> MILLIS_SHIFT) - STRAGGLERS.toMillis();
            return new UUID(Math.max(0, millis) << MILLIS_SHIFT, 0);
        }
    }

    private record Composed(List<Statement> statements, List<Part> parts) {}

    private Composed compose(StatementMonth month, List<Going> going, Read read, Instant now) {
        Map<UUID, Unit> units = going.stream().collect(Collectors.toMap(Going::statement, Going::unit, (a, _) -> a));
        var parts = going.stream().map(read::part).flatMap(Optional::stream).toList();
        Map<UUID, List<Part>> byStatement =
                parts.stream().collect(Collectors.groupingBy(Part::statement, LinkedHashMap::new, Collectors.toList()));
        var statements = new ArrayList<Statement>();
        byStatement.forEach((id, own) ->
                statements.add(statement(id, month, Objects.requireNonNull(units.get(id)), own, read, now)));
        return new Composed(statements, parts);
    }

    private Statement statement(UUID id, StatementMonth month, Unit unit, List<Part> parts, Read read, Instant now) {
        return new Statement(
                id,
                month,
                unit.company().isPresent() ? Statement.Kind.COMPANY : Statement.Kind.ACCOUNT,
                unit.subject(),
                unit.company().map(Company::representatives).orElse(List.of()),
                unit.company().map(Company::name),
                parts.stream().map(Part::sums).reduce(StatementSums.NOTHING, StatementSums::plus),
                parts.stream().mapToInt(Part::lines).sum(),
                difference(parts.stream().map(read::difference).toList()),
                new Draft(),
                0,
                now,
                now.plus(settings.confirmWithin()),
                0);
    }

    /** Of several accounts those that have too much do not make up for those that have too little. */
    static Money difference(List<Money> each) {
        return each.size() == 1
                ? each.getFirst()
                : Money.sum(each.stream()
                        .map(one -> one.isNegative() ? one.negated() : one)
                        .toList());
    }

    private static int untied(List<Statement> drafted) {
        var untied =
                drafted.stream().filter(each -> !each.difference().isZero()).toList();
        untied.forEach(each -> LOG.errorf(
                "statement %s of %s: the ledger has %d fen more than it",
                each.id(), each.month(), each.difference().fen()));
        return untied.size();
    }
}
