package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Distributor;
import cn.siyu.distribution.domain.Standing;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.store.BindingStore;
import cn.siyu.distribution.store.CareStore;
import cn.siyu.distribution.store.CareStore.TrialOver;
import cn.siyu.distribution.store.DistributorStore;
import cn.siyu.distribution.store.TeamStore;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Stops a distributor, lets him go on, and ends him; what belongs to it happens in the same transaction. */
@Singleton
public class MoveDistributor {

    private static final String LEFT = "DISTRIBUTOR_LEFT";
    private static final String SETTLED = "BALANCE_SETTLED";
    private static final String TRIAL_FAILED = "TRIAL_NOT_PASSED";

    private final DistributorStore distributors;
    private final CareStore cares;
    private final BindingStore bindings;
    private final TeamStore teams;
    private final ShareLinks links;
    private final Balances balances;
    private final AuditLog audit;
    private final Outbox outbox;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    MoveDistributor(
            DistributorStore distributors,
            CareStore cares,
            BindingStore bindings,
            TeamStore teams,
            ShareLinks links,
            Balances balances,
            AuditLog audit,
            Outbox outbox,
            Transactions transactions,
            ShopClock clock) {
        this.distributors = distributors;
        this.cares = cares;
        this.bindings = bindings;
        this.teams = teams;
        this.links = links;
        this.balances = balances;
        this.audit = audit;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    private record Move(String action, String reason, Actor actor, Instant at) {}

    /** His links stop working; his customers stay his, for he may come back. */
    public Uni<Void> suspend(DistributorId id, String reason, Actor actor) {
        var move = new Move("distributor.suspend", reason, actor, clock.instant());
        return transactions.in(tx -> locked(tx, id)
                .chain(before -> save(tx, before, Standing::suspend, move))
                .chain(() -> revoke(tx, id, move)));
    }

    /** Links that were revoked stay revoked: he shares anew. */
    public Uni<Void> resume(DistributorId id, String reason, Actor actor) {
        var move = new Move("distributor.resume", reason, actor, clock.instant());
        return transactions.in(tx -> locked(tx, id)
                .chain(before -> save(tx, before, Standing::resume, move)
                        .chain(() -> outbox.append(tx, AdmitDistributor.activated(before, tier(before), move.at())))));
    }

    /**
     * He has no links, customers and team from now on. Where money is not settled yet he only begins to end, and is ended when
     * it is (C1); who begins to end already is refused.
     */
    public Uni<Void> terminate(DistributorId id, String reason, Actor actor) {
        var move = new Move("distributor.terminate", reason, actor, clock.instant());
        return transactions.in(tx -> locked(tx, id)
                .chain(before -> balances.settled(tx, id)
                        .chain(settled -> settled
                                ? save(tx, before, Standing::terminate, move)
                                : save(tx, before, MoveDistributor::begin, move)))
                .chain(() -> letGo(tx, id, move)));
    }

    private static Standing begin(Standing standing) {
        if (standing.kind() == Kind.QUITTING) {
            throw new Refused(DistributionProblem.BALANCE_UNSETTLED);
        }
        return standing.quit();
    }

    /** Inside the transaction of the sweep: ends whoever has said so and has nothing to come, or looks again later. */
    Uni<Void> endIfSettled(Tx tx, DistributorId id, Instant again, Instant now) {
        var move = new Move("distributor.terminate", SETTLED, Actor.system("quitting"), now);
        return balances.settled(tx, id)
                .chain(settled -> settled
                        ? locked(tx, id).chain(before -> save(tx, before, Standing::terminate, move))
                        : cares.lookAgain(tx, id, again));
    }

    /** Inside the transaction of the sweep: who has brought too little in his trial is stopped until staff look at him. */
    Uni<Void> endTrial(Tx tx, TrialOver trial, Instant now) {
        var move = new Move("distributor.trial", TRIAL_FAILED, Actor.system("trial"), now);
        return trial.passed()
                ? cares.endTrial(tx, trial.id())
                : cares.endTrial(tx, trial.id())
                        .chain(() -> locked(tx, trial.id()))
                        .chain(before -> save(tx, before, Standing::suspend, move))
                        .chain(() -> revoke(tx, trial.id(), move));
    }

    /** By himself. */
    public Uni<Void> quit(MemberId member, String reason, Actor actor) {
        var move = new Move("distributor.quit", reason, actor, clock.instant());
        return transactions.in(tx -> distributors
                .lockOfMember(tx, member)
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(DistributionProblem.NOT_A_DISTRIBUTOR))
                .chain(before -> save(tx, before, Standing::quit, move).chain(() -> letGo(tx, before.id(), move))));
    }

    /** No links, no customers, no team. */
    private Uni<Void> letGo(Tx tx, DistributorId id, Move move) {
        return revoke(tx, id, move)
                .chain(() -> bindings.closeAll(tx, id, move.at(), LEFT))
                .chain(() -> teams.leave(tx, id, move.at(), LEFT))
                .replaceWithVoid();
    }

    private Uni<Void> revoke(Tx tx, DistributorId id, Move move) {
        return links.revokeAll(tx, Sharer.Kind.DISTRIBUTOR, id.value(), move.reason(), move.at())
                .replaceWithVoid();
    }

    private Uni<Void> save(Tx tx, Distributor before, UnaryOperator<Standing> step, Move move) {
        var after = before.with(step.apply(before.standing()), Optional.of(move.reason()));
        return distributors
                .save(tx, after, move.at())
                .chain(() -> audit.append(
                        tx,
                        Trail.standing(
                                move.actor(),
                                move.action(),
                                after.id(),
                                after.reason(),
                                before.standing(),
                                after.standing())));
    }

    private Uni<Distributor> locked(Tx tx, DistributorId id) {
        return distributors.lock(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private static UUID tier(Distributor distributor) {
        return distributor
                .standing()
                .contract()
                .map(Standing.Contract::tier)
                .orElseThrow(() -> new IllegalStateException("who resumes has a contract"));
    }
}
