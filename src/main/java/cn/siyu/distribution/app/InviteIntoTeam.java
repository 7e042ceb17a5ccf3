package cn.siyu.distribution.app;

import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Distributor;
import cn.siyu.distribution.domain.PromoCodes;
import cn.siyu.distribution.domain.Team.Role;
import cn.siyu.distribution.store.DistributorStore;
import cn.siyu.distribution.store.InvitationStore;
import cn.siyu.distribution.store.InvitationStore.Asked;
import cn.siyu.distribution.store.InvitationStore.Sheet;
import cn.siyu.distribution.store.InvitationStore.State;
import cn.siyu.distribution.store.TeamStore;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A captain asks a distributor into his team, who says yes or no. It is management: nobody is paid for it (C3). */
@Singleton
public class InviteIntoTeam {

    private static final String ACCEPTED = "INVITATION_ACCEPTED";

    private final InvitationStore invitations;
    private final TeamStore teams;
    private final DistributorStore distributors;
    private final SettleTeam settle;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    InviteIntoTeam(
            InvitationStore invitations,
            TeamStore teams,
            DistributorStore distributors,
            SettleTeam settle,
            Transactions transactions,
            ShopClock clock) {
        this.invitations = invitations;
        this.teams = teams;
        this.distributors = distributors;
        this.settle = settle;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The invitations of the team that he leads. */
    public Uni<List<Sheet>> sent(MemberId captain) {
        var reads = transactions.reads();
        return living(reads, captain).chain(me -> led(reads, me)).chain(team -> invitations.ofTeam(reads, team));
    }

    /** Those that he was sent. */
    public Uni<List<Sheet>> received(MemberId member) {
        var reads = transactions.reads();
        return living(reads, member).chain(me -> invitations.of(reads, me.id()));
    }

    /** By the promo code, which distributors tell each other. */
    public Uni<Sheet> invite(MemberId captain, String promoCode) {
        var id = Ids.next();
        return transactions
                .in(tx -> living(tx, captain)
                        .chain(me -> led(tx, me)
                                .chain(team -> invitee(tx, promoCode)
                                        .chain(found -> invitations.insert(
                                                tx, id, team, found.id(), me.id(), clock.instant())))))
                .chain(() -> invitations.one(transactions.reads(), id));
    }

    /** He is in the team from now on; other teams' invitations are void. */
    public Uni<Sheet> accept(MemberId member, UUID id) {
        var now = clock.instant();
        return transactions
                .in(tx -> living(tx, member)
                        .invoke(InviteIntoTeam::mustBeActive)
                        .chain(me -> open(tx, id, me)
                                .chain(asked -> teams.lock(tx, asked.team())
                                        .chain(() -> join(tx, asked.team(), me, now))
                                        .chain(() -> invitations.answer(tx, id, State.ACCEPTED, now))
                                        .chain(() -> invitations.withdrawAll(tx, me.id(), now)))))
                .chain(() -> invitations.one(transactions.reads(), id));
    }

    public Uni<Sheet> decline(MemberId member, UUID id) {
        return transactions
                .in(tx -> living(tx, member)
                        .chain(me -> open(tx, id, me)
                                .chain(() -> invitations.answer(tx, id, State.DECLINED, clock.instant()))))
                .chain(() -> invitations.one(transactions.reads(), id));
    }

    private Uni<Void> join(Tx tx, UUID team, Distributor me, Instant now) {
        return teams.join(tx, Ids.next(), team, me.id(), Role.MEMBER, now, ACCEPTED)
                .chain(() -> settle.stillAgreed(tx, team));
    }

    private Uni<Asked> open(Tx tx, UUID id, Distributor me) {
        return invitations
                .lock(tx, id, me.id())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(asked -> {
                    if (asked.state() != State.OPEN) {
                        throw Refused.with(
                                CommonProblem.STATE_CHANGED,
                                "It is " + asked.state(),
                                Map.of("state", asked.state().name()));
                    }
                });
    }

    private Uni<Distributor> living(Sql sql, MemberId member) {
        return distributors
                .ofMember(sql, member)
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(DistributionProblem.NOT_A_DISTRIBUTOR));
    }

    private Uni<UUID> led(Sql sql, Distributor me) {
        return teams.placeOf(sql, me.id())
                .map(place -> place.filter(at -> at.role() == Role.CAPTAIN)
                        .orElseThrow(() -> new Refused(DistributionProblem.NOT_A_CAPTAIN))
                        .team());
    }

    private Uni<Distributor> invitee(Tx tx, String promoCode) {
        return distributors
                .inviter(tx, PromoCodes.canonical(promoCode))
                .map(found -> found.orElseThrow(() -> new Refused(DistributionProblem.TEAM_MEMBER_NOT_ACTIVE)))
                .chain(id -> distributors.rely(tx, id))
                .call(found -> teams.placeOf(tx, found.id()).invoke(place -> {
                    if (place.isPresent()) {
                        throw new Refused(DistributionProblem.TEAM_TAKEN);
                    }
                }));
    }

    private static void mustBeActive(Distributor distributor) {
        if (!distributor.active()) {
            throw new Refused(DistributionProblem.DISTRIBUTOR_NOT_ACTIVE);
        }
    }
}
