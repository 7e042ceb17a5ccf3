package cn.siyu.trade.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.KocClaim;
import cn.siyu.koc.KocClaim.By;
import cn.siyu.koc.KocPayout;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.Sharer;
import cn.siyu.trade.Origin;
import cn.siyu.trade.Origin.Candidate;
import cn.siyu.trade.Origin.Source;
import cn.siyu.trade.domain.Attribution.Claims;
import cn.siyu.trade.domain.Attribution.Conflict;
import cn.siyu.trade.domain.Attribution.Policy;
import cn.siyu.trade.domain.Attribution.SelfPurchase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** To whom an order is attributed (C9, C10, D5, D8). */
class AttributionTest {

    private static final MemberId BUYER = MemberId.next();
    private static final UUID SELLERS_DISTRIBUTOR = Ids.next();
    private static final DistributorClaim PROMO = distributor(MemberId.next(), Optional.empty());
    private static final DistributorClaim LINKED = distributor(MemberId.next(), Optional.empty());
    private static final DistributorClaim BOUND = distributor(MemberId.next(), Optional.of(Ids.next()));
    private static final DistributorClaim HIMSELF = distributor(BUYER, Optional.empty());
    private static final KocClaim BY_TOKEN = koc(MemberId.next(), By.TOKEN);
    private static final KocClaim BY_MEMBERSHIP = koc(MemberId.next(), By.MEMBERSHIP);

    private static final Rate HALF = new Rate(5_000);
    private static final List<Source> DEFAULT =
            List.of(Source.PROMO_CODE, Source.SESSION_LINK, Source.BINDING, Source.COMMUNITY);
    private static final Policy USUAL = new Policy(DEFAULT, Conflict.DISTRIBUTOR_FIRST, HALF, SelfPurchase.NONE);
    private static final Policy KOC_FIRST = new Policy(DEFAULT, Conflict.KOC_FIRST, HALF, SelfPurchase.NONE);

    /** What was found: promo, by link, binding, KOC. */
    private record Found(
            Optional<DistributorClaim> promo,
            Optional<DistributorClaim> byLink,
            Optional<DistributorClaim> binding,
            Optional<KocClaim> koc) {

        static final Found NOTHING = new Found(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Found promo(DistributorClaim claim) {
            return new Found(Optional.of(claim), byLink, binding, koc);
        }

        Found byLink(DistributorClaim claim) {
            return new Found(promo, Optional.of(claim), binding, koc);
        }

        Found binding(DistributorClaim claim) {
            return new Found(promo, byLink, Optional.of(claim), koc);
        }

        Found koc(KocClaim claim) {
            return new Found(promo, byLink, binding, Optional.of(claim));
        }

        Claims claims() {
            var sharer = byLink.map(claim ->
                            link(Sharer.Kind.DISTRIBUTOR, claim.distributor().value()))
                    .or(() -> koc.filter(claim -> claim.by() == By.TOKEN)
                            .map(claim -> link(Sharer.Kind.KOC, claim.koc())));
            return new Claims(
                    BUYER, Optional.empty(), "WECHAT_CHAT", promo, sharer, byLink, binding, koc, Optional.empty());
        }
    }

    static Stream<Arguments> cases() {
        var all = Found.NOTHING.promo(PROMO).byLink(LINKED).binding(BOUND).koc(BY_MEMBERSHIP);
        return Stream.of(
                Arguments.of("nobody", Found.NOTHING, USUAL, Source.NONE, null),
                Arguments.of("everything: the code", all, USUAL, Source.PROMO_CODE, PROMO),
                Arguments.of(
                        "the link before the binding",
                        Found.NOTHING.byLink(LINKED).binding(BOUND),
                        USUAL,
                        Source.SESSION_LINK,
                        LINKED),
                Arguments.of("the binding", Found.NOTHING.binding(BOUND), USUAL, Source.BINDING, BOUND),
                Arguments.of("the community", Found.NOTHING.koc(BY_MEMBERSHIP), USUAL, Source.COMMUNITY, BY_MEMBERSHIP),
                Arguments.of("the KOC's link", Found.NOTHING.koc(BY_TOKEN), USUAL, Source.SESSION_LINK, BY_TOKEN),
                Arguments.of(
                        "a binding before the KOC's link, distributors first",
                        Found.NOTHING.binding(BOUND).koc(BY_TOKEN),
                        USUAL,
                        Source.BINDING,
                        BOUND),
                Arguments.of(
                        "the KOC's link before a binding, KOCs first",
                        Found.NOTHING.binding(BOUND).koc(BY_TOKEN),
                        KOC_FIRST,
                        Source.SESSION_LINK,
                        BY_TOKEN),
                Arguments.of(
                        "the community before the code, KOCs first", all, KOC_FIRST, Source.COMMUNITY, BY_MEMBERSHIP),
                Arguments.of(
                        "KOCs first, and there is none",
                        Found.NOTHING.promo(PROMO),
                        KOC_FIRST,
                        Source.PROMO_CODE,
                        PROMO),
                Arguments.of(
                        "another order of the shop",
                        Found.NOTHING.byLink(LINKED).binding(BOUND),
                        new Policy(
                                List.of(Source.BINDING, Source.SESSION_LINK),
                                Conflict.DISTRIBUTOR_FIRST,
                                HALF,
                                SelfPurchase.NONE),
                        Source.BINDING,
                        BOUND),
                Arguments.of(
                        "what the shop does not look at",
                        Found.NOTHING.koc(BY_MEMBERSHIP),
                        new Policy(List.of(Source.BINDING), Conflict.DISTRIBUTOR_FIRST, HALF, SelfPurchase.NONE),
                        Source.NONE,
                        null),
                Arguments.of(
                        "his own link: the binding",
                        Found.NOTHING.byLink(HIMSELF).binding(BOUND),
                        USUAL,
                        Source.BINDING,
                        BOUND),
                Arguments.of("his own code alone: nobody", Found.NOTHING.promo(HIMSELF), USUAL, Source.NONE, null),
                Arguments.of(
                        "his own code, and the shop pays for it",
                        Found.NOTHING.promo(HIMSELF),
                        new Policy(DEFAULT, Conflict.DISTRIBUTOR_FIRST, HALF, SelfPurchase.COMMISSION),
                        Source.PROMO_CODE,
                        HIMSELF));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_first_claim_that_stands_decides(String name, Found found, Policy policy, Source source, Object claim) {
        var origin = Attribution.decide(found.claims(), policy);

        assertThat(origin.source()).as(name).isEqualTo(source);
        assertThat(origin.distributor())
                .isEqualTo(Optional.ofNullable(claim).filter(DistributorClaim.class::isInstance));
        assertThat(origin.koc()).isEqualTo(Optional.ofNullable(claim).filter(KocClaim.class::isInstance));
        assertThat(origin.acquisition()).isEqualTo("WECHAT_CHAT");
        assertThat(origin.token().isPresent()).isEqualTo(source == Source.SESSION_LINK);
        assertThat(origin.candidates()).filteredOn(Candidate::won).hasSize(source == Source.NONE ? 0 : 1);
    }

    @Test
    void everybody_who_could_have_claimed_is_kept_in_the_order_of_the_policy_with_the_reason() {
        var found = Found.NOTHING.promo(HIMSELF).byLink(LINKED).binding(BOUND).koc(BY_MEMBERSHIP);

        var origin = Attribution.decide(found.claims(), USUAL);

        assertThat(origin.candidates())
                .extracting(Candidate::source, Candidate::won, Candidate::note)
                .containsExactly(
                        tuple(Source.PROMO_CODE, false, "an order of his own pays him nothing"),
                        tuple(Source.SESSION_LINK, true, "the first claim that stands"),
                        tuple(Source.BINDING, false, "SESSION_LINK comes first"),
                        tuple(Source.COMMUNITY, false, "a DISTRIBUTOR comes first"));
    }

    @Test
    void a_koc_who_buys_himself_has_no_share_and_his_seller_keeps_hers() {
        var origin =
                Attribution.decide(Found.NOTHING.koc(koc(BUYER, By.MEMBERSHIP)).claims(), USUAL);

        var claim = origin.koc().orElseThrow();
        assertThat(claim.kocShare()).isEqualTo(new Rate(0));
        assertThat(claim.sellerShare()).isEqualTo(new Rate(4000));
    }

    @Test
    void a_seller_who_buys_herself_has_no_share_and_her_koc_keeps_his() {
        var claims = new Claims(
                BUYER,
                Optional.of(SELLERS_DISTRIBUTOR),
                "DIRECT",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(BY_MEMBERSHIP),
                Optional.empty());

        var claim = Attribution.decide(claims, USUAL).koc().orElseThrow();

        assertThat(claim.sellerShare()).isEqualTo(new Rate(0));
        assertThat(claim.kocShare()).isEqualTo(new Rate(6000));
    }

    @Test
    void a_link_without_a_claim_and_a_tie_of_communities_are_kept_with_their_reason() {
        var claims = new Claims(
                BUYER,
                Optional.empty(),
                "DIRECT",
                Optional.empty(),
                Optional.of(link(Sharer.Kind.MEMBER, Ids.next())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("joined two at once"));

        var origin = Attribution.decide(claims, USUAL);

        assertThat(origin).extracting(Origin::source).isEqualTo(Source.NONE);
        assertThat(origin.token()).isEmpty();
        assertThat(origin.candidates())
                .extracting(Candidate::note)
                .containsExactly("a member shares without pay", "joined two at once");
    }

    @Test
    void both_have_a_part_of_an_order_that_is_shared_and_an_employed_seller_keeps_his() {
        var share = new Policy(DEFAULT, Conflict.SHARE, HALF, SelfPurchase.NONE);

        var shared = Attribution.decide(
                Found.NOTHING.binding(BOUND).koc(BY_MEMBERSHIP).claims(), share);
        var alone = Attribution.decide(Found.NOTHING.koc(BY_MEMBERSHIP).claims(), share);

        assertThat(shared.source()).isEqualTo(Source.BINDING);
        assertThat(shared.shared()).contains(HALF);
        assertThat(shared.distributor()).contains(BOUND);
        assertThat(shared.koc())
                .hasValueSatisfying(claim -> assertThat(List.of(claim.sellerShare(), claim.kocShare()))
                        .containsExactly(new Rate(0), new Rate(6000)));
        assertThat(shared.candidates()).extracting(Candidate::won).containsExactly(true, true);
        assertThat(alone.shared()).isEmpty();
        assertThat(alone.koc()).contains(BY_MEMBERSHIP);
    }

    private static ShareLink link(Sharer.Kind kind, UUID id) {
        return new ShareLink(
                "abcdefghijklmn",
                new Sharer(kind, id, Ids.next(), Optional.empty()),
                new ShareLink.Target(Optional.empty(), Optional.empty(), Optional.empty()),
                "WECHAT_CHAT",
                Optional.empty(),
                Orders.NOON,
                Optional.empty(),
                Optional.empty());
    }

    private static DistributorClaim distributor(MemberId member, Optional<UUID> binding) {
        return new DistributorClaim(
                DistributorId.next(), member, Ids.next(), "普通", new Rate(500), Optional.empty(), binding);
    }

    private static KocClaim koc(MemberId member, By by) {
        return new KocClaim(
                Ids.next(),
                Ids.next(),
                member,
                Ids.next(),
                SELLERS_DISTRIBUTOR,
                CommunityId.next(),
                new Rate(1000),
                new Rate(4000),
                new Rate(6000),
                Money.ZERO,
                KocPayout.LABOUR,
                null,
                1,
                by);
    }
}
