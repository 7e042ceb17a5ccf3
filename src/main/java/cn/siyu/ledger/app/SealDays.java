package cn.siyu.ledger.app;

import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.domain.Sealable;
import cn.siyu.ledger.store.SealStore;
import cn.siyu.ledger.store.SealStore.Seal;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Seals each day after midnight (REL-16): what was posted since the last seal is chained to it, in the order of its ids. What
 * is still being written meanwhile belongs to the next seal. Then the whole ledger is verified. The seal goes to the log, which
 * leaves the machine: whoever rewrites the chain cannot rewrite that.
 */
@Singleton
class SealDays {

    private static final Logger LOG = Logger.getLogger(SealDays.class);
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(10);
    private static final int AT_ONCE = 1_000;
    private static final UUID LEAST = new UUID(0, 0);

    private final Transactions transactions;
    private final SealStore seals;
    private final Jobs jobs;
    private final ShopClock clock;

    @Inject
    SealDays(Transactions transactions, SealStore seals, Jobs jobs, ShopClock clock) {
        this.transactions = transactions;
        this.seals = seals;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.ledger.seal-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var day = ShopCalendar.dayOf(clock.instant().minus(AFTER_MIDNIGHT)).minusDays(1);
        return seals.isSealed(transactions.reads(), day)
                .chain(done -> done ? Uni.createFrom().voidItem() : seal(day).replaceWithVoid())
                .onFailure()
                .invoke(failure -> LOG.warnf("the ledger will be sealed later: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** Answers the seal; none when another instance was faster, or nothing has ever been posted. */
    Uni<Optional<Seal>> seal(LocalDate day) {
        return transactions.in(tx -> tx.hold("ledger-seal")
                .chain(() -> seals.isSealed(tx, day))
                .chain(done -> done ? Uni.createFrom().item(Optional.empty()) : seal(tx, day)));
    }

    private Uni<Optional<Seal>> seal(Tx tx, LocalDate day) {
        return seals.last(tx)
                .map(last -> begin(Optional.ofNullable(last)))
                .chain(begin -> addAll(tx, day, begin)
                        .chain(end -> end.position() == 0
                                ? Uni.createFrom().item(Optional.empty())
                                : keep(tx, seal(day, begin, end)).map(Optional::of)));
    }

    private static Link begin(Optional<Seal> last) {
        return new Link(
                last.map(Seal::lastPosition).orElse(0L),
                last.map(Seal::hash).orElse(Sealable.BEGIN),
                last.map(Seal::floor).orElse(LEAST),
                Optional.empty());
    }

    private Seal seal(LocalDate day, Link begin, Link end) {
        return new Seal(
                day,
                end.position(),
                (int) (end.position() - begin.position()),
                end.first().orElse(begin.id()),
                end.hash(),
                clock.instant());
    }

    private Uni<Seal> keep(Tx tx, Seal seal) {
        return seals.add(tx, seal)
                .chain(() -> jobs.submit(tx, VerifyLedger.KIND, Actor.system("ledger seal"), Map.of(), List.of()))
                .invoke(() -> LOG.infof(
                        "the ledger is sealed until %s: %d transfers, %s", seal.day(), seal.transfers(), seal.hash()))
                .replaceWith(seal);
    }

    /** The end of the chain so far, and the first row that this seal has added. */
    private record Link(long position, String hash, UUID id, Optional<UUID> first) {}

    private Uni<Link> addAll(Tx tx, LocalDate day, Link from) {
        return seals.unsealed(tx, from.id(), AT_ONCE)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(from)
                        : add(tx, day, from, rows)
                                .chain(end ->
                                        rows.size() < AT_ONCE ? Uni.createFrom().item(end) : addAll(tx, day, end)));
    }

    private Uni<Link> add(Tx tx, LocalDate day, Link from, List<Sealable> rows) {
        var hashes = new ArrayList<String>(rows.size());
        var hash = from.hash();
        for (var row : rows) {
            hash = row.chainedTo(hash);
            hashes.add(hash);
        }
        var end = new Link(
                from.position() + rows.size(),
                hash,
                rows.getLast().id(),
                from.first().or(() -> Optional.of(rows.getFirst().id())));
        return seals.add(tx, day, from.position() + 1, rows, hashes).replaceWith(end);
    }
}
