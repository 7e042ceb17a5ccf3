package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.PayoutBatch;
import cn.siyu.commission.domain.PayoutBatch.Filter;
import cn.siyu.commission.domain.PayoutBatch.State;
import cn.siyu.commission.store.PayoutBatchStore;
import cn.siyu.commission.store.PayoutItemStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Finance pays out together: one proposes a batch of approved withdrawals, another releases it, and a job sends them. */
@Singleton
public class ArrangePayouts {

    private final PayoutBatchStore batches;
    private final PayoutItemStore items;
    private final Jobs jobs;
    private final Idempotency idempotency;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ArrangePayouts(
            PayoutBatchStore batches,
            PayoutItemStore items,
            Jobs jobs,
            Idempotency idempotency,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.batches = batches;
        this.items = items;
        this.jobs = jobs;
        this.idempotency = idempotency;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is proposed: at most so many, the oldest first. */
    public record Proposal(Filter filter, int most, String reason) {}

    public <V> Uni<Response> propose(
            Proposal proposal, IdempotencyKey key, Actor actor, Function<PayoutBatch, V> view) {
        return idempotency.once(
                actor.id(),
                "payout-batches.propose",
                key,
                List.of(proposal.filter().toString(), proposal.most(), proposal.reason()),
                Response.Status.CREATED.getStatusCode(),
                tx -> propose(tx, proposal, actor).map(view));
    }

    private Uni<PayoutBatch> propose(Tx tx, Proposal proposal, Actor actor) {
        var wanted = new PayoutBatch(
                Ids.next(),
                State.PROPOSED,
                proposal.filter(),
                proposal.reason(),
                0,
                Money.ZERO,
                actor.id(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                0);
        return batches.propose(tx, wanted, proposal.most())
                .invoke(batch -> {
                    if (batch.items() == 0) {
                        throw new Refused(CommissionProblem.PAYOUT_BATCH_EMPTY);
                    }
                })
                .call(batch -> trace(tx, actor, "payout-batch.propose", wanted, batch, proposal.reason()));
    }

    /** Answers the job that sends them. */
    public Uni<UUID> release(UUID id, long version, String reason, Actor actor) {
        return transactions.in(tx -> locked(tx, id, version).chain(found -> {
            // The rule is asked before the job is made.
            var _ = found.released(actor.id(), found.id(), clock.instant());
            return submit(tx, found, actor)
                    .call(job -> write(
                            tx,
                            actor,
                            "payout-batch.release",
                            found,
                            found.released(actor.id(), job, clock.instant()),
                            reason));
        }));
    }

    /** Another job goes on where a dead one stopped; two at work on one batch do no harm. */
    public Uni<UUID> resume(UUID id, long version, String reason, Actor actor) {
        return transactions.in(tx -> locked(tx, id, version).chain(found -> {
            var _ = found.resumed(found.id());
            return submit(tx, found, actor)
                    .call(job -> write(tx, actor, "payout-batch.resume", found, found.resumed(job), reason));
        }));
    }

    /** Its withdrawals stay approved, for another batch. */
    public Uni<PayoutBatch> drop(UUID id, long version, String reason, Actor actor) {
        return transactions.in(tx -> locked(tx, id, version).chain(found -> {
            var now = clock.instant();
            return write(tx, actor, "payout-batch.drop", found, found.dropped(now), reason)
                    .call(() -> items.drop(tx, id, now));
        }));
    }

    private Uni<UUID> submit(Tx tx, PayoutBatch batch, Actor actor) {
        return jobs.submit(
                tx, PayOut.KIND, actor, Map.of(PayOut.BATCH, batch.id().toString()), List.of());
    }

    private Uni<PayoutBatch> write(
            Tx tx, Actor actor, String action, PayoutBatch before, PayoutBatch next, String reason) {
        return batches.save(tx, next).call(saved -> trace(tx, actor, action, before, saved, reason));
    }

    private Uni<Void> trace(Tx tx, Actor actor, String action, PayoutBatch before, PayoutBatch after, String reason) {
        return audit.append(
                tx,
                new AuditEntry(
                        actor,
                        action,
                        "payout-batch",
                        before.id().toString(),
                        reason,
                        before.state(),
                        Map.of(
                                "state",
                                after.state(),
                                "items",
                                after.items(),
                                "totalFen",
                                after.total().fen())));
    }

    private Uni<PayoutBatch> locked(Tx tx, UUID id, long version) {
        return batches.lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(found -> {
                    if (found.version() != version) {
                        throw Refused.with(
                                CommonProblem.STATE_CHANGED,
                                "The batch is " + found.state(),
                                Map.of("version", found.version()));
                    }
                });
    }
}
