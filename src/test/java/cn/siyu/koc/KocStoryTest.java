package cn.siyu.koc;

import static cn.siyu.koc.Quarter.because;
import static cn.siyu.koc.Quarter.desk;
import static cn.siyu.koc.Quarter.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.Communities.Finding;
import cn.siyu.koc.KocClaim.By;
import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.testing.Database;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** From the invitation of a KOC to the claim on an order, and to the end of it. */
@QuarkusTest
class KocStoryTest {

    @Inject
    Communities communities;

    @Inject
    ShareLinks links;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Test
    void a_koc_is_invited_accepts_and_claims_until_the_binding_ends() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var buyer = Person.born("buyer");
        var _ = koc.join(community);
        var _ = buyer.join(community);

        var binding = done(seller.invite(community, koc), 201).getString("id");
        var asked = done(koc.get("/api/mp/v1/me/koc-invitations"), 200);
        assertThat(asked.getString("items[0].id")).isEqualTo(binding);
        koc.get("/api/mp/v1/me/koc-invitations?limit=0").then().statusCode(400);
        assertThat(asked.getInt("items[0].split.kocBp")).isPositive();
        assertThat(claim(buyer, clock.instant()).claim()).isEmpty();

        var accepted = done(koc.accept(binding), 200);
        assertThat(accepted.getString("state")).isEqualTo("ACTIVE");
        assertThat(Duration.between(
                        Instant.parse(accepted.getString("from")), Instant.parse(accepted.getString("until"))))
                .isEqualTo(Duration.ofDays(90));
        assertThat(claim(buyer, clock.instant()).claim()).hasValueSatisfying(claim -> {
            assertThat(claim.binding()).hasToString(binding);
            assertThat(claim.by()).isEqualTo(By.MEMBERSHIP);
            assertThat(claim.kocMember().value()).hasToString(koc.id());
            assertThat(claim.sellerDistributor()).isNotNull();
            assertThat(claim.splitVersion()).isPositive();
        });

        var before = clock.instant();
        var ended = done(seller.person().post("/api/partner/v1/koc-bindings/" + binding + "/end", because("搬家了")), 200);
        assertThat(ended.getString("endCause")).isEqualTo("BY_SELLER");
        assertThat(claim(buyer, clock.instant()).claim()).isEmpty();
        assertThat(claim(buyer, before).claim()).isPresent();
        seller.person()
                .post("/api/partner/v1/koc-bindings/" + binding + "/end", because("again"))
                .then()
                .statusCode(409);
    }

    @Test
    void a_link_claims_for_a_stranger_and_dies_with_the_last_binding() {
        var goods = Shop.product(1_000, 5);
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var binding = seller.bind(community, koc);
        var stranger = Person.born("stranger");
        var wish = Map.of("communityId", community.id(), "spuId", goods.productId(), "source", "WECHAT_CHAT");

        var token =
                done(koc.post("/api/partner/v1/koc/share-tokens", wish), 201).getString("link.token");
        var sellers = done(seller.person().post("/api/partner/v1/koc/share-tokens", wish), 201)
                .getString("link.token");

        for (var each : List.of(token, sellers)) {
            var link = await(() -> links.resolve(each));
            assertThat(claim(stranger, link, clock.instant()).claim())
                    .hasValueSatisfying(claim -> assertThat(claim.by()).isEqualTo(By.TOKEN));
        }
        var bench = done(koc.get("/api/partner/v1/koc/workbench"), 200);
        assertThat(bench.getString("links[0].link.token")).isEqualTo(token);
        assertThat(bench.getString("serving[0].id")).isEqualTo(binding);
        assertThat(bench.getString("communities[0].id")).isEqualTo(community.id());

        var link = await(() -> links.resolve(token));
        var _ = done(koc.post("/api/partner/v1/koc-bindings/" + binding + "/end", because("没时间")), 200);
        assertThat(claim(stranger, link, clock.instant())).satisfies(finding -> {
            assertThat(finding.claim()).isEmpty();
            assertThat(finding.note()).isPresent();
        });
        Awaitility.await()
                .untilAsserted(() -> assertThat(await(() -> links.resolve(token)))
                        .hasValueSatisfying(found ->
                                assertThat(found.lives(clock.instant())).isFalse()));
        koc.post("/api/partner/v1/koc/share-tokens", wish).then().statusCode(404);
    }

    @Test
    void two_kocs_in_one_community_are_a_tie_that_is_told() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var _ = seller.bind(community, Person.born("koc"));
        var _ = seller.bind(community, Person.born("koc"));
        var buyer = Person.born("buyer");
        var _ = buyer.join(community);

        var finding = claim(buyer, clock.instant());

        assertThat(finding.claim()).isEmpty();
        assertThat(finding.note()).isPresent();
    }

    @Test
    void a_pause_keeps_the_place_and_earns_nothing() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var binding = "/api/partner/v1/koc-bindings/" + seller.bind(community, koc);
        var buyer = Person.born("buyer");
        var _ = buyer.join(community);

        koc.post(binding + "/pause").then().statusCode(403);
        var _ = done(seller.person().post(binding + "/pause"), 200);
        assertThat(claim(buyer, clock.instant()).claim()).isEmpty();
        assertThat(done(seller.invite(community, koc), 409).getString("code")).isEqualTo("KOC_ALREADY_BOUND");
        koc.post("/api/partner/v1/koc/share-tokens", Map.of("communityId", community.id(), "source", "WECHAT_CHAT"))
                .then()
                .statusCode(409);

        var _ = done(seller.person().post(binding + "/resume"), 200);
        assertThat(claim(buyer, clock.instant()).claim()).isPresent();
        seller.person().post(binding + "/resume").then().statusCode(409);
    }

    @Test
    void of_two_who_accept_at_once_one_is_told_that_it_has_happened() throws Exception {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = koc.join(community);
        var binding = done(seller.invite(community, koc), 201).getString("id");

        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> accepting = () -> koc.accept(binding).statusCode();
            var answers = both.invokeAll(List.of(accepting, accepting));

            assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 409);
        }
    }

    @Test
    void an_overlapping_binding_fails_by_its_constraint() throws SQLException {
        var seller = Seller.hired();
        var other = Seller.hired();
        var community = Community.of(seller);
        var binding = seller.bind(community, Person.born("koc"));

        try (var connection = Database.asOwner();
                var insert = connection.prepareStatement("""
                        insert into koc_binding (id, seller_id, koc_id, community_id, state, invited_at, answer_by, valid_from,
                                                 valid_to, agreement_version, split_version)
                        select gen_random_uuid(), ?::uuid, koc_id, community_id, 'ACTIVE', invited_at, answer_by,
                               valid_to - interval '1 microsecond', valid_to + interval '1 day', '2026-01', 1
                          from koc_binding where id = ?::uuid""")) {
            insert.setString(1, other.id());
            insert.setString(2, binding);

            assertThatThrownBy(insert::execute).hasMessageContaining("koc_binding_one_seller_ex");
        }
    }

    @Test
    void a_new_owner_takes_the_kocs_over_from_that_instant() {
        var seller = Seller.hired();
        var successor = Seller.hired();
        var community = Community.of(seller);
        var _ = seller.bind(community, Person.born("koc"));
        var buyer = Person.born("buyer");
        var _ = buyer.join(community);
        var before = clock.instant();
        var staffEnd = "/api/admin/v1/sellers/" + seller.id() + "/end";

        assertThat(done(desk(staffEnd, because("离职")), 409).getString("code")).isEqualTo("SELLER_OWNS_COMMUNITIES");
        var given = done(desk(community.path() + "/owner", Map.of("sellerId", successor.id(), "reason", "离职")), 200);

        assertThat(given.getList("owners")).hasSize(2);
        assertThat(claim(buyer, before).claim())
                .hasValueSatisfying(claim -> assertThat(claim.seller()).hasToString(seller.id()));
        assertThat(claim(buyer, clock.instant()).claim())
                .hasValueSatisfying(claim -> assertThat(claim.seller()).hasToString(successor.id()));
        seller.person()
                .get("/api/partner/v1/communities/" + community.id() + "/members")
                .then()
                .statusCode(404);
        var _ = done(desk(staffEnd, because("离职")), 200);
        seller.person().get("/api/partner/v1/communities").then().statusCode(403);
        desk(community.path() + "/owner", Map.of("sellerId", seller.id(), "reason", "x"))
                .then()
                .statusCode(422);
    }

    @Test
    void another_sellers_community_is_not_there() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var binding = seller.bind(community, koc);
        var other = Seller.hired();

        other.person()
                .get("/api/partner/v1/communities/" + community.id() + "/members")
                .then()
                .statusCode(404);
        other.invite(community, koc).then().statusCode(404);
        for (var command : List.of("pause", "resume", "end")) {
            other.person()
                    .post("/api/partner/v1/koc-bindings/" + binding + "/" + command, because("x"))
                    .then()
                    .statusCode(404);
        }
        assertThat(done(other.person().get("/api/partner/v1/communities"), 200).getList("items"))
                .isEmpty();
        assertThat(done(other.person().get("/api/partner/v1/koc-bindings"), 200).getList("items"))
                .isEmpty();
        var nobody = Person.born("nobody");
        for (var path : List.of("communities", "koc-bindings", "koc/workbench")) {
            assertThat(done(nobody.get("/api/partner/v1/" + path), 403).getString("code"))
                    .isEqualTo("KOC_PARTNER_ONLY");
        }
        nobody.accept(binding).then().statusCode(404);
        var faces = done(koc.get("/api/partner/v1/communities/" + community.id() + "/members"), 200);
        assertThat(faces.getString("items[0].memberId")).isEqualTo(koc.id());
        assertThat(faces.getString("items[0].name")).doesNotContain(koc.name());
    }

    @Test
    void who_is_asked_may_decline_and_must_be_in_the_community() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");

        assertThat(done(seller.invite(community, koc), 422).getString("code")).isEqualTo("KOC_NOT_IN_COMMUNITY");
        var _ = seller.person().join(community);
        assertThat(done(seller.invite(community, seller.person()), 422).getString("code"))
                .isEqualTo("KOC_IS_SELLER");
        var _ = koc.join(community);
        var binding = done(seller.invite(community, koc), 201).getString("id");
        var answer = "/api/mp/v1/koc-invitations/" + binding;
        assertThat(done(koc.post(answer + "/accept", Map.of("agreementVersion", "2020-01")), 409)
                        .getString("code"))
                .isEqualTo("AGREEMENT_CHANGED");
        assertThat(done(koc.post(answer + "/decline"), 200).getString("endCause"))
                .isEqualTo("DECLINED");
        koc.post(answer + "/decline").then().statusCode(409);
        koc.get("/api/partner/v1/koc-bindings").then().statusCode(403);
    }

    @Test
    void time_alone_ends_what_nobody_answers_and_what_has_served_its_term() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var bound = seller.bind(community, Person.born("koc"));
        var late = Person.born("koc");
        var _ = late.join(community);
        var asked = done(seller.invite(community, late), 201).getString("id");

        SandboxControl.advance(Duration.ofDays(7));
        awaitEnd(asked, "UNANSWERED");
        SandboxControl.advance(Duration.ofDays(83));
        awaitEnd(bound, "TERM_OVER");
    }

    private static void awaitEnd(String binding, String cause) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                done(Shop.as(Shop.staff("support")).get("/api/admin/v1/koc-bindings/" + binding), 200)
                                        .getString("endCause"))
                        .isEqualTo(cause));
    }

    private Finding claim(Person buyer, Instant at) {
        return claim(buyer, Optional.empty(), at);
    }

    private Finding claim(Person buyer, Optional<ShareLink> link, Instant at) {
        var member = new MemberId(UUID.fromString(buyer.id()));
        return await(() -> communities.claim(transactions.reads(), member, link, Optional.empty(), at));
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work::get);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
