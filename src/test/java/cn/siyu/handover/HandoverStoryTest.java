package cn.siyu.handover;

import static cn.siyu.koc.Quarter.because;
import static cn.siyu.koc.Quarter.desk;
import static cn.siyu.koc.Quarter.done;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.Communities;
import cn.siyu.koc.KocClaim;
import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.testing.Partners;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.SandboxWeCom;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A seller hands over: what is the shop's own at one instant, what is WeCom's as WeCom takes it. */
@QuarkusTest
class HandoverStoryTest {

    private static final String HANDOVERS = "/api/admin/v1/handovers";

    private static final String CUSTOMER = """
            insert into koc_customer (id, seller_id, external_userid, added_at, valid_from) values ($1, $2::uuid, $3, $4, $4)""";

    private static final String HOLD = "select id from koc_customer where id = $1 for update";

    @Inject
    Communities communities;

    @Inject
    ShareLinks links;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    private final SandboxWeCom stage = SandboxWeCom.here();
    private final String story = "h" + System.nanoTime();

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    private static Map<String, Object> wish(Seller from, Seller to) {
        return new HashMap<>(
                Map.of("fromSellerId", from.id(), "toSellerId", to.id(), "kind", "IN_SERVICE", "reason", "换岗"));
    }

    private static Response begin(Map<String, Object> wish) {
        return Shop.as(Shop.staff("merchandiser"))
                .header("Idempotency-Key", Shop.key())
                .body(wish)
                .post(HANDOVERS);
    }

    private static JsonPath see(String id) {
        return done(Shop.as(Shop.staff("auditor")).get(HANDOVERS + "/" + id), 200);
    }

    private static JsonPath awaited(String id, Predicate<JsonPath> wanted) {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> see(id), wanted);
    }

    private static JsonPath awaited(String id, String state) {
        return awaited(id, seen -> seen.getString("handover.state").equals(state));
    }

    /** Nothing of it is due now. */
    private static boolean rests(JsonPath seen) {
        return Optional.ofNullable(seen.getString("handover.nextAt"))
                        .filter(at -> !Instant.parse(at).isAfter(SandboxControl.now()))
                        .isEmpty()
                && !seen.getString("handover.state").equals("RUNNING");
    }

    private Seller at(String user, Seller seller) {
        stage.works(user);
        Shop.as(Shop.staff("merchandiser"))
                .body(Map.of("userId", user))
                .put("/api/admin/v1/sellers/" + seller.id() + "/wecom")
                .then()
                .statusCode(200);
        return seller;
    }

    @Test
    void orders_before_the_instant_are_the_leavers_and_from_it_on_the_successors() {
        var goods = Shop.product(1_000, 5);
        var leaver = Seller.hired();
        var successor = Seller.hired();
        var community = Community.of(leaver);
        var koc = Person.born("koc");
        var binding = leaver.bind(community, koc);
        var ownKoc = leaver.bind(Community.of(leaver), successor.person());
        var invited = Person.born("invited");
        var _ = invited.join(community);
        var _ = done(leaver.invite(community, invited), 201);
        var stranger = Person.born("stranger");
        var shared = Map.of("communityId", community.id(), "spuId", goods.productId(), "source", "WECHAT_CHAT");
        var token = done(leaver.person().post("/api/partner/v1/koc/share-tokens", shared), 201)
                .getString("link.token");
        var _ = done(Shop.as(stranger.token()).body(Map.of("token", token)).post("/api/mp/v1/touch-events"), 201);

        var preview = done(desk(HANDOVERS + "/preview", without(wish(leaver, successor), "reason")), 200);
        assertThat(preview.getInt("communities")).isEqualTo(2);
        assertThat(preview.getInt("bindings")).isEqualTo(2);
        assertThat(preview.getInt("invitations")).isEqualTo(1);
        assertThat(preview.getInt("tokens")).isEqualTo(1);
        assertThat(preview.getString("contactsAtWeCom")).isNull();

        var begun = done(begin(wish(leaver, successor)), 202);
        var ended = awaited(begun.getString("handover.id"), "DONE");

        assertThat(ended.getInt("moved.communities")).isEqualTo(2);
        assertThat(ended.getInt("moved.bindings")).isEqualTo(1);
        assertThat(ended.getInt("moved.endedBindings"))
                .as("an invitation, and the KOC of his own community")
                .isEqualTo(2);
        assertThat(ended.getInt("moved.tokens")).isEqualTo(1);
        var instant = Instant.parse(ended.getString("handover.effectiveAt"));
        var before = claim(stranger, instant.minusMillis(1));
        var after = claim(stranger, instant);
        assertThat(before.seller()).hasToString(leaver.id());
        assertThat(before.binding()).hasToString(binding);
        assertThat(after.seller()).hasToString(successor.id());
        assertThat(after.binding()).isNotEqualTo(before.binding());
        assertThat(after.koc()).isEqualTo(before.koc());
        assertThat(after.by()).isEqualTo(KocClaim.By.TOKEN);
        assertThat(community.seen().getString("community.ownerId")).isEqualTo(successor.id());
        assertThat(done(Shop.as(Shop.staff("support")).get("/api/admin/v1/koc-bindings/" + ownKoc), 200)
                        .getString("endCause"))
                .isEqualTo("OWNER_CHANGED");

        // The leaver is ended; his links lead to the successor as long as they may, and to nobody after that.
        desk("/api/admin/v1/sellers/" + leaver.id() + "/end", because("离职"))
                .then()
                .statusCode(200);
        var grace = Instant.parse(ended.getString("handover.graceUntil"));
        assertThat(link(stranger, grace.minusSeconds(1))).isPresent();
        assertThat(link(stranger, grace)).isEmpty();
        var own = done(successor.person().post("/api/partner/v1/koc/share-tokens", shared), 201)
                .getString("link.token");
        assertThat(own).isNotEqualTo(token);
    }

    @Test
    void what_wecom_refuses_is_kept_with_its_date_and_tried_again() {
        var leaver = at(story + ".a", Seller.hired());
        var successor = at(story + ".b", Seller.hired());
        var customers = stage.customers(story + ".a", story + "c", "", 3);
        stage.saysNo(customers.getFirst());
        var _ = stage.chats(story + ".a", story + "chat", 2);
        SandboxControl.refuse("chat-transfer", 200, "60011", 1, story);

        var id = done(begin(wish(leaver, successor)), 202).getString("handover.id");
        begin(wish(leaver, successor)).then().statusCode(409);
        var asked = awaited(id, seen -> seen.getInt("weCom.waiting") == 3 && seen.getInt("weCom.refused") == 2);
        assertThat(asked.getInt("moved.customers")).isEqualTo(3);
        var refused = items(id, "?state=REFUSED&kind=CHAT");
        assertThat(refused.getInt("total")).isEqualTo(2);
        assertThat(refused.getString("items[0].code")).isEqualTo("60011");
        assertThat(Instant.parse(refused.getString("items[0].retryAt"))).isAfter(SandboxControl.now());

        SandboxControl.advance(Duration.ofHours(26));

        assertThat(awaited(id, "DONE").getInt("weCom.done")).isEqualTo(4);
        var unwilling = items(id, "?state=REFUSED");
        assertThat(unwilling.getString("items[0].code")).isEqualTo("CUSTOMER_REFUSED");
        assertThat(unwilling.getString("items[0].ref")).isEqualTo(customers.getFirst());
        assertThat(unwilling.getString("items[0].retryAt")).isNull();
        assertThat(stage.of(story + ".b").path("contacts")).hasSize(2);
        assertThat(stage.of(story + ".b").path("chats")).hasSize(2);

        var again = Shop.as(Shop.staff("merchandiser")).body(because("他同意了")).post(HANDOVERS + "/" + id + "/retry");
        assertThat(done(again, 200).getInt("weCom.refused")).isZero();
        var _ = awaited(id, "WAITING");
        var closed = Shop.as(Shop.staff("merchandiser")).body(because("够了")).post(HANDOVERS + "/" + id + "/close");
        assertThat(done(closed, 200).getInt("weCom.givenUp")).isEqualTo(1);
        for (var end : List.of("/retry", "/close")) {
            Shop.as(Shop.staff("merchandiser"))
                    .body(because("x"))
                    .post(HANDOVERS + "/" + id + end)
                    .then()
                    .statusCode(409);
        }
        var listed = done(Shop.as(Shop.staff("auditor")).get(HANDOVERS + "?seller=" + leaver.id()), 200);
        assertThat(listed.getInt("total")).isEqualTo(1);
    }

    @Test
    void who_hands_back_while_customers_are_asked_has_them_back_at_wecom_when_the_other_has_had_them() {
        var leaver = at(story + ".a", Seller.hired());
        var successor = at(story + ".b", Seller.hired());
        var _ = stage.customers(story + ".a", story + "c", "", 2);
        var _ = stage.chats(story + ".a", story + "chat", 1);
        var there = done(begin(wish(leaver, successor)), 202).getString("handover.id");
        var _ = awaited(there, seen -> seen.getInt("weCom.waiting") == 2);

        var back = done(begin(wish(successor, leaver)), 202).getString("handover.id");

        var held = awaited(back, seen -> seen.getInt("weCom.refused") == 2);
        assertThat(held.getInt("moved.customers")).isEqualTo(2);
        var items = items(back, "?state=REFUSED");
        assertThat(items.getString("items[0].code")).isEqualTo("NOT_YET_HIS");
        assertThat(Instant.parse(items.getString("items[0].retryAt"))).isAfter(SandboxControl.now());

        SandboxControl.advance(Duration.ofHours(26));
        var _ = awaited(there, "DONE");
        assertThat(stage.of(story + ".b").path("contacts")).hasSize(2);
        for (var day = 0; day < 3 && !see(back).getString("handover.state").equals("DONE"); day++) {
            SandboxControl.advance(Duration.ofHours(26));
            var _ = awaited(back, HandoverStoryTest::rests);
        }
        assertThat(awaited(back, "DONE").getInt("weCom.done")).isEqualTo(3);
        assertThat(stage.of(story + ".a").path("contacts")).hasSize(2);
        assertThat(stage.of(story + ".a").path("chats")).hasSize(1);
    }

    @Test
    void an_earlier_handover_that_wecom_has_held_up_leaves_alone_what_a_later_one_has_handed_back() {
        var leaver = at(story + ".a", Seller.hired());
        var successor = at(story + ".b", Seller.hired());
        var _ = stage.customers(story + ".a", story + "c", "", 2);
        var _ = stage.chats(story + ".b", story + "chat", 1);
        SandboxControl.refuse("chat-list", 200, "60011", 1, story + ".a");
        var there = done(begin(wish(leaver, successor)), 202).getString("handover.id");
        var _ = awaited(there, seen -> seen.getString("lastFault") != null && seen.getInt("moved.customers") == 2);

        var back = done(begin(wish(successor, leaver)), 202).getString("handover.id");
        assertThat(awaited(back, seen -> seen.getInt("weCom.refused") == 2 && seen.getInt("weCom.done") == 1)
                        .getInt("moved.customers"))
                .isEqualTo(2);
        SandboxControl.advance(Duration.ofSeconds(30));

        var goneOn = awaited(there, seen -> seen.getInt("weCom.waiting") == 2);
        assertThat(goneOn.getInt("moved.customers"))
                .as("what has come back stays with him")
                .isEqualTo(2);
        assertThat(items(there, "?kind=CHAT").getInt("total"))
                .as("what the other had in his hands before is not his to give")
                .isZero();
        assertThat(stage.of(story + ".a").path("chats")).hasSize(1);
    }

    @Test
    void whom_an_earlier_handover_has_brought_late_a_later_one_passes_on_here_as_at_wecom() {
        var leaver = at(story + ".a", Seller.hired());
        var successor = at(story + ".b", Seller.hired());
        var _ = stage.customers(story + ".a", story + "c", "", 2);
        SandboxControl.refuse("contact-batch", 200, "60011", 1, story + ".a");
        SandboxControl.refuse("contact-batch", 200, "60011", 3, story + ".b");
        var there = done(begin(wish(leaver, successor)), 202).getString("handover.id");
        var _ = awaited(there, seen -> seen.getString("lastFault") != null);
        var back = done(begin(wish(successor, leaver)), 202).getString("handover.id");
        var _ = awaited(back, seen -> seen.getString("lastFault") != null);

        SandboxControl.advance(Duration.ofSeconds(30));
        var _ = awaited(there, seen -> seen.getInt("moved.customers") == 2 && seen.getInt("weCom.waiting") == 2);
        SandboxControl.advance(Duration.ofHours(26));
        var _ = awaited(there, "DONE");
        for (var i = 0; i < 5 && see(back).getInt("weCom.waiting") < 2; i++) {
            SandboxControl.advance(Duration.ofHours(2));
            var _ = awaited(back, HandoverStoryTest::rests);
        }

        assertThat(see(back).getInt("moved.customers")).isEqualTo(2);
        SandboxControl.advance(Duration.ofHours(26));
        assertThat(awaited(back, "DONE").getInt("weCom.done")).isEqualTo(2);
        assertThat(stage.of(story + ".a").path("contacts")).hasSize(2);
    }

    @Test
    void what_is_on_its_way_to_him_has_come_before_he_hands_it_on() throws Exception {
        var leaver = Seller.hired();
        var successor = Seller.hired();
        var customer = UUID.randomUUID();
        var _ = await(() -> transactions.in(tx -> tx.execute(CUSTOMER, customer, leaver.id(), story, clock.instant())));
        var let = new CompletableFuture<Void>();
        var held = new CompletableFuture<Void>();
        var holding = CompletableFuture.runAsync(() -> await(() -> transactions.in(tx -> tx.execute(HOLD, customer)
                .invoke(() -> held.complete(null))
                .chain(() -> Uni.createFrom().completionStage(let)))));
        held.get(10, TimeUnit.SECONDS);

        var there = done(begin(wish(leaver, successor)), 202).getString("handover.id");
        var back = done(begin(wish(successor, leaver)), 202).getString("handover.id");
        assertThat(awaited(back, "WAITING").getString("phase")).isEqualTo("OWN");
        let.complete(null);
        holding.get(10, TimeUnit.SECONDS);

        assertThat(awaited(there, "DONE").getInt("moved.customers")).isEqualTo(1);
        assertThat(awaited(back, "DONE").getInt("moved.customers")).isEqualTo(1);
    }

    @Test
    void the_customers_of_one_who_left_pass_within_a_year_and_not_after_it() {
        var leaver = at(story + ".a", Seller.hired());
        var successor = at(story + ".b", Seller.hired());
        var _ = stage.customers(story + ".a", story + "c", "", 2);
        var left = SandboxControl.now().minus(Duration.ofDays(360));
        stage.resigned(story + ".a", left);
        var wish = wish(leaver, successor);
        wish.put("kind", "RESIGNED");
        assertThat(done(begin(wish), 422).getString("code")).isEqualTo("HANDOVER_DATE_WRONG");
        wish.put("leftAt", SandboxControl.now().minus(Duration.ofDays(366)).toString());
        assertThat(done(begin(wish), 422).getString("code")).isEqualTo("HANDOVER_TOO_LATE");

        wish.put("leftAt", left.toString());
        var id = done(begin(wish), 202).getString("handover.id");
        assertThat(awaited(id, "WAITING").getInt("weCom.waiting")).isEqualTo(2);
        SandboxControl.advance(Duration.ofHours(25));
        assertThat(awaited(id, "DONE").getInt("weCom.done")).isEqualTo(2);
    }

    @Test
    void buyers_of_a_distributor_and_who_follows_his_links_are_the_successors() {
        var leaving = Partners.distributor();
        var staying = Partners.distributor();
        var leaver = seller(leaving);
        var buyer = Person.born("buyer");
        var link = leaving.link();
        Partners.open(buyer.token(), link);
        var bound = boundTo(buyer, leaving);
        assertThat(done(begin(wish(leaver, Seller.hired())), 422).getString("code"))
                .isEqualTo("HANDOVER_KINDS_DIFFER");

        var id = done(begin(wish(leaver, seller(staying))), 202).getString("handover.id");
        var ended = awaited(id, "DONE");

        assertThat(ended.getInt("moved.buyers")).isEqualTo(1);
        var passed = Partners.bindings(buyer.id());
        assertThat(passed.getString("items[0].distributorId")).isEqualTo(staying.id());
        assertThat(passed.getString("items[0].reason")).isEqualTo("HANDOVER");
        assertThat(passed.getString("items[0].from")).isEqualTo(passed.getString("items[1].to"));
        assertThat(passed.getString("items[0].to"))
                .as("the rest of its time")
                .isEqualTo(bound.getString("items[0].to"));

        // Past the instant at which everything changes hands.
        SandboxControl.advance(Duration.ofSeconds(3));
        var late = Person.born("late");
        Partners.open(late.token(), link);
        assertThat(boundTo(late, staying).getList("items")).hasSize(1);
        assertThat(leaving.link()).as("what he makes from then on is his own").isNotEqualTo(link);
        assertThat(leaving.link()).isEqualTo(leaving.link());
    }

    private static Seller seller(Partners.Distributor distributor) {
        var body = Map.of(
                "kind",
                "DISTRIBUTOR",
                "name",
                distributor.name(),
                "distributorId",
                distributor.id(),
                "memberId",
                distributor.memberId());
        var id = done(desk("/api/admin/v1/sellers", body), 201).getString("id");
        return new Seller(id, new Person(distributor.name(), distributor.token(), distributor.memberId()));
    }

    private static JsonPath boundTo(Person buyer, Partners.Distributor distributor) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> Partners.bindings(buyer.id()),
                        seen -> distributor.id().equals(seen.getString("items[0].distributorId")));
    }

    @Test
    void what_cannot_be_is_refused() {
        var leaver = Seller.hired();
        var stranger = new Seller(UUID.randomUUID().toString(), leaver.person());
        assertThat(done(begin(wish(leaver, leaver)), 422).getString("code")).isEqualTo("HANDOVER_TO_HIMSELF");
        assertThat(done(begin(wish(leaver, stranger)), 422).getString("code")).isEqualTo("HANDOVER_SELLER_UNKNOWN");
        desk(HANDOVERS + "/preview", Map.of("kind", "IN_SERVICE")).then().statusCode(400);
        desk(HANDOVERS + "/preview", without(wish(stranger, leaver), "reason"))
                .then()
                .statusCode(422);
        var nobody = HANDOVERS + "/" + UUID.randomUUID();
        for (var path : List.of(nobody, nobody + "/items")) {
            Shop.as(Shop.staff("auditor")).get(path).then().statusCode(404);
        }
        Shop.as(Shop.staff("auditor")).get(HANDOVERS + "?size=0").then().statusCode(400);
        for (var end : List.of("/retry", "/close")) {
            desk(nobody + end, because("x")).then().statusCode(404);
        }
    }

    private static JsonPath items(String id, String query) {
        return done(Shop.as(Shop.staff("auditor")).get(HANDOVERS + "/" + id + "/items" + query), 200);
    }

    private static Map<String, Object> without(Map<String, Object> wish, String field) {
        wish.remove(field);
        return wish;
    }

    private Optional<ShareLink> link(Person buyer, Instant at) {
        var member = UUID.fromString(buyer.id());
        return await(() -> links.latestClick(transactions.reads(), member, Instant.EPOCH, at))
                .map(ShareLinks.Click::link);
    }

    private KocClaim claim(Person buyer, Instant at) {
        var member = new MemberId(UUID.fromString(buyer.id()));
        var link = link(buyer, at);
        return await(() -> communities.claim(transactions.reads(), member, link, Optional.empty(), at))
                .claim()
                .orElseThrow();
    }

    private static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work::get);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
