package cn.siyu.ledger.app;

import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.ledger.domain.Sealable;
import cn.siyu.ledger.store.SealStore;
import cn.siyu.ledger.store.SealStore.Line;
import cn.siyu.ledger.store.SealStore.Seal;
import cn.siyu.ledger.store.VerificationStore;
import cn.siyu.ledger.store.VerificationStore.Verification;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Verifies the whole ledger: sums of transfers, every account (INV-03, INV-04), and the chain of seals, row by row. It names
 * what is wrong, the first altered row first, and changes nothing.
 */
@Singleton
public class VerifyLedger implements JobHandler {

    public static final String KIND = "ledger-verification";

    private static final Logger LOG = Logger.getLogger(VerifyLedger.class);
    private static final int AT_ONCE = 1_000;
    private static final int MOST = 100;

    private final Transactions transactions;
    private final VerificationStore verifications;
    private final SealStore seals;
    private final Jobs jobs;
    private final MeterRegistry meters;
    private final ShopClock clock;

    @Inject
    VerifyLedger(
            Transactions transactions,
            VerificationStore verifications,
            SealStore seals,
            Jobs jobs,
            MeterRegistry meters,
            ShopClock clock) {
        this.transactions = transactions;
        this.verifications = verifications;
        this.seals = seals;
        this.jobs = jobs;
        this.meters = meters;
        this.clock = clock;
    }

    /** What is known so far while the chain is walked. */
    private static final class Walk {
        private final List<String> findings = new ArrayList<>();
        private long position;
        private String hash = Sealable.BEGIN;

        void find(String finding) {
            if (findings.size() < MOST) {
                findings.add(finding);
            }
        }

        /** Goes on from the hash that is written, so that each altered row is found and not only the first. */
        void step(Line line) {
            if (line.position() != position + 1) {
                find("sealed rows %d to %d are gone".formatted(position + 1, line.position() - 1));
            } else if (line.now().isEmpty()) {
                find("transfer %s of %s is gone".formatted(line.transfer(), line.day()));
            } else if (!line.now().get().chainedTo(hash).equals(line.hash())) {
                var now = line.now().get();
                find("transfer %s (%s) of %s is not as it was sealed: it says %d fen from %s to %s at %s, postings %s"
                        .formatted(
                                now.transfer().reference(),
                                now.id(),
                                line.day(),
                                now.transfer().amount().fen(),
                                now.transfer().credit().kind(),
                                now.transfer().debit().kind(),
                                now.transfer().at(),
                                now.postings()));
            }
            position = line.position();
            hash = line.hash();
        }
    }

    /** Answers the job. */
    public Uni<UUID> submit(Actor actor) {
        return transactions.in(tx -> jobs.submit(tx, KIND, actor, Map.of(), List.of()));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        return Uni.createFrom().deferred(() -> {
            var begun = clock.instant();
            var walk = new Walk();
            // The seal that was last before the walk begins: what is sealed meanwhile is for the next one.
            return seals.last(transactions.reads())
                    .call(last -> last == null ? Uni.createFrom().voidItem() : chain(run, walk, last))
                    .chain(() -> sums(walk))
                    .chain(() -> keep(run, walk, begun));
        });
    }

    private Uni<Void> chain(JobRun run, Walk walk, Seal last) {
        var reads = transactions.reads();
        return Multi.createBy()
                .repeating()
                .uni(() -> seals.lines(reads, walk.position, AT_ONCE)
                        .invoke(lines -> lines.forEach(walk::step))
                        .call(() -> run.progress(walk.position, last.lastPosition(), walk.findings.size(), Map.of())))
                .whilst(lines -> lines.size() == AT_ONCE)
                .collect()
                .last()
                .chain(() -> seals.neverSealed(reads, last.floor(), MOST))
                .invoke(strangers ->
                        strangers.forEach(stranger -> walk.find("transfer %s (%s) was put in behind sealed ones"
                                .formatted(stranger.reference(), stranger.id()))))
                .chain(() -> seals.wrongSeals(reads, MOST))
                .invoke(days -> days.forEach(day -> walk.find("the seal of %s does not fit its rows".formatted(day))))
                .replaceWithVoid();
    }

    private Uni<Void> sums(Walk walk) {
        return Multi.createFrom()
                .range(0, VerificationStore.rules())
                .onItem()
                .transformToUniAndConcatenate(rule -> verifications
                        .breaches(transactions.reads(), rule, MOST)
                        .invoke(breaches -> breaches.forEach(walk::find)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> keep(JobRun run, Walk walk, Instant begun) {
        var reads = transactions.reads();
        return verifications
                .counts(reads)
                .map(counts -> new Verification(
                        run.jobId(), run.actor().name(), begun, clock.instant(), counts, List.copyOf(walk.findings)))
                .call(done -> verifications.keep(reads, done))
                .invoke(done -> alarm(done.findings()))
                .chain(done -> run.progress(
                        done.counts().transfers(),
                        done.counts().transfers(),
                        done.findings().size(),
                        Map.of()));
    }

    private void alarm(List<String> findings) {
        if (!findings.isEmpty()) {
            meters.counter("siyu.ledger.findings").increment(findings.size());
            LOG.errorf(
                    "the ledger is not sound: %s",
                    String.join("; ", findings.subList(0, Math.min(5, findings.size()))));
        }
    }
}
