package cn.siyu.koc;

import static cn.siyu.koc.Quarter.because;
import static cn.siyu.koc.Quarter.desk;
import static cn.siyu.koc.Quarter.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What KOCs are given to share and asked to do, what shows that they did it, and how long links for it live (D11, D12). */
@QuarkusTest
class KitsAndTasksTest {

    private static final String MATERIALS = "/api/admin/v1/koc-materials";
    private static final String TASKS = "/api/admin/v1/koc-tasks";
    private static final String PARTS = "/api/admin/v1/koc-task-parts/";
    private static final String OWN_TASKS = "/api/partner/v1/koc-tasks";

    @Test
    void a_material_is_shared_by_a_link_of_its_own_that_ends_with_it() throws SQLException {
        var goods = Shop.product(1_000, 5);
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = seller.bind(community, koc);
        var kit = "/api/partner/v1/communities/" + community.id() + "/materials";

        var material = material(goods, Map.of());
        var twin = material(goods, Map.of());
        var elsewhere = material(goods, Map.of("categories", List.of("3-6岁")));
        assertThat(done(koc.get(kit), 200).getList("items.material.id"))
                .contains(material, twin)
                .doesNotContain(elsewhere);

        var link = done(koc.post(kit + "/" + material + "/share-token"), 201);
        var token = link.getString("token");
        assertThat(link.getBoolean("advertisement")).isTrue();
        assertThat(done(koc.post(kit + "/" + material + "/share-token"), 201).getString("token"))
                .isEqualTo(token);
        assertThat(done(koc.post(kit + "/" + twin + "/share-token"), 201).getString("token"))
                .as("two materials with the same words are told apart")
                .isNotEqualTo(token);
        assertThat(done(seller.person().post(kit + "/" + material + "/share-token"), 201)
                        .getString("token"))
                .isNotEqualTo(token);
        assertThat(done(koc.post(kit + "/" + elsewhere + "/share-token"), 409).getString("code"))
                .isEqualTo("MATERIAL_NOT_OFFERED");
        koc.post(kit + "/" + UUID.randomUUID() + "/share-token").then().statusCode(404);
        Person.born("nobody").get(kit).then().statusCode(403);
        assertThat(done(koc.get(kit), 200).getString("items.find { it.material.id == '" + material + "' }.token"))
                .isEqualTo(token);
        var seen = done(staff().get(MATERIALS + "/" + material), 200);
        assertThat(seen.getInt("use.links")).isEqualTo(2);
        assertThat(seen.getInt("use.people")).isEqualTo(2);

        var _ = done(desk(MATERIALS + "/" + material + "/withdraw", because("活动结束")), 200);
        desk(MATERIALS + "/" + material + "/withdraw", because("again")).then().statusCode(409);
        assertThat(done(koc.post(kit + "/" + material + "/share-token"), 409).getString("code"))
                .isEqualTo("MATERIAL_NOT_OFFERED");
        assertThat(revoked(token)).isTrue();
    }

    @Test
    void a_shorter_life_takes_the_links_back_and_a_longer_one_leaves_them() throws SQLException {
        var goods = Shop.product(1_000, 5);
        var seller = Seller.hired();
        var community = Community.of(seller);
        var kit = "/api/partner/v1/communities/" + community.id() + "/materials/";
        var material = material(goods, Map.of());
        var token =
                done(seller.person().post(kit + material + "/share-token"), 201).getString("token");
        var longer = sketch(goods, Map.of("validUntil", at(Duration.ofDays(30))));
        var shorter = sketch(goods, Map.of("validUntil", at(Duration.ofDays(1))));

        var changed = done(change(material, 0, longer), 200);
        assertThat(revoked(token)).isFalse();
        change(material, 0, shorter).then().statusCode(409);
        var _ = done(change(material, changed.getLong("material.version"), shorter), 200);
        assertThat(revoked(token)).isTrue();
    }

    @Test
    void the_law_looks_at_materials_when_they_are_written() {
        var goods = Shop.product(1_000, 5);

        assertThat(done(desk(MATERIALS, sketch(goods, Map.of("words", "全网最低价"))), 422)
                        .getString("code"))
                .isEqualTo("PROMOTION_WORDING");
        assertThat(done(
                                desk(
                                        MATERIALS,
                                        sketch(
                                                goods,
                                                Map.of(
                                                        "spuId",
                                                        UUID.randomUUID().toString()))),
                                422)
                        .getString("code"))
                .isEqualTo("MATERIAL_TARGET_UNKNOWN");
        desk(MATERIALS, sketch(goods, Map.of("validUntil", at(Duration.ofDays(-1)))))
                .then()
                .statusCode(400);
        staff().get(MATERIALS + "?size=0").then().statusCode(400);
        staff().get(MATERIALS + "/" + UUID.randomUUID()).then().statusCode(404);
        assertThat(done(staff().get(MATERIALS + "?state=ACTIVE"), 200).getLong("total"))
                .isNotNegative();
    }

    @Test
    void a_task_is_done_by_what_is_shown_and_accepted() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = seller.bind(community, koc);
        var other = Seller.hired();

        var wish = Map.of("task", wish("WORDS", Map.of()), "communityId", community.id());
        assertThat(done(other.person().post(OWN_TASKS, wish), 404).getString("code"))
                .isEqualTo("NOT_FOUND");
        var task = done(seller.person().post(OWN_TASKS, wish), 201);
        assertThat(task.getInt("parts")).isEqualTo(1);
        var mine = done(koc.get(OWN_TASKS + "?state=OPEN"), 200);
        assertThat(mine.getBoolean("items[0].own")).isTrue();
        var part = OWN_TASKS + "/" + mine.getString("items[0].id");

        assertThat(done(koc.post(part + "/submit", Map.of("pictures", List.of("https://img.test/1.jpg"))), 422)
                        .getString("code"))
                .isEqualTo("TASK_EVIDENCE_MISSING");
        assertThat(done(koc.post(part + "/submit", Map.of("words", "群里发了")), 200)
                        .getString("state"))
                .isEqualTo("SUBMITTED");
        koc.post(part + "/accept").then().statusCode(404);
        other.person().post(part + "/reject", because("x")).then().statusCode(404);
        assertThat(done(seller.person().post(part + "/reject", because("看不清")), 200)
                        .getString("state"))
                .isEqualTo("OPEN");
        seller.person().post(part + "/accept").then().statusCode(409);
        var _ = done(koc.post(part + "/submit", Map.of("words", "又发了一次")), 200);
        assertThat(done(seller.person().post(part + "/accept"), 200).getString("state"))
                .isEqualTo("DONE");
        koc.get(OWN_TASKS + "?limit=0").then().statusCode(400);
        Person.born("nobody").get(OWN_TASKS).then().statusCode(403);
        assertThat(done(staff().get(TASKS + "/" + task.getString("id")), 200).getInt("done"))
                .isEqualTo(1);
    }

    @Test
    void staff_ask_many_at_once_look_at_it_and_cancel_the_rest() {
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var second = Person.born("koc");
        var _ = seller.bind(community, koc);
        var leaving = seller.bind(community, second);
        var empty = Community.of(seller);

        assertThat(done(
                                desk(
                                        TASKS,
                                        Map.of(
                                                "task",
                                                wish("PICTURES", Map.of()),
                                                "communityIds",
                                                List.of(empty.id()))),
                                422)
                        .getString("code"))
                .isEqualTo("TASK_FOR_NOBODY");
        var task = done(
                desk(TASKS, Map.of("task", wish("PICTURES", Map.of()), "communityIds", List.of(community.id()))), 201);
        assertThat(task.getInt("parts")).isEqualTo(2);
        var id = task.getString("id");
        var part = done(koc.get(OWN_TASKS), 200).getString("items[0].id");
        var picture = Map.of("pictures", List.of("https://img.test/1.jpg"));
        staff().post(PARTS + part + "/accept").then().statusCode(409);
        var _ = done(koc.post(OWN_TASKS + "/" + part + "/submit", picture), 200);
        assertThat(done(desk(PARTS + part + "/reject", because("换一张")), 200).getString("state"))
                .isEqualTo("OPEN");
        desk(PARTS + part + "/reject", because("换一张")).then().statusCode(409);
        var _ = done(koc.post(OWN_TASKS + "/" + part + "/submit", picture), 200);
        assertThat(done(staff().post(PARTS + part + "/accept"), 200).getString("state"))
                .isEqualTo("DONE");

        var _ = done(second.post("/api/partner/v1/koc-bindings/" + leaving + "/end", because("没时间")), 200);
        var parts = done(staff().get(TASKS + "/" + id + "/parts"), 200);
        assertThat(parts.<String>getList("items.state")).containsExactlyInAnyOrder("DONE", "CANCELLED");
        staff().get(TASKS + "/" + UUID.randomUUID() + "/parts").then().statusCode(404);
        staff().get(TASKS + "/" + UUID.randomUUID()).then().statusCode(404);
        var _ = done(desk(TASKS + "/" + id + "/cancel", because("不做了")), 200);
        desk(TASKS + "/" + id + "/cancel", because("again")).then().statusCode(409);
        staff().get(TASKS + "?size=0").then().statusCode(400);
        assertThat(done(staff().get(TASKS), 200).getLong("total")).isPositive();
    }

    @Test
    void a_link_that_somebody_else_opens_is_the_proof_and_what_nobody_did_in_time_is_missed() {
        var goods = Shop.product(1_000, 5);
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var idle = Person.born("koc");
        var _ = seller.bind(community, koc);
        var _ = seller.bind(community, idle);
        var material = material(goods, Map.of());
        var task = done(
                seller.person()
                        .post(
                                OWN_TASKS,
                                Map.of(
                                        "task",
                                        wish("LINK_OPENED", Map.of("materialId", material)),
                                        "communityId",
                                        community.id())),
                201);
        var token = done(
                        koc.post("/api/partner/v1/communities/" + community.id() + "/materials/" + material
                                + "/share-token"),
                        201)
                .getString("token");

        Partners.open(koc.token(), token);
        Partners.open(Person.born("buyer").token(), token);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(done(staff().get(TASKS + "/" + task.getString("id")), 200)
                                .getInt("done"))
                        .isEqualTo(1));
        SandboxControl.advance(Duration.ofDays(2).plusMinutes(1));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(done(staff().get(TASKS + "/" + task.getString("id")), 200)
                                .getInt("missed"))
                        .isEqualTo(1));
    }

    private static RequestSpecification staff() {
        return Shop.as(Shop.staff("merchandiser"));
    }

    private static Response change(String id, long version, Map<String, Object> sketch) {
        return staff().body(Map.of("material", sketch, "version", version)).put(MATERIALS + "/" + id);
    }

    private static String material(Goods goods, Map<String, Object> otherwise) {
        return done(desk(MATERIALS, sketch(goods, otherwise)), 201).getString("material.id");
    }

    private static Map<String, Object> sketch(Goods goods, Map<String, Object> otherwise) {
        var sketch = new HashMap<String, Object>(Map.of(
                "kind",
                "COPY",
                "title",
                "周末到货",
                "words",
                "宝宝的新衣服到了",
                "spuId",
                goods.productId(),
                "validFrom",
                at(Duration.ofHours(-1)),
                "validUntil",
                at(Duration.ofDays(7))));
        sketch.putAll(otherwise);
        return sketch;
    }

    private static Map<String, Object> wish(String evidence, Map<String, Object> otherwise) {
        var wish = new HashMap<String, Object>(
                Map.of("title", "发一条", "words", "在群里说说新到的衣服", "evidence", evidence, "dueAt", at(Duration.ofDays(2))));
        wish.putAll(otherwise);
        return wish;
    }

    private static String at(Duration fromNow) {
        return SandboxControl.now().plus(fromNow).toString();
    }

    private static boolean revoked(String token) throws SQLException {
        try (var connection = Database.asOwner();
                var query = connection.prepareStatement(
                        "select revoked_at is not null from sharing_token where token = ?")) {
            query.setString(1, token);
            try (var found = query.executeQuery()) {
                assertThat(found.next()).isTrue();
                return found.getBoolean(1);
            }
        }
    }
}
