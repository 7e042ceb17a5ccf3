package cn.siyu.trade.app;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors;
import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.koc.Communities;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.KocClaim;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import cn.siyu.trade.Origin;
import cn.siyu.trade.domain.Attribution;
import cn.siyu.trade.domain.Attribution.Claims;
import cn.siyu.trade.domain.Attribution.Policy;
import cn.siyu.trade.domain.TradeProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out who may claim an order, before its transaction, and has the rule decide: kept with the order and never again (C9). */
@Singleton
class Attribute {

    private static final String BY_HIMSELF = "DIRECT";

    private final ShareLinks links;
    private final Distributors distributors;
    private final Communities communities;
    private final Sql reads;
    private final TradeSettings settings;
    private final ShopClock clock;
    private final Gather<MemberId, Traces> traces;

    @Inject
    Attribute(
            ShareLinks links,
            Distributors distributors,
            Communities communities,
            Lookups lookups,
            TradeSettings settings,
            ShopClock clock,
            FreshContext contexts) {
        this.links = links;
        this.distributors = distributors;
        this.communities = communities;
        this.reads = lookups.reads();
        this.settings = settings;
        this.clock = clock;
        this.traces = new Gather<>(contexts, this::traces);
    }

    /** Whether there is anything to ask about a member: most have never clicked, are bound to nobody and in no community. */
    private record Traces(boolean clicked, boolean bound, boolean inCommunity) {
        private static final Traces NONE = new Traces(false, false, false);
    }

    /** What does not depend on the link of the session. */
    private record Found(
            Optional<DistributorClaim> promo,
            Optional<ShareLink> link,
            Optional<String> firstSource,
            Optional<DistributorClaim> binding) {}

    /**
     * @param promoCode refused when nobody's
     * @param community to which the activity is offered, if to one
     */
    Uni<Origin> of(MemberId buyer, Optional<String> promoCode, Optional<CommunityId> community) {
        var now = clock.instant();
        return traces.of(buyer)
                .map(found -> found.orElse(Traces.NONE))
                .chain(left ->
                        find(buyer, promoCode, left, now).chain(found -> claims(buyer, found, left, community, now)))
                .map(claims -> Attribution.decide(claims, policy()));
    }

    private Uni<Map<MemberId, Traces>> traces(Set<MemberId> members) {
        var now = clock.instant();
        return Uni.combine()
                .all()
                .unis(
                        links.clicked(
                                reads, members.stream().map(MemberId::value).toList()),
                        distributors.bound(reads, members, now),
                        communities.inAny(reads, members, now))
                .with((clicked, bound, joined) -> members.stream()
                        .collect(Collectors.toMap(
                                Function.identity(),
                                each -> new Traces(
                                        clicked.contains(each.value()), bound.contains(each), joined.contains(each)))));
    }

    private Uni<Found> find(MemberId buyer, Optional<String> promoCode, Traces left, Instant now) {
        var since = now.minus(settings.sessionWindow());
        return Uni.combine()
                .all()
                .unis(
                        promo(promoCode, now),
                        left.clicked()
                                ? links.latestClick(reads, buyer.value(), since, now)
                                : Attribute.<ShareLinks.Click>none(),
                        left.clicked() ? links.firstSource(reads, buyer.value()) : Attribute.<String>none(),
                        left.bound() ? distributors.byBinding(reads, buyer, now) : Attribute.<DistributorClaim>none())
                .with((promo, click, source, binding) ->
                        new Found(promo, click.map(ShareLinks.Click::link), source, binding));
    }

    private static <T> Uni<Optional<T>> none() {
        return Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<DistributorClaim>> promo(Optional<String> code, Instant now) {
        return code.filter(text -> !text.isBlank())
                .map(text -> distributors.byPromoCode(reads, text, now).invoke(Attribute::known))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static void known(Optional<DistributorClaim> claim) {
        if (claim.isEmpty()) {
            throw Refused.fields(
                    TradeProblem.PROMO_CODE_UNKNOWN, List.of(new FieldError("promoCode", "is nobody's code")));
        }
    }

    private Uni<Claims> claims(MemberId buyer, Found found, Traces left, Optional<CommunityId> community, Instant now) {
        return byLink(found, now)
                .chain(byLink -> byCommunity(buyer, found, left, community, now)
                        .chain(finding -> asSeller(buyer, finding.claim())
                                .map(own -> new Claims(
                                        buyer,
                                        own,
                                        found.firstSource().orElse(BY_HIMSELF),
                                        found.promo(),
                                        found.link(),
                                        byLink,
                                        found.binding(),
                                        finding.claim(),
                                        finding.note()))));
    }

    /** Without a link and without a community there is nothing to find. */
    private Uni<Communities.Finding> byCommunity(
            MemberId buyer, Found found, Traces left, Optional<CommunityId> community, Instant now) {
        return left.inCommunity() || found.link().isPresent()
                ? communities.claim(reads, buyer, found.link(), community, now)
                : Uni.createFrom().item(new Communities.Finding(Optional.empty(), Optional.empty()));
    }

    private Uni<Optional<DistributorClaim>> byLink(Found found, Instant now) {
        return found.link()
                .map(ShareLink::sharer)
                .filter(sharer -> sharer.kind() == Sharer.Kind.DISTRIBUTOR)
                .map(sharer -> distributors.byId(reads, new DistributorId(sharer.id()), now))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The distributor that the buyer is; asked only where the seller of a claim is one. */
    private Uni<Optional<UUID>> asSeller(MemberId buyer, Optional<KocClaim> claim) {
        return claim.filter(each -> each.sellerDistributor() != null).isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : distributors
                        .ofMember(reads, buyer)
                        .map(card -> card.map(each -> each.id().value()));
    }

    private Policy policy() {
        return new Policy(
                settings.attributionOrder(),
                settings.attributionConflict(),
                new Rate(settings.attributionShare()),
                settings.selfPurchase());
    }
}
