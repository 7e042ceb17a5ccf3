package cn.siyu.koc;

import static cn.siyu.koc.Quarter.because;
import static cn.siyu.koc.Quarter.desk;
import static cn.siyu.koc.Quarter.done;
import static cn.siyu.koc.Quarter.sketch;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sellers, communities, members and splits as staff keep them. */
@QuarkusTest
class CommunityDeskTest {

    @Test
    void an_employee_becomes_a_seller_once() {
        var staff = ownStaffId();
        var made = desk("/api/admin/v1/sellers", Map.of("kind", "EMPLOYEE", "name", "小周", "staffId", staff));

        var id = done(made, 201).getString("id");
        assertThat(made.<String>path("orgUnitId")).isNotBlank();
        assertThat(done(desk("/api/admin/v1/sellers", Map.of("kind", "EMPLOYEE", "name", "小周", "staffId", staff)), 409)
                        .getString("code"))
                .isEqualTo("SELLER_EXISTS");
        assertThat(done(seen("/api/admin/v1/sellers?active=true"), 200).getList("items.id"))
                .contains(id);
        desk("/api/admin/v1/sellers/" + id + "/end", because("离职")).then().statusCode(200);
        assertThat(done(seen("/api/admin/v1/sellers/" + id), 200).getBoolean("active"))
                .isFalse();
        desk("/api/admin/v1/sellers/" + id + "/end", because("离职")).then().statusCode(409);
        seen("/api/admin/v1/sellers/" + UUID.randomUUID()).then().statusCode(404);
        seen("/api/admin/v1/sellers?size=101").then().statusCode(400);
    }

    @Test
    void who_does_not_exist_is_no_seller() {
        var nobody = UUID.randomUUID().toString();

        desk("/api/admin/v1/sellers", Map.of("kind", "EMPLOYEE", "name", "x"))
                .then()
                .statusCode(400);
        desk("/api/admin/v1/sellers", Map.of("kind", "EMPLOYEE", "name", "x", "staffId", nobody))
                .then()
                .statusCode(422);
        desk(
                        "/api/admin/v1/sellers",
                        Map.of("kind", "DISTRIBUTOR", "name", "x", "distributorId", nobody, "memberId", nobody))
                .then()
                .statusCode(422);
    }

    @Test
    void a_community_is_changed_by_whoever_has_read_it() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var version = community.seen().getLong("community.version");
        var sketch = sketch(50);
        sketch.put("name", "新名字");

        var changed = done(change(community, sketch, version), 200);

        assertThat(changed.getString("community.name")).isEqualTo("新名字");
        assertThat(done(change(community, sketch, version), 409).getString("code"))
                .isEqualTo("STATE_CHANGED");
        sketch.put("storeId", UUID.randomUUID().toString());
        assertThat(done(change(community, sketch, version + 1), 422).getString("code"))
                .isEqualTo("STORE_UNKNOWN");
        assertThat(done(
                                desk(
                                        "/api/admin/v1/communities",
                                        Map.of(
                                                "ownerId",
                                                seller.id(),
                                                "community",
                                                Map.of(
                                                        "name",
                                                        "x",
                                                        "chatId",
                                                        changed.getString("community.chatId"),
                                                        "category",
                                                        "x",
                                                        "capacity",
                                                        10))),
                                409)
                        .getString("code"))
                .isEqualTo("CHAT_ID_TAKEN");
        assertThat(done(seen("/api/admin/v1/communities?ownerId=" + seller.id()), 200)
                        .getLong("total"))
                .isOne();
        seen("/api/admin/v1/communities?page=0").then().statusCode(400);
        seen("/api/admin/v1/communities/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void the_last_place_is_taken_once_however_many_come() throws Exception {
        var community = Community.of(Seller.hired(), 2);
        var people =
                IntStream.range(0, 5).mapToObj(_ -> Person.born("neighbour")).toList();

        try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            var joins = people.stream()
                    .<Callable<Integer>>map(person ->
                            () -> person.post("/api/mp/v1/community-joins", Map.of("code", community.code()))
                                    .statusCode())
                    .toList();
            var answers = new ArrayList<Integer>();
            for (var answer : crowd.invokeAll(joins)) {
                answers.add(answer.get());
            }

            assertThat(answers).containsExactlyInAnyOrder(200, 200, 409, 409, 409);
        }
        assertThat(community.seen().getInt("community.members")).isEqualTo(2);
        var sketch = sketch(10);
        change(community, sketch, community.seen().getLong("community.version"))
                .then()
                .statusCode(200);
    }

    @Test
    void a_member_joins_once_leaves_and_comes_again() {
        var community = Community.of(Seller.hired());
        var member = Person.born("neighbour");

        var stay = member.join(community);
        assertThat(member.join(community)).isEqualTo(stay);
        assertThat(done(member.get("/api/mp/v1/community-joins"), 200).getList("items.id"))
                .containsExactly(stay);
        var leave = "/api/mp/v1/community-joins/" + stay + "/leave";
        Person.born("stranger").post(leave).then().statusCode(404);
        member.post(leave).then().statusCode(204);
        member.post(leave).then().statusCode(204);
        assertThat(community.seen().getInt("community.members")).isZero();
        assertThat(member.join(community)).isNotEqualTo(stay);
        var members = community.path() + "/members";
        assertThat(done(seen(members), 200).getList("items.memberId")).containsExactly(member.id());
        desk(members + "/" + member.id() + "/remove", because("广告")).then().statusCode(204);
        desk(members + "/" + member.id() + "/remove", because("广告")).then().statusCode(404);
        member.post("/api/mp/v1/community-joins", Map.of("code", "NOSUCH22"))
                .then()
                .statusCode(404);
        member.get("/api/mp/v1/community-joins?limit=0").then().statusCode(400);
        seen("/api/admin/v1/communities/" + UUID.randomUUID() + "/members")
                .then()
                .statusCode(404);
    }

    @Test
    void a_dissolved_community_lets_everybody_go() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var binding = seller.bind(community, Person.born("koc"));

        var gone = done(desk(community.path() + "/dissolve", because("活动结束")), 200);

        assertThat(gone.getString("community.state")).isEqualTo("DISSOLVED");
        assertThat(gone.getInt("community.members")).isZero();
        assertThat(done(seen("/api/admin/v1/koc-bindings/" + binding), 200).getString("endCause"))
                .isEqualTo("DISSOLVED");
        desk(community.path() + "/dissolve", because("again")).then().statusCode(409);
        Person.born("late")
                .post("/api/mp/v1/community-joins", Map.of("code", community.code()))
                .then()
                .statusCode(404);
        desk("/api/admin/v1/sellers/" + seller.id() + "/end", because("离职"))
                .then()
                .statusCode(200);
    }

    @Test
    void staff_invite_pause_and_end_for_the_owner() {
        var community = Community.of(Seller.hired());
        var koc = Person.born("koc");
        var wish = Map.of("communityId", community.id(), "memberId", koc.id(), "name", "豆豆妈", "reason", "推荐");

        var binding = done(desk("/api/admin/v1/koc-bindings", wish), 201).getString("id");
        desk("/api/admin/v1/koc-bindings", wish).then().statusCode(409);
        var path = "/api/admin/v1/koc-bindings/" + binding;
        desk(path + "/pause", because("too early")).then().statusCode(409);
        var _ = done(koc.accept(binding), 200);

        assertThat(done(desk(path + "/pause", because("休息")), 200).getString("state"))
                .isEqualTo("PAUSED");
        assertThat(done(desk(path + "/resume", because("回来")), 200).getString("state"))
                .isEqualTo("ACTIVE");
        desk(path + "/resume", because("again")).then().statusCode(409);
        assertThat(done(desk(path + "/end", because("违规")), 200).getString("endReason"))
                .isEqualTo("违规");
        desk(path + "/end", because("违规")).then().statusCode(409);
        assertThat(done(seen("/api/admin/v1/koc-bindings?state=ENDED&communityId=" + community.id()), 200)
                        .getLong("total"))
                .isOne();
        seen("/api/admin/v1/koc-bindings?size=0").then().statusCode(400);
        seen("/api/admin/v1/koc-bindings/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void a_community_may_be_for_a_segment_and_its_code_admits_nobody_else() {
        var seller = Seller.hired();
        var newcomers = Quarter.segment();
        var sketch = Quarter.sketch(50);
        sketch.put("segmentId", UUID.randomUUID().toString());
        var body = Map.of("community", sketch, "ownerId", seller.id());
        assertThat(done(desk("/api/admin/v1/communities", body), 422).getString("code"))
                .isEqualTo("SEGMENT_UNKNOWN");

        sketch.put("segmentId", newcomers);
        var made = done(desk("/api/admin/v1/communities", body), 201);
        var community = new Community(made.getString("community.id"), made.getString("community.code"));
        assertThat(made.getString("community.segmentId")).isEqualTo(newcomers);
        var _ = Person.born("newcomer").join(community);
        var buyer = Shop.buyer();
        var _ = buyer.buy(Shop.product(1_000, 5), 1);
        assertThat(done(buyer.asks().body(Map.of("code", community.code())).post("/api/mp/v1/community-joins"), 403)
                        .getString("code"))
                .isEqualTo("COMMUNITY_FOR_OTHERS");
    }

    @Test
    void splits_follow_each_other_within_their_bounds() {
        var finance = Shop.staff("finance");
        var split = Map.of("poolBp", 1_000, "sellerBp", 4_000, "kocBp", 6_000, "reason", "沿用");

        var added = done(Shop.as(finance).body(split).post("/api/admin/v1/koc-splits"), 201);

        assertThat(done(Shop.as(finance).get("/api/admin/v1/koc-splits"), 200).getInt("items[0].split.version"))
                .isEqualTo(added.getInt("split.version"));
        for (var bad : List.of(
                Map.of("poolBp", 3_001, "sellerBp", 0, "kocBp", 0, "reason", "x"),
                Map.of("poolBp", 1_000, "sellerBp", 5_000, "kocBp", 5_001, "reason", "x"))) {
            Shop.as(finance).body(bad).post("/api/admin/v1/koc-splits").then().statusCode(422);
        }
        Shop.as(Shop.buyer().token()).get("/api/admin/v1/koc-splits").then().statusCode(403);
    }

    @Test
    void a_file_brings_in_whom_the_shop_knows_and_tells_the_rest() {
        var community = Community.of(Seller.hired());
        var phone = "139" + String.valueOf(System.nanoTime()).substring(0, 8);
        var unionid = "union-" + System.nanoTime();
        withPhone(phone);
        Shop.as(signedIn(unionid)).get("/api/mp/v1/me").then().statusCode(200);
        var file = "unionid,phone\n" + unionid + ",\n," + phone + "\n,13700000000\n,\n";

        for (var time = 0; time < 2; time++) {
            var job = imported(community, file);

            assertThat(job.getString("state")).isEqualTo("DONE");
            assertThat(job.getInt("failed")).isEqualTo(2);
            assertThat(community.seen().getInt("community.members")).isEqualTo(2);
        }
        send(new Community(UUID.randomUUID().toString(), ""), file).then().statusCode(404);
    }

    private static JsonPath imported(Community community, String file) {
        var job = done(send(community, file), 202).getString("jobId");
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> seen("/api/admin/v1/jobs/" + job).jsonPath(),
                        found -> !List.of("QUEUED", "RUNNING").contains(found.getString("state")));
    }

    private static Response send(Community community, String file) {
        return Shop.as(Shop.staff("merchandiser"))
                .contentType("text/csv")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post(community.path() + "/member-imports");
    }

    private static void withPhone(String phone) {
        var person = "phoned-" + System.nanoTime();
        var token = SignIn.member(person);
        Shop.as(token)
                .body(Map.of("kind", "PHONE", "version", "1", "given", true))
                .post("/api/mp/v1/me/consents")
                .then()
                .statusCode(201);
        Shop.as(token)
                .body(Map.of("code", SandboxControl.phoneCode(person, phone)))
                .post("/api/mp/v1/me/phone")
                .then()
                .statusCode(200);
    }

    private static String signedIn(String unionid) {
        return given().contentType("application/json")
                .body(Map.of("code", SandboxControl.loginCode("united-" + System.nanoTime(), unionid)))
                .post("/api/mp/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .path("accessToken");
    }

    private static String ownStaffId() {
        return done(Shop.as(Shop.staff("admin")).get("/api/admin/v1/users?q=ops"), 200)
                .getString("items[0].id");
    }

    private static Response change(Community community, Map<String, Object> sketch, long version) {
        return Shop.as(Shop.staff("merchandiser"))
                .body(Map.of("community", sketch, "version", version))
                .put(community.path());
    }

    private static Response seen(String path) {
        return Shop.as(Shop.staff("merchandiser")).get(path);
    }
}
