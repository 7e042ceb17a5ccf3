package cn.siyu.promotion;

import static cn.siyu.promotion.Vouchers.TEMPLATES;
import static cn.siyu.promotion.Vouchers.amount;
import static cn.siyu.promotion.Vouchers.done;
import static cn.siyu.promotion.Vouchers.running;
import static cn.siyu.promotion.Vouchers.seen;
import static cn.siyu.promotion.Vouchers.step;
import static cn.siyu.promotion.Vouchers.text;
import static cn.siyu.promotion.Vouchers.write;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.key;
import static cn.siyu.testing.Shop.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Templates, gifts and quotas at the desk. */
@QuarkusTest
class TemplateDeskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_template_is_written_begun_stopped_and_ended_and_each_step_is_kept() {
        var made = done(write(text(amount(500), Map.of("note", "全场可用", "channel", "MP"))), 201);
        var id = made.getString("id");
        assertThat(made.getString("state")).isEqualTo("DRAFT");

        var edited = done(edit(id, text(amount(600), Map.of()), 0), 200);
        assertThat(edited.getLong("benefit.offFen")).isEqualTo(600);
        assertThat(done(step(id, "start", 0), 409).getString("code")).isEqualTo("STATE_CHANGED");
        var started = done(step(id, "start", edited.getLong("version")), 200);
        assertThat(done(edit(id, text(amount(700), Map.of()), started.getLong("version")), 409)
                        .getString("code"))
                .isEqualTo("COUPON_TEMPLATE_FIXED");
        var paused = done(step(id, "pause", started.getLong("version")), 200);
        var _ = done(step(id, "pause", paused.getLong("version")), 409);
        var resumed = done(step(id, "resume", paused.getLong("version")), 200);
        var _ = done(step(id, "resume", resumed.getLong("version")), 409);
        var ended = done(step(id, "end", resumed.getLong("version")), 200);
        var _ = done(step(id, "end", ended.getLong("version")), 409);

        assertThat(seen(id).getString("state")).isEqualTo("ENDED");
        assertThat(seen(id).getString("channel")).isEqualTo("MP");
        var _ = done(write(text(amount(500), Map.of("channel", "TAOBAO"))), 400);
        assertThat(as(staff("auditor"))
                        .get("/api/admin/v1/audit-logs?targetKind=coupon-template&targetId=" + id)
                        .jsonPath()
                        .getList("items.action"))
                .contains("coupon-template.create", "coupon-template.edit", "coupon-template.pause");
        assertThat(done(as(staff("auditor")).get(TEMPLATES + "?state=ENDED&size=1"), 200)
                        .getList("items"))
                .hasSize(1);
        var _ = done(as(staff("auditor")).get(TEMPLATES + "?size=0"), 400);
        var _ = done(as(staff("auditor")).get(TEMPLATES + "/" + UUID.randomUUID()), 404);
    }

    @Test
    void what_cannot_be_is_named_by_its_field() {
        var refused = done(
                write(text(
                        amount(500),
                        Map.of(
                                "name",
                                "全网第一最佳券",
                                "bearer",
                                "STORE",
                                "segmentId",
                                UUID.randomUUID(),
                                "scope",
                                Map.of("kind", "CATEGORY", "ids", List.of(UUID.randomUUID()))))),
                422);

        assertThat(refused.getString("code")).isEqualTo("COUPON_TEMPLATE_REFUSED");
        assertThat(refused.getList("errors.field")).contains("name", "bearerId", "segmentId", "scope.ids");
        var _ = done(write(text(Map.of("type", "PERCENT"), Map.of())), 400);
        var _ = done(write(text(amount(500), Map.of("scope", Map.of("kind", "SPU")))), 400);
    }

    @Test
    void goods_that_may_not_be_promoted_are_in_no_template() {
        var goods = Shop.product(20_000, 5);
        Shop.regulate(goods.productId(), "INFANT_FORMULA_0_12M");

        for (var text : List.of(
                text(amount(500), Map.of("scope", Map.of("kind", "SPU", "ids", List.of(goods.productId())))),
                text(Map.of("type", "GIFT", "skuId", goods.sku(), "units", 1), Map.of()))) {
            var refused = done(write(text), 422);

            assertThat(refused.getString("code")).isEqualTo("COUPON_REGULATED");
            assertThat(refused.getString("rule")).isEqualTo("L6");
        }
    }

    @Test
    void a_grant_reaches_everybody_it_means_once() {
        var template = running(amount(100), Map.of("ways", List.of(), "total", 3));
        var people = List.of(Person.born("granted"), Person.born("granted"));
        var ids = people.stream().map(Person::id).toList();
        var grants = TEMPLATES + "/" + template + "/grants";
        var wish = Map.of("memberIds", ids, "reason", "道歉");
        var key = key();

        var asked = done(
                as(staff("merchandiser"))
                        .header("Idempotency-Key", key)
                        .body(wish)
                        .post(grants),
                202);
        assertThat(done(
                                as(staff("merchandiser"))
                                        .header("Idempotency-Key", key)
                                        .body(wish)
                                        .post(grants),
                                202)
                        .getString("id"))
                .isEqualTo(asked.getString("id"));

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(
                                done(as(staff("auditor")).get(grants), 200).getString("items[0].doneAt"))
                        .isNotNull());
        var listed = done(as(staff("auditor")).get(grants), 200);
        assertThat(listed.getInt("items[0].given")).isEqualTo(2);
        assertThat(seen(template).getInt("taken")).isEqualTo(2);
        assertThat(done(people.getFirst().get("/api/mp/v1/me/coupons"), 200).getList("items.templateId"))
                .containsOnlyOnce(template);
        assertThat(done(as(staff("merchandiser")).get("/api/admin/v1/jobs/" + asked.getString("jobId")), 200)
                        .getLong("processed"))
                .isEqualTo(2);
        var stranger = Map.of("memberIds", List.of(UUID.randomUUID()), "reason", "x");
        var _ = done(
                as(staff("merchandiser"))
                        .header("Idempotency-Key", key())
                        .body(stranger)
                        .post(grants),
                422);
        var _ = done(as(staff("auditor")).get(TEMPLATES + "/" + UUID.randomUUID() + "/grants"), 404);
    }

    @Test
    void a_segment_is_granted_by_its_rule_also_those_of_whom_nothing_is_known() {
        var segment = segment();
        var template = running(amount(100), Map.of("ways", List.of(), "total", 1_000_000));
        var newcomer = Person.born("newcomer");
        var wish = Map.of("segmentId", segment, "reason", "拉新");
        var grants = TEMPLATES + "/" + template + "/grants";

        var _ = done(
                as(staff("merchandiser"))
                        .header("Idempotency-Key", key())
                        .body(wish)
                        .post(grants),
                202);

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(
                                done(as(staff("auditor")).get(grants), 200).getString("items[0].doneAt"))
                        .isNotNull());
        assertThat(done(newcomer.get("/api/mp/v1/me/coupons"), 200).getList("items.templateId"))
                .contains(template);
    }

    @Test
    void a_koc_hands_on_his_quota_to_his_own_community_only() {
        var template = running(amount(100), Map.of("ways", List.of("QUOTA")));
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = seller.bind(community, koc);
        var neighbour = Person.born("neighbour");
        var _ = neighbour.join(community);
        var stranger = Person.born("stranger");
        var quotas = TEMPLATES + "/" + template + "/quotas";
        var _ = done(koc.get("/api/partner/v1/coupon-quotas"), 403);

        var quota = done(allow(quotas, koc.id(), 1), 200).getString("id");
        assertThat(done(koc.get("/api/partner/v1/coupon-quotas"), 200).getList("items.id"))
                .containsExactly(quota);
        var gifts = "/api/partner/v1/coupon-quotas/" + quota + "/gifts";
        assertThat(done(handOn(koc, gifts, stranger), 422).getString("code")).isEqualTo("COUPON_OUTSIDE_CIRCLE");
        var _ = done(handOn(koc, gifts, neighbour), 201);
        assertThat(done(handOn(koc, gifts, neighbour), 409).getString("code")).isEqualTo("COUPON_QUOTA_USED_UP");
        var _ = done(handOn(stranger, gifts, neighbour), 404);

        assertThat(done(neighbour.get("/api/mp/v1/me/coupons"), 200).getList("items.templateId"))
                .contains(template);
        assertThat(done(as(staff("auditor")).get(quotas), 200).getInt("items[0].given"))
                .isEqualTo(1);
        assertThat(done(allow(quotas, koc.id(), 0), 422).getString("code")).isEqualTo("COUPON_QUOTA_TOO_SMALL");
        var _ = done(allow(quotas, UUID.randomUUID().toString(), 1), 422);
        var _ = done(as(staff("auditor")).get(TEMPLATES + "/" + UUID.randomUUID() + "/quotas"), 404);
    }

    @Test
    void a_newcomer_finds_his_present_and_everybody_else_none() {
        var present = running(amount(100), Map.of("ways", List.of("REGISTER"), "total", 1_000));
        var old = Person.born("old");
        awaitPresent(old, present);
        var later = running(amount(100), Map.of("ways", List.of("REGISTER"), "total", 1_000));

        awaitPresent(Person.born("newcomer"), later);

        assertThat(done(old.again().get("/api/mp/v1/me/coupons"), 200).getList("items.templateId"))
                .doesNotContain(later);
        for (var template : List.of(present, later)) {
            var _ = done(step(template, "end", seen(template).getLong("version")), 200);
        }
    }

    private static void awaitPresent(Person person, String template) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(
                                done(person.get("/api/mp/v1/me/coupons"), 200).getList("items.templateId"))
                        .contains(template));
    }

    @Test
    void a_paid_order_brings_a_present_that_goes_back_with_it() {
        var template = running(amount(100), Map.of("ways", List.of("PAID"), "paidMinFen", 77_777));
        var goods = Shop.product(77_777, 5);
        var buyer = Shop.buyer();

        var order = buyer.buy(goods, 1);

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(Vouchers.hand(buyer).getList("items.templateId"))
                        .contains(template));
        buyer.cancel(order).then().statusCode(200);
        buyer.awaitState(order, "CLOSED");
        assertThat(Vouchers.hand(buyer).<String>getList("items.findAll { it.templateId == '" + template + "' }.state"))
                .containsExactly("REVOKED");
        var _ = done(step(template, "end", seen(template).getLong("version")), 200);
    }

    private static Response edit(String id, Map<String, Object> text, long version) {
        return as(staff("merchandiser"))
                .body(Map.of("text", text, "version", version, "reason", "改"))
                .put(TEMPLATES + "/" + id);
    }

    private static Response allow(String quotas, String member, int units) {
        return as(staff("merchandiser"))
                .body(Map.of("memberId", member, "units", units, "reason", "群福利"))
                .put(quotas);
    }

    private static Response handOn(Person giver, String gifts, Person receiver) {
        return as(giver.token())
                .header("Idempotency-Key", key())
                .body(Map.of("memberId", receiver.id()))
                .post(gifts);
    }

    private static String segment() {
        var made = done(
                as(staff("merchandiser"))
                        .body(Map.of(
                                "name",
                                "S" + System.nanoTime(),
                                "eligibility",
                                "新客",
                                "rule",
                                Map.of("isNewMember", true)))
                        .post("/api/admin/v1/segments"),
                201);
        var _ = done(
                as(staff("merchandiser"))
                        .body(Map.of("version", made.getLong("version")))
                        .post("/api/admin/v1/segments/" + made.getString("id") + "/activate"),
                200);
        return made.getString("id");
    }
}
