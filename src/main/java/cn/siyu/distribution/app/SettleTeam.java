package cn.siyu.distribution.app;

import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Settlement;
import cn.siyu.distribution.domain.Settlement.Contract;
import cn.siyu.distribution.domain.Team;
import cn.siyu.distribution.store.CompanyStore;
import cn.siyu.distribution.store.PolicyStore;
import cn.siyu.distribution.store.SettlementStore;
import cn.siyu.distribution.store.SettlementStore.Since;
import cn.siyu.distribution.store.TeamStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes how a team is settled, inside the transaction of whoever decides it: with a company only if all papers are there (L9). */
@Singleton
class SettleTeam {

    private final SettlementStore settlements;
    private final CompanyStore companies;
    private final PolicyStore policies;
    private final TeamStore teams;

    @Inject
    SettleTeam(SettlementStore settlements, CompanyStore companies, PolicyStore policies, TeamStore teams) {
        this.settlements = settlements;
        this.companies = companies;
        this.policies = policies;
        this.teams = teams;
    }

    Uni<List<Since>> history(Sql sql, UUID team) {
        return settlements.history(sql, team);
    }

    /** The members are in the team already: each of them is looked at. */
    Uni<Void> write(Tx tx, UUID team, Settlement settlement, Instant now, String reason, Actor actor) {
        return settlement
                .contract()
                .map(contract -> known(tx, contract).chain(() -> agreed(tx, team)))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> settlements.add(tx, team, settlement, now, reason, actor));
    }

    /** After somebody came into a team that is settled already. */
    Uni<Void> stillAgreed(Tx tx, UUID team) {
        return teams.find(tx, team)
                .chain(sheet -> sheet.settlement() == Team.Settlement.COMPANY
                        ? agreed(tx, team)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> known(Tx tx, Contract contract) {
        return companies
                .find(tx, contract.company())
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(DistributionProblem.TEAM_COMPANY_UNKNOWN))
                .replaceWithVoid();
    }

    private Uni<Void> agreed(Tx tx, UUID team) {
        return policies.joining(tx)
                .chain(policy -> settlements.behind(tx, team, policy.agreementVersion()))
                .invoke(SettleTeam::refuseBehind)
                .replaceWithVoid();
    }

    private static void refuseBehind(long behind) {
        if (behind > 0) {
            throw Refused.with(
                    DistributionProblem.TEAM_AGREEMENT_MISSING,
                    behind + " have not agreed to it",
                    Map.of("rule", "L9", "members", behind));
        }
    }
}
