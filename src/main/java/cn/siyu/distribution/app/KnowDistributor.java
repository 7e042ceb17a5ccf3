package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Distributor;
import cn.siyu.distribution.domain.Distributor.Engagement;
import cn.siyu.distribution.domain.Distributor.Identity;
import cn.siyu.distribution.domain.JoiningPolicy;
import cn.siyu.distribution.store.CareStore;
import cn.siyu.distribution.store.DistributorStore;
import cn.siyu.distribution.store.PolicyStore;
import cn.siyu.identity.Organisation;
import cn.siyu.identity.Organisation.Employee;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who a distributor is, who looks after him, under what he works, and to which agreement he has agreed (C1, C2). */
@Singleton
public class KnowDistributor {

    private final DistributorStore distributors;
    private final CareStore cares;
    private final PolicyStore policies;
    private final Organisation organisation;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    KnowDistributor(
            DistributorStore distributors,
            CareStore cares,
            PolicyStore policies,
            Organisation organisation,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.distributors = distributors;
        this.cares = cares;
        this.policies = policies;
        this.organisation = organisation;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Staff have looked at who he is; the latest result counts. */
    public Uni<Void> identify(DistributorId id, Identity identity, String reason, Actor actor) {
        return transactions.in(tx -> locked(tx, id)
                .chain(() -> cares.identify(tx, id, identity, actor.name(), clock.instant()))
                .chain(() -> audit.append(
                        tx,
                        Trail.entry(
                                actor,
                                "distributor.identify",
                                "distributor",
                                id.value().toString(),
                                reason,
                                null,
                                Map.of("passed", identity.passed(), "source", identity.source())))));
    }

    /** Who of the staff looks after him, and under what he works. */
    public Uni<Void> edit(
            DistributorId id, Engagement engagement, Optional<UUID> owner, long version, String reason, Actor actor) {
        return transactions.in(tx -> owner(tx, owner)
                .chain(found -> locked(tx, id)
                        .chain(before ->
                                cares.edit(tx, id, version, engagement, found).invoke(rows -> changed(rows, before))))
                .chain(() -> audit.append(
                        tx,
                        Trail.entry(
                                actor,
                                "distributor.edit",
                                "distributor",
                                id.value().toString(),
                                reason,
                                null,
                                Map.of(
                                        "engagement",
                                        engagement,
                                        "owner",
                                        owner.map(UUID::toString).orElse(""))))));
    }

    /** He has read the agreement in force and agrees to it. */
    public Uni<Void> agree(MemberId member, String agreementVersion, Actor actor) {
        return transactions.in(tx -> policies.joining(tx)
                .invoke(policy -> inForce(policy, agreementVersion))
                .chain(() -> distributors.lockOfMember(tx, member))
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(DistributionProblem.NOT_A_DISTRIBUTOR))
                .chain(own -> cares.agree(tx, own.id(), agreementVersion, clock.instant())
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "distributor.agree",
                                        "distributor",
                                        own.id().value().toString(),
                                        "agreement",
                                        null,
                                        Map.of("agreementVersion", agreementVersion))))));
    }

    static void inForce(JoiningPolicy policy, String agreementVersion) {
        if (!policy.agreementVersion().equals(agreementVersion)) {
            throw Refused.with(
                    DistributionProblem.AGREEMENT_OUTDATED,
                    "The agreement in force is " + policy.agreementVersion(),
                    Map.of("agreementVersion", policy.agreementVersion()));
        }
    }

    private Uni<Optional<Employee>> owner(Sql sql, Optional<UUID> owner) {
        return owner.map(id -> organisation
                        .employees(sql, List.of(id))
                        .map(found -> Optional.of(found.stream()
                                .filter(Employee::enabled)
                                .findFirst()
                                .orElseThrow(() -> new Refused(DistributionProblem.OWNER_UNKNOWN)))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static void changed(int rows, Distributor current) {
        if (rows == 0) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The distributor has another version now",
                    Map.of("version", current.version()));
        }
    }

    private Uni<Distributor> locked(Tx tx, DistributorId id) {
        return distributors.lock(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }
}
