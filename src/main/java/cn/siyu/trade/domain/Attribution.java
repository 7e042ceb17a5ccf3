package cn.siyu.trade.domain;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.kernel.money.Rate;
import cn.siyu.koc.KocClaim;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.trade.Origin;
import cn.siyu.trade.Origin.Candidate;
import cn.siyu.trade.Origin.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * To whom an order is attributed: the one rule, for ordinary orders and those of activities (C9, C10, D5, D8). Whoever could
 * have claimed the order is kept beside the decision, with the reason why he won or lost.
 */
public final class Attribution {

    private static final Rate NOTHING = new Rate(0);

    private Attribution() {}

    /** Who has it when both a distributor and a KOC claim an order (D8). */
    public enum Conflict {
        DISTRIBUTOR_FIRST,
        KOC_FIRST,
        /** Each has a part of what he would have had alone. */
        SHARE
    }

    /** Whether somebody earns on what he buys himself (C10). */
    public enum SelfPurchase {
        NONE,
        COMMISSION
    }

    /**
     * What the shop lays down: in which order claims are looked at, and the policies.
     *
     * @param share the distributor's part of an order that he shares with a KOC
     */
    public record Policy(List<Source> order, Conflict conflict, Rate share, SelfPurchase self) {}

    /**
     * All that was found for an order.
     *
     * @param buyerDistributor the distributor that the buyer is, if he is one
     * @param link of the session, and {@code byLink} the claim of the distributor who made it
     * @param kocNote why there is no claim of a KOC where one could be expected
     */
    public record Claims(
            MemberId buyer,
            Optional<UUID> buyerDistributor,
            String acquisition,
            Optional<DistributorClaim> promo,
            Optional<ShareLink> link,
            Optional<DistributorClaim> byLink,
            Optional<DistributorClaim> binding,
            Optional<KocClaim> koc,
            Optional<String> kocNote) {}

    /** One that was looked at; {@code refused} says why it cannot win. */
    private record Claim(
            Source source,
            String kind,
            @Nullable String claimant,
            Optional<DistributorClaim> distributor,
            Optional<KocClaim> koc,
            Optional<String> refused) {

        boolean stands() {
            return refused.isEmpty();
        }
    }

    public static Origin decide(Claims claims, Policy policy) {
        var all = policy.order().stream()
                .flatMap(source -> look(source, claims, policy).stream())
                .toList();
        var distributor = first(all, claim -> claim.distributor().isPresent());
        var koc = first(all, claim -> claim.koc().isPresent());
        if (policy.conflict() == Conflict.SHARE && distributor.isPresent() && koc.isPresent()) {
            return shared(claims, all, distributor.get(), koc.get(), policy.share());
        }
        var winner = policy.conflict() == Conflict.KOC_FIRST ? koc.or(() -> distributor) : distributor.or(() -> koc);
        var candidates = new ArrayList<Candidate>();
        for (var claim : all) {
            var won = winner.filter(each -> each == claim).isPresent();
            candidates.add(
                    new Candidate(claim.source(), claim.kind(), claim.claimant(), won, note(claim, winner, won)));
        }
        return winner.map(won -> new Origin(
                        won.source(),
                        claims.acquisition(),
                        won.source() == Source.SESSION_LINK ? claims.link().map(ShareLink::token) : Optional.empty(),
                        won.distributor(),
                        won.koc(),
                        Optional.empty(),
                        List.copyOf(candidates)))
                .orElseGet(() -> Origin.none(claims.acquisition(), candidates));
    }

    /**
     * Both have it. A line has two payees at most besides wages (L8): a seller who is a distributor himself stands back, an
     * employed one has his part.
     */
    private static Origin shared(Claims claims, List<Claim> all, Claim distributor, Claim koc, Rate part) {
        var both = List.of(distributor, koc);
        var sources = all.stream()
                .filter(both::contains)
                .map(Claim::source)
                .distinct()
                .toList();
        var candidates = all.stream()
                .map(claim -> new Candidate(
                        claim.source(),
                        claim.kind(),
                        claim.claimant(),
                        both.contains(claim),
                        both.contains(claim)
                                ? "shared: the distributor has " + part.basisPoints() + " of 10000"
                                : note(claim, Optional.of(claim.koc().isPresent() ? koc : distributor), false)))
                .toList();
        return new Origin(
                sources.getFirst(),
                claims.acquisition(),
                sources.contains(Source.SESSION_LINK) ? claims.link().map(ShareLink::token) : Optional.empty(),
                distributor.distributor(),
                koc.koc().map(Attribution::besideDistributor),
                Optional.of(part),
                candidates);
    }

    private static KocClaim besideDistributor(KocClaim claim) {
        return claim.sellerDistributor() == null ? claim : claim.sharing(NOTHING, claim.kocShare());
    }

    private static Optional<Claim> first(List<Claim> all, Predicate<Claim> kind) {
        return all.stream().filter(Claim::stands).filter(kind).findFirst();
    }

    private static String note(Claim claim, Optional<Claim> winner, boolean won) {
        if (claim.refused().isPresent()) {
            return claim.refused().get();
        }
        if (won) {
            return "the first claim that stands";
        }
        var better = winner.orElseThrow();
        return better.kind().equals(claim.kind())
                ? better.source() + " comes first"
                : "a " + better.kind() + " comes first";
    }

    private static List<Claim> look(Source source, Claims claims, Policy policy) {
        return switch (source) {
            case PROMO_CODE ->
                claims.promo().map(claim -> of(source, claim, claims, policy)).stream()
                        .toList();
            case BINDING ->
                claims.binding().map(claim -> of(source, claim, claims, policy)).stream()
                        .toList();
            case SESSION_LINK -> byLink(claims, policy);
            case COMMUNITY -> byCommunity(claims, policy);
            case NONE -> List.of();
        };
    }

    private static List<Claim> byLink(Claims claims, Policy policy) {
        if (claims.link().isEmpty()) {
            return List.of();
        }
        var sharer = claims.link().get().sharer();
        var token = claims.koc().filter(claim -> claim.by() == KocClaim.By.TOKEN);
        if (claims.byLink().isPresent()) {
            return List.of(of(Source.SESSION_LINK, claims.byLink().get(), claims, policy));
        }
        if (token.isPresent()) {
            return List.of(of(Source.SESSION_LINK, token.get(), claims, policy));
        }
        return List.of(new Claim(
                Source.SESSION_LINK,
                sharer.kind().name(),
                sharer.id().toString(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        sharer.kind().paid()
                                ? claims.kocNote().orElse("whoever made the link has no claim now")
                                : "a member shares without pay")));
    }

    private static List<Claim> byCommunity(Claims claims, Policy policy) {
        var claim = claims.koc().filter(each -> each.by() != KocClaim.By.TOKEN);
        if (claim.isPresent()) {
            return List.of(of(Source.COMMUNITY, claim.get(), claims, policy));
        }
        return claims.koc().isPresent()
                ? List.of()
                : claims
                        .kocNote()
                        .map(note -> new Claim(
                                Source.COMMUNITY, "KOC", null, Optional.empty(), Optional.empty(), Optional.of(note)))
                        .stream()
                        .toList();
    }

    private static Claim of(Source source, DistributorClaim claim, Claims claims, Policy policy) {
        var own = policy.self() == SelfPurchase.NONE && claim.member().equals(claims.buyer());
        return new Claim(
                source,
                "DISTRIBUTOR",
                claim.distributor().value().toString(),
                Optional.of(claim),
                Optional.empty(),
                own ? Optional.of("an order of his own pays him nothing") : Optional.empty());
    }

    /** The pool is for two: whoever of them buys himself has no share of it, the other keeps his. */
    private static Claim of(Source source, KocClaim claim, Claims claims, Policy policy) {
        var ofNone = policy.self() == SelfPurchase.NONE;
        var ownKoc = ofNone && claim.kocMember().equals(claims.buyer());
        var ownSeller = ofNone
                && claims.buyerDistributor()
                        .filter(id -> id.equals(claim.sellerDistributor()))
                        .isPresent();
        var rest = claim.sharing(ownSeller ? NOTHING : claim.sellerShare(), ownKoc ? NOTHING : claim.kocShare());
        return new Claim(
                source,
                "KOC",
                claim.koc().toString(),
                Optional.empty(),
                Optional.of(rest),
                ownKoc && ownSeller ? Optional.of("an order of his own pays him nothing") : Optional.empty());
    }
}
