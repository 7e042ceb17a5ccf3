package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorActivated;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Distributor;
import cn.siyu.distribution.domain.JoiningPolicy;
import cn.siyu.distribution.domain.JoiningPolicy.Condition;
import cn.siyu.distribution.domain.JoiningPolicy.Trial;
import cn.siyu.distribution.domain.PromoCodes;
import cn.siyu.distribution.domain.Standing.Contract;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.domain.Tier;
import cn.siyu.distribution.store.CareStore;
import cn.siyu.distribution.store.DistributorStore;
import cn.siyu.distribution.store.PolicyStore;
import cn.siyu.distribution.store.TierStore;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Answers an application: yes with a tier and a promo code, or no. */
@Singleton
public class AdmitDistributor {

    private static final int CODES_DRAWN = 4;

    private final DistributorStore distributors;
    private final CareStore cares;
    private final TierStore tiers;
    private final PolicyStore policies;
    private final AuditLog audit;
    private final Outbox outbox;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    AdmitDistributor(
            DistributorStore distributors,
            CareStore cares,
            TierStore tiers,
            PolicyStore policies,
            AuditLog audit,
            Outbox outbox,
            Transactions transactions,
            ShopClock clock) {
        this.distributors = distributors;
        this.cares = cares;
        this.tiers = tiers;
        this.policies = policies;
        this.audit = audit;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<Void> approve(DistributorId id, UUID tier, String reason, Actor actor) {
        var now = clock.instant();
        return transactions.in(tx -> locked(tx, id)
                .chain(applicant -> policies.joining(tx)
                        .invoke(policy -> admissible(policy, applicant))
                        .chain(policy -> tiers.find(tx, tier, now)
                                .onItem()
                                .ifNull()
                                .failWith(() -> new Refused(DistributionProblem.TIER_UNKNOWN))
                                .chain(found -> admit(
                                        tx, applicant, found, policy.trial(), Optional.of(reason), actor, now)))));
    }

    /** The state is looked at first: whoever was answered already is told so. */
    private static void admissible(JoiningPolicy policy, Distributor applicant) {
        if (applicant.standing().kind() != Kind.APPLIED) {
            return;
        }
        if (applicant.identity().filter(identity -> !identity.passed()).isPresent()) {
            throw new Refused(DistributionProblem.IDENTITY_FAILED);
        }
        var unmet = policy.unmet(applicant.identityCheck(), applicant.identity());
        if (!unmet.isEmpty()) {
            throw Refused.with(
                    DistributionProblem.JOINING_CONDITION_UNMET,
                    "Not met: " + unmet,
                    Map.of("conditions", unmet.stream().map(Condition::name).toList()));
        }
    }

    public Uni<Void> reject(DistributorId id, String reason, Actor actor) {
        return transactions.in(tx -> locked(tx, id)
                .chain(applicant -> save(
                        tx,
                        applicant,
                        applicant.with(applicant.standing().reject(), Optional.of(reason)),
                        "distributor.reject",
                        actor,
                        clock.instant())));
    }

    /** By the joining policy, inside the transaction of the application. */
    Uni<Void> lowest(Tx tx, DistributorId id, Trial trial, Actor actor, Instant now) {
        return locked(tx, id)
                .chain(applicant -> tiers.lowest(tx, now)
                        .chain(tier -> admit(tx, applicant, tier, trial, Optional.empty(), actor, now)));
    }

    private Uni<Void> admit(
            Tx tx, Distributor applicant, Tier tier, Trial trial, Optional<String> reason, Actor actor, Instant now) {
        return distributors
                .freeCode(tx, PromoCodes.draw(CODES_DRAWN))
                .map(code -> applicant.with(applicant.standing().approve(new Contract(tier.id(), code, now)), reason))
                .chain(admitted -> save(tx, applicant, admitted, "distributor.approve", actor, now))
                .chain(() -> trial.days() == 0
                        ? Uni.createFrom().voidItem()
                        : cares.beginTrial(tx, applicant.id(), now.plus(Duration.ofDays(trial.days())), trial.orders()))
                .chain(() -> outbox.append(tx, activated(applicant, tier.id(), now)));
    }

    private Uni<Void> save(Tx tx, Distributor before, Distributor after, String action, Actor actor, Instant now) {
        return distributors
                .save(tx, after, now)
                .chain(() -> audit.append(
                        tx,
                        Trail.standing(
                                actor, action, after.id(), after.reason(), before.standing(), after.standing())));
    }

    private Uni<Distributor> locked(Tx tx, DistributorId id) {
        return distributors.lock(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    static DistributorActivated activated(Distributor distributor, UUID tier, Instant now) {
        return new DistributorActivated(
                Ids.next(), now, distributor.id().value(), distributor.member().value(), tier);
    }
}
