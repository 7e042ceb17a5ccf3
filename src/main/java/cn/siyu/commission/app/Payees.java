package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.TaxHandling;
import cn.siyu.commission.domain.TaxSubject;
import cn.siyu.commission.store.TaxStore;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors;
import cn.siyu.distribution.Settlements;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.Communities;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The accounts of a member: as a distributor (which he may also be as a seller), as a KOC, or as both. */
@Singleton
public class Payees {

    private final Distributors distributors;
    private final Settlements settlements;
    private final Communities communities;
    private final TaxStore taxes;

    @Inject
    Payees(Distributors distributors, Settlements settlements, Communities communities, TaxStore taxes) {
        this.distributors = distributors;
        this.settlements = settlements;
        this.communities = communities;
        this.taxes = taxes;
    }

    /** Refused when there is none. Whoever no longer works for the shop keeps what he has earned. */
    Uni<List<Payee>> of(Sql sql, UUID member) {
        return distributors
                .ofMember(sql, new MemberId(member))
                .map(card -> card.map(d -> new Payee(d.id().value(), Payee.Kind.DISTRIBUTOR)))
                .chain(distributor -> communities
                        .kocOf(sql, new MemberId(member))
                        .map(koc -> Stream.of(distributor, koc.map(k -> new Payee(k.id(), Payee.Kind.KOC)))
                                .flatMap(Optional::stream)
                                .toList()))
                .invoke(payees -> {
                    if (payees.isEmpty()) {
                        throw new Refused(CommissionProblem.NOT_A_PAYEE);
                    }
                });
    }

    /** Whoever this account is of, also when nothing was ever on it. */
    Uni<Optional<Payee>> ofAccount(Sql sql, UUID account) {
        return distributors
                .cards(sql, List.of(new DistributorId(account)))
                .chain(found -> found.isEmpty()
                        ? communities
                                .kocs(sql, List.of(account))
                                .map(kocs -> kocs.stream().findFirst().map(_ -> new Payee(account, Payee.Kind.KOC)))
                        : Uni.createFrom().item(Optional.of(new Payee(account, Payee.Kind.DISTRIBUTOR))));
    }

    /** Whether he is paid with his wages, by an agent, or his team's company is paid for him: then nothing leaves through WeChat. */
    Uni<Boolean> isPaidOutside(Sql sql, Payee payee, Instant now) {
        return switch (payee.kind()) {
            case EMPLOYEE -> Uni.createFrom().item(true);
            case KOC -> isPaidByAgent(sql, payee, now);
            case DISTRIBUTOR ->
                settlements
                        .at(sql, List.of(new DistributorId(payee.id())), now)
                        .chain(ways ->
                                ways.stream().anyMatch(way -> way.company().isPresent())
                                        ? Uni.createFrom().item(true)
                                        : isPaidByAgent(sql, payee, now));
        };
    }

    /** Whether an agent pays him, who sees to his tax too (C30). */
    private Uni<Boolean> isPaidByAgent(Sql sql, Payee payee, Instant now) {
        return taxes.policy(sql, TaxSubject.of(payee.kind()), now)
                .map(policy -> policy != null && policy.handling() == TaxHandling.THIRD_PARTY);
    }

    /** The one that is meant; a foreign one is not found. */
    static Payee chosen(List<Payee> payees, Optional<UUID> account) {
        if (account.isEmpty() && payees.size() > 1) {
            throw new Refused(CommissionProblem.ACCOUNT_UNCLEAR);
        }
        return account.map(id -> payees.stream()
                        .filter(payee -> payee.id().equals(id))
                        .findFirst()
                        .orElseThrow(Refused::notFound))
                .orElseGet(payees::getFirst);
    }

    static List<UUID> ids(List<Payee> payees) {
        return payees.stream().map(Payee::id).toList();
    }
}
