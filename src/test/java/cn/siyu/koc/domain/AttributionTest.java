package cn.siyu.koc.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.koc.CommunityId;
import cn.siyu.koc.KocClaim.By;
import cn.siyu.koc.domain.Attribution.Decision;
import cn.siyu.koc.domain.Attribution.Decision.Found;
import cn.siyu.koc.domain.Attribution.Decision.Nobody;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.Sharer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttributionTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T04:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-03-03T04:00:00Z");
    private static final CommunityId MOTHERS = CommunityId.next();
    private static final CommunityId FATHERS = CommunityId.next();

    @Test
    void nobody_serves_nobody_claims() {
        assertThat(decide(List.of())).isEqualTo(new Nobody(Optional.empty()));
    }

    @Test
    void the_kocs_link_is_stronger_than_membership_elsewhere() {
        var linked = outside(MOTHERS);
        var own = since(FATHERS, TUESDAY);

        assertThat(Attribution.decide(
                        link(Sharer.Kind.KOC, linked.koc(), MOTHERS), Optional.empty(), List.of(linked, own)))
                .isEqualTo(new Found(linked, By.TOKEN));
    }

    @Test
    void a_sellers_link_counts_for_the_one_koc_whom_he_has_there() {
        var linked = outside(MOTHERS);

        assertThat(Attribution.decide(
                        link(Sharer.Kind.SELLER, linked.seller(), MOTHERS), Optional.empty(), List.of(linked)))
                .isEqualTo(new Found(linked, By.TOKEN));
    }

    @Test
    void a_link_into_another_community_than_the_one_served_falls_back_to_membership() {
        var own = since(FATHERS, MONDAY);

        assertThat(Attribution.decide(link(Sharer.Kind.KOC, own.koc(), MOTHERS), Optional.empty(), List.of(own)))
                .isEqualTo(new Found(own, By.MEMBERSHIP));
    }

    @Test
    void a_link_whose_binding_is_over_says_why_nobody_claims() {
        var answer = Attribution.decide(link(Sharer.Kind.KOC, UUID.randomUUID(), MOTHERS), Optional.empty(), List.of());

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Nobody.class, nobody -> assertThat(nobody.why()).isPresent());
    }

    @Test
    void a_link_of_a_member_or_distributor_is_no_kocs_business() {
        var own = since(MOTHERS, MONDAY);

        assertThat(Attribution.decide(
                        link(Sharer.Kind.DISTRIBUTOR, own.koc(), MOTHERS), Optional.empty(), List.of(own)))
                .isEqualTo(new Found(own, By.MEMBERSHIP));
    }

    @Test
    void the_community_of_the_activity_is_stronger_than_a_later_join() {
        var offered = since(MOTHERS, MONDAY);
        var later = since(FATHERS, TUESDAY);

        assertThat(Attribution.decide(Optional.empty(), Optional.of(MOTHERS), List.of(later, offered)))
                .isEqualTo(new Found(offered, By.COMMUNITY_ACTIVITY));
    }

    @Test
    void of_several_communities_the_latest_join_counts() {
        var later = since(FATHERS, TUESDAY);

        assertThat(decide(List.of(since(MOTHERS, MONDAY), later))).isEqualTo(new Found(later, By.MEMBERSHIP));
    }

    @Test
    void two_joins_at_once_are_a_tie_and_nobodys() {
        assertNobodyWithReason(decide(List.of(since(MOTHERS, MONDAY), since(FATHERS, MONDAY))));
    }

    @Test
    void several_kocs_in_one_community_are_a_tie_and_nobodys() {
        assertNobodyWithReason(decide(List.of(since(MOTHERS, MONDAY), since(MOTHERS, MONDAY))));
        assertNobodyWithReason(Attribution.decide(
                Optional.empty(), Optional.of(MOTHERS), List.of(since(MOTHERS, MONDAY), since(MOTHERS, MONDAY))));
    }

    @Test
    void several_kocs_in_one_community_are_told_apart_by_the_link() {
        var linked = since(MOTHERS, MONDAY);

        assertThat(Attribution.decide(
                        link(Sharer.Kind.KOC, linked.koc(), MOTHERS),
                        Optional.of(MOTHERS),
                        List.of(since(MOTHERS, MONDAY), linked)))
                .isEqualTo(new Found(linked, By.TOKEN));
    }

    @Test
    void a_stranger_to_the_community_is_not_claimed_by_it() {
        assertThat(decide(List.of(outside(MOTHERS)))).isInstanceOf(Nobody.class);
        assertThat(Attribution.decide(Optional.empty(), Optional.of(MOTHERS), List.of(outside(MOTHERS))))
                .isInstanceOf(Nobody.class);
    }

    private static Decision decide(List<Serving> serving) {
        return Attribution.decide(Optional.empty(), Optional.empty(), serving);
    }

    private static void assertNobodyWithReason(Decision decision) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Nobody.class, nobody -> assertThat(nobody.why()).isPresent());
    }

    private static Optional<Sharer> link(Sharer.Kind kind, UUID id, CommunityId community) {
        return Optional.of(new Sharer(kind, id, UUID.randomUUID(), Optional.of(community.value())));
    }

    private static Serving since(CommunityId community, Instant joined) {
        return serving(community, Optional.of(joined));
    }

    private static Serving outside(CommunityId community) {
        return serving(community, Optional.empty());
    }

    private static Serving serving(CommunityId community, Optional<Instant> joined) {
        return new Serving(
                UUID.randomUUID(),
                UUID.randomUUID(),
                MemberId.next(),
                UUID.randomUUID(),
                Optional.empty(),
                community,
                joined);
    }
}
