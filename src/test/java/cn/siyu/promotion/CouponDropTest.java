package cn.siyu.promotion;

import static cn.siyu.promotion.Vouchers.TEMPLATES;
import static cn.siyu.promotion.Vouchers.amount;
import static cn.siyu.promotion.Vouchers.done;
import static cn.siyu.promotion.Vouchers.running;
import static cn.siyu.promotion.Vouchers.seen;
import static cn.siyu.promotion.Vouchers.step;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.key;
import static cn.siyu.testing.Shop.staff;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Coupons dropped into a chat group: who can have them, how many, and what whoever dropped them sees (H5). */
@QuarkusTest
class CouponDropTest {

    private static final String PARTNER = "/api/partner/v1/coupon-drops";
    private static final String DESK = "/api/admin/v1/coupon-drops/";
    private static final String LINK = "/api/mp/v1/coupon-drops/";

    @Test
    void who_is_in_the_group_claims_and_who_is_not_is_told_so() {
        var template = dropped(Map.of("perPerson", 2));
        var community = Community.of(Seller.hired());
        var member = Person.born("in");
        var stranger = Person.born("out");
        var _ = member.join(community);
        var drop = done(drop(template, community, plan(2, 1)), 201);
        var id = drop.getString("id");

        assertThat(drop.getString("path")).isEqualTo("pages/coupon/drop?id=" + id);
        assertThat(look(stranger, id).getString("reason")).isEqualTo("NOT_IN_COMMUNITY");
        assertThat(done(claim(stranger, id), 403).getString("code")).isEqualTo("COUPON_COMMUNITY_ONLY");
        assertThat(look(member, id).getBoolean("claimable")).isTrue();
        var _ = done(claim(member, id), 201);
        assertThat(look(member, id).getInt("mine")).isEqualTo(1);
        assertThat(done(claim(member, id), 409).getString("code")).isEqualTo("COUPON_LIMIT_REACHED");

        // He may join, and then have the other one; to whoever comes later nothing is left.
        var _ = stranger.join(community);
        var _ = done(claim(stranger, id), 201);
        var late = Person.born("late");
        var _ = late.join(community);
        assertThat(done(claim(late, id), 409).getString("code")).isEqualTo("COUPON_GONE");

        var progress = done(as(staff("auditor")).get(DESK + id), 200);
        assertThat(List.of(progress.getInt("claimed"), progress.getInt("used"), progress.getInt("left")))
                .containsExactly(2, 0, 0);
        assertThat(seen(template).getInt("taken")).isEqualTo(2);
        assertThat(done(as(staff("auditor")).get(TEMPLATES + "/" + template + "/drops"), 200)
                        .getList("items.id"))
                .containsExactly(id);
        var _ = done(as(staff("auditor")).get(DESK + UUID.randomUUID()), 404);
        var _ = done(as(staff("auditor")).get(TEMPLATES + "/" + UUID.randomUUID() + "/drops"), 404);
        var _ = done(stranger.get(LINK + UUID.randomUUID()), 404);
        var _ = done(claim(member, UUID.randomUUID().toString()), 404);
    }

    @Test
    void a_koc_drops_out_of_his_quota_into_his_own_group_and_sees_how_it_goes() {
        var template = dropped(Map.of());
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = seller.bind(community, koc);
        var buyer = Shop.buyer();
        var member = new Person(buyer.name(), buyer.token(), "");
        var _ = member.join(community);
        var _ = done(koc.get(PARTNER), 403);
        var quota = quota(template, koc, 2);

        var abroad = Community.of(Seller.hired());
        assertThat(done(drop(koc, quota, abroad, plan(1, 1)), 422).getString("code"))
                .isEqualTo("COUPON_OUTSIDE_CIRCLE");
        assertThat(done(drop(koc, quota, community, plan(3, 1)), 422).getString("code"))
                .isEqualTo("COUPON_DROP_REFUSED");
        var _ = done(drop(member, quota, community, plan(1, 1)), 404);
        var id = done(drop(koc, quota, community, plan(2, 1)), 201).getString("id");

        var coupon = done(claim(member, id), 201).getString("id");
        var goods = Shop.product(5_000, 5);
        var lines = List.of(Shop.line(goods.sku(), 1));
        var hash = done(Vouchers.quote(buyer, lines, Map.of("couponIds", List.of(coupon))), 200)
                .getString("quoteHash");
        var order = done(Vouchers.place(buyer, lines, List.of(coupon), hash), 201);
        var placed = new Shop.Placed(order.getString("id"), order.getString("orderNo"), order.getLong("totalFen"));
        var _ = buyer.pay(placed);

        var own = done(koc.get(PARTNER), 200);
        assertThat(own.getList("items.id")).containsExactly(id);
        assertThat(List.of(own.getInt("items[0].claimed"), own.getInt("items[0].used"), own.getInt("items[0].left")))
                .containsExactly(1, 1, 1);
        assertThat(done(koc.get("/api/partner/v1/coupon-quotas"), 200).getInt("items[0].given"))
                .isEqualTo(1);

        var _ = done(member.post(PARTNER + "/" + id + "/end", Map.of("version", 0)), 404);
        var ended = done(koc.post(PARTNER + "/" + id + "/end", Map.of("version", 0)), 200);
        assertThat(ended.getString("state")).isEqualTo("ENDED");
        assertThat(ended.getInt("left")).isZero();
        var _ = done(koc.post(PARTNER + "/" + id + "/end", Map.of("version", 0)), 409);
    }

    @Test
    void a_drop_ends_with_its_kocs_term_and_with_his_quota() {
        var template = dropped(Map.of());
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var binding = seller.bind(community, koc);
        var member = Person.born("in");
        var other = Person.born("too");
        var _ = member.join(community);
        var _ = other.join(community);
        var quota = quota(template, koc, 1);
        var first = done(drop(koc, quota, community, plan(1, 1)), 201).getString("id");
        var second = done(drop(koc, quota, community, plan(1, 1)), 201).getString("id");

        // Both drops allow one, the quota has one: nothing is promised twice.
        var _ = done(claim(member, first), 201);
        assertThat(look(other, second).getInt("left")).isZero();
        assertThat(done(claim(other, second), 409).getString("code")).isEqualTo("COUPON_GONE");

        var _ = quota(template, koc, 2);
        assertThat(look(other, second).getBoolean("claimable")).isTrue();
        seller.person()
                .post("/api/partner/v1/koc-bindings/" + binding + "/end", Map.of("reason", "换人"))
                .then()
                .statusCode(200);
        assertThat(look(other, second).getString("reason")).isEqualTo("NOT_RUNNING");
        assertThat(done(claim(other, second), 409).getString("code")).isEqualTo("COUPON_NOT_CLAIMABLE");
    }

    @Test
    void staff_end_a_drop_and_what_cannot_be_is_refused_with_its_reasons() {
        var template = dropped(Map.of());
        var community = Community.of(Seller.hired());
        var faults = done(
                drop(
                        template,
                        UUID.randomUUID().toString(),
                        Map.of(
                                "units",
                                11,
                                "perMember",
                                2,
                                "closesAt",
                                SandboxControl.now().minusSeconds(1).toString())),
                422);
        assertThat(faults.getString("code")).isEqualTo("COUPON_DROP_REFUSED");
        assertThat(faults.<String>getList("errors.field")).contains("communityId", "units", "perMember", "closesAt");
        var claimed = running(amount(100), Map.of());
        assertThat(done(drop(claimed, community, plan(1, 1)), 422).<String>getList("errors.field"))
                .containsExactly("ways");

        var id = done(drop(template, community, plan(1, 1)), 201).getString("id");
        var _ = done(end(id, 7), 409);
        assertThat(done(end(id, 0), 200).getString("state")).isEqualTo("ENDED");
        var _ = done(end(id, 1), 409);
        var member = Person.born("in");
        var _ = member.join(community);
        assertThat(done(claim(member, id), 409).getString("code")).isEqualTo("COUPON_NOT_CLAIMABLE");

        var _ = done(step(template, "end", seen(template).getLong("version")), 200);
        assertThat(done(drop(template, community, plan(1, 1)), 409).getString("code"))
                .isEqualTo("STATE_CHANGED");
    }

    /** A template of ten that is given out in drops. */
    static String dropped(Map<String, Object> otherwise) {
        var all = new HashMap<String, Object>(Map.of("ways", List.of("DROP")));
        all.putAll(otherwise);
        return running(amount(500), all);
    }

    static Map<String, Object> plan(int units, int perMember) {
        return Map.of(
                "units",
                units,
                "perMember",
                perMember,
                "closesAt",
                SandboxControl.now().plus(Duration.ofHours(1)).toString());
    }

    static Response drop(String template, Community community, Map<String, Object> plan) {
        return drop(template, community.id(), plan);
    }

    private static Response drop(String template, String community, Map<String, Object> plan) {
        return as(staff("merchandiser"))
                .header("Idempotency-Key", key())
                .body(Map.of("communityId", community, "plan", plan, "reason", "群福利"))
                .post(TEMPLATES + "/" + template + "/drops");
    }

    private static Response drop(Person giver, String quota, Community community, Map<String, Object> plan) {
        return as(giver.token())
                .header("Idempotency-Key", key())
                .body(Map.of("quotaId", quota, "communityId", community.id(), "plan", plan))
                .post(PARTNER);
    }

    static Response claim(Person member, String drop) {
        return as(member.token()).header("Idempotency-Key", key()).post(LINK + drop + "/claim");
    }

    private static JsonPath look(Person member, String drop) {
        return done(member.get(LINK + drop), 200);
    }

    private static Response end(String drop, long version) {
        return as(staff("merchandiser"))
                .body(Map.of("version", version, "reason", "发错群"))
                .post(DESK + drop + "/end");
    }

    private static String quota(String template, Person koc, int units) {
        return done(
                        as(staff("merchandiser"))
                                .body(Map.of("memberId", koc.id(), "units", units, "reason", "群福利"))
                                .put(TEMPLATES + "/" + template + "/quotas"),
                        200)
                .getString("id");
    }
}
