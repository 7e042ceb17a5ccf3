package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Distributor.IdentityCheck;
import cn.siyu.distribution.domain.JoiningPolicy;
import cn.siyu.distribution.domain.PromoCodes;
import cn.siyu.distribution.store.DistributorStore;
import cn.siyu.distribution.store.DistributorStore.Application;
import cn.siyu.distribution.store.PolicyStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A member asks to share for pay. Nothing is asked of him but who he is and that he has read the agreement (C0e, C1). */
@Singleton
public class ApplyAsDistributor {

    private final DistributorStore distributors;
    private final PolicyStore policies;
    private final AdmitDistributor admit;
    private final MemberCards members;
    private final Sealed sealed;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ApplyAsDistributor(
            DistributorStore distributors,
            PolicyStore policies,
            AdmitDistributor admit,
            MemberCards members,
            Sealed sealed,
            Transactions transactions,
            ShopClock clock) {
        this.distributors = distributors;
        this.policies = policies;
        this.admit = admit;
        this.members = members;
        this.sealed = sealed;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What an applicant says. */
    public record Wish(
            String realName, String phone, String agreementVersion, Optional<String> inviterCode, String source) {}

    /** What could be seen of who he is. */
    private record Seen(Set<String> keys, IdentityCheck check) {}

    public Uni<Void> apply(MemberId member, Wish wish) {
        var now = clock.instant();
        return transactions.in(tx -> policies.joining(tx)
                .invoke(policy -> KnowDistributor.inForce(policy, wish.agreementVersion()))
                .chain(policy -> inviter(tx, wish)
                        .chain(inviter -> look(tx, member, wish.phone())
                                .chain(seen -> enter(tx, member, wish, inviter, seen, policy, now)))));
    }

    private Uni<Void> enter(
            Tx tx,
            MemberId member,
            Wish wish,
            Optional<DistributorId> inviter,
            Seen seen,
            JoiningPolicy policy,
            Instant now) {
        var id = DistributorId.next();
        var application = new Application(
                id,
                member,
                Sealed.maskedName(wish.realName()),
                sealed.name(id, wish.realName()),
                sealed.phone(id, wish.phone()),
                seen.keys(),
                wish.agreementVersion(),
                inviter,
                wish.source(),
                seen.check(),
                now);
        return distributors
                .insert(tx, application)
                .chain(() -> policy.admits(seen.check())
                        ? admit.lowest(tx, id, policy.trial(), Actor.system("joining policy"), now)
                        : Uni.createFrom().voidItem());
    }

    /** The inviter is noted and gets nothing for it: nobody is paid for heads (C0a, L8). */
    private Uni<Optional<DistributorId>> inviter(Tx tx, Wish wish) {
        return wish.inviterCode()
                .map(code -> distributors
                        .inviter(tx, PromoCodes.canonical(code))
                        .invoke(found -> {
                            if (found.isEmpty()) {
                                throw new Refused(DistributionProblem.INVITER_UNKNOWN);
                            }
                        }))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Seen> look(Tx tx, MemberId member, String phone) {
        return members.of(tx, List.of(member)).chain(cards -> {
            var bound = cards.stream().findAny().map(MemberCard::keys).orElse(Set.of());
            var told = members.phoneKey(phone);
            var all = new HashSet<>(bound);
            all.add(told);
            return distributors
                    .samePerson(tx, Set.copyOf(all), member)
                    .map(another -> new Seen(Set.copyOf(all), check(another, bound.contains(told))));
        });
    }

    private static IdentityCheck check(boolean another, boolean confirmed) {
        if (another) {
            return IdentityCheck.SAME_PERSON;
        }
        return confirmed ? IdentityCheck.PHONE_CONFIRMED : IdentityCheck.PHONE_UNCONFIRMED;
    }
}
