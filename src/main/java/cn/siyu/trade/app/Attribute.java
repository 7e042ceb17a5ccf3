package cn.siyu.trade.app;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds out who may claim an order, before its transaction, and has the rule decide: kept with the order and never again (C9). */
@ApplicationScoped
class Attribute {

    private static final String BY_HIMSELF = "DIRECT";

    private final ShareLinks links;
    private final Distributors distributors;
    private final Communities communities;
    private final Sql reads;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    Attribute(
            ShareLinks links,
            Distributors distributors,
            Communities communities,
            Transactions transactions,
            TradeSettings settings,
            ShopClock clock) {
        this.links = links;
        this.distributors = distributors;
        this.communities = communities;
        this.reads = transactions.reads();
        this.settings = settings;
        this.clock = clock;
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
        return Uni.combine()
                .all()
                .unis(
                        promo(promoCode, now),
                        links.latestClick(reads, buyer.value(), now.minus(settings.sessionWindow()), now),
                        links.firstSource(reads, buyer.value()),
                        distributors.byBinding(reads, buyer, now))
                .with((promo, click, source, binding) ->
                        new Found(promo, click.map(ShareLinks.Click::link), source, binding))
                .chain(found -> claims(buyer, found, community, now))
                .map(claims -> Attribution.decide(claims, policy()));
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

    private Uni<Claims> claims(MemberId buyer, Found found, Optional<CommunityId> community, Instant now) {
        return byLink(found, now)
                .chain(byLink -> communities
                        .claim(reads, buyer, found.link(), community, now)
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
        return new Policy(settings.attributionOrder(), settings.attributionConflict(), settings.selfPurchase());
    }
}
