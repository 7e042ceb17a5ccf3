package cn.siyu.commission;

import static cn.siyu.commission.Earners.attribute;
import static cn.siyu.commission.Earners.attributeToKoc;
import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.number;
import static cn.siyu.commission.Earners.received;
import static cn.siyu.commission.Earners.refund;
import static cn.siyu.commission.Recalculations.RECALCULATIONS;
import static cn.siyu.commission.Recalculations.SIMULATE;
import static cn.siyu.commission.Recalculations.begun;
import static cn.siyu.commission.Recalculations.draft;
import static cn.siyu.commission.Recalculations.ended;
import static cn.siyu.commission.Recalculations.period;
import static cn.siyu.commission.Recalculations.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What commissions are when they are reckoned again: what is written, or what other rules would have made of them. */
@QuarkusTest
class RecalculationStoryTest {

    /** Three orders and who earns from them; a part of the first was refunded. */
    private record Sold(
            Goods goods,
            Goods others,
            Partner ann,
            Partner koc,
            UUID seller,
            List<Placed> orders,
            Instant from,
            Instant to) {

        Placed refunded() {
            return orders.getFirst();
        }

        String ids() {
            return "'" + String.join("','", orders.stream().map(Placed::id).toList()) + "'";
        }

        Map<String, Object> asked(Map<String, Object> more) {
            return period(from, to, more);
        }
    }

    @Inject
    ShopClock clock;

    @Test
    void what_is_written_comes_out_again_and_what_was_touched_is_named_with_both_amounts() {
        var sold = sold();

        var quiet = recomputed(sold);
        assertThat(quiet.getLong("orders")).isEqualTo(3);
        assertThat(quiet.getLong("ordersTotal")).isEqualTo(3);
        assertThat(quiet.getLong("lines")).isEqualTo(3);
        assertThat(quiet.getLong("differing")).isZero();
        assertThat(quiet.<Map<String, Integer>>get("sums"))
                .isEqualTo(Map.of("paidFen", 2_875, "againFen", 2_875, "keptFen", 2_625, "keptAgainFen", 2_625));
        rows(quiet, "").body("total", equalTo(0));

        var touched = sold.refunded().id();
        var share = "from commission_share where role = 'DISTRIBUTOR' and order_id = '" + touched + "'";
        execute("update commission_share set original_fen = 1000, kept_fen = 750 where order_id = '" + touched + "'");
        var found = recomputed(sold);
        execute("update commission_share set original_fen = 999, kept_fen = 749 where order_id = '" + touched + "'");

        assertThat(number("select count(*) " + share)).isOne();
        assertThat(found.getLong("differing")).isOne();
        rows(found, "")
                .body("total", equalTo(1))
                .body("items[0].what", equalTo("DIFFERS"))
                .body(
                        "items[0].orderId",
                        equalTo(touched),
                        "items[0].orderNo",
                        equalTo(sold.refunded().number()))
                .body(
                        "items[0].accountId",
                        equalTo(sold.ann().id().toString()),
                        "items[0].role",
                        equalTo("DISTRIBUTOR"))
                .body("items[0].rule", equalTo("TIER_DEFAULT"), "items[0].againRule", equalTo("TIER_DEFAULT"))
                .body("items[0].sums.paidFen", equalTo(1_000), "items[0].sums.againFen", equalTo(999))
                .body("items[0].sums.keptFen", equalTo(750), "items[0].sums.keptAgainFen", equalTo(749));
        Staff.as("finance")
                .get("/api/admin/v1/jobs/" + found.getString("id"))
                .statusCode(200)
                .body("kind", equalTo("commission-recalculation"), "failed", equalTo(1));
        assertThat(recomputed(sold).getLong("differing")).isZero();
    }

    @Test
    void who_was_paid_in_anothers_place_is_surplus_and_the_other_is_missing() {
        var sold = sold();
        var stranger = Ids.next();
        var share = "where role = 'KOC' and order_id in (" + sold.ids() + ")";

        execute("update commission_share set payee_id = '%s' %s".formatted(stranger, share));
        var found = recomputed(sold);
        execute("update commission_share set payee_id = '%s' %s"
                .formatted(sold.koc().id(), share));

        assertThat(found.getLong("differing")).isEqualTo(2);
        rows(found, "?what=SURPLUS")
                .body("total", equalTo(1))
                .body("items[0].accountId", equalTo(stranger.toString()))
                .body("items[0].sums.paidFen", equalTo(526), "items[0].sums.againFen", equalTo(0));
        rows(found, "?accountId=" + sold.koc().id())
                .body("total", equalTo(1))
                .body("items[0].what", equalTo("MISSING"))
                .body("items[0].sums.paidFen", equalTo(0), "items[0].sums.againFen", equalTo(526));
        Staff.as("auditor")
                .get(RECALCULATIONS + "/" + found.getString("id") + "/export")
                .statusCode(200)
                .header("Content-Disposition", containsString(".csv"))
                .body(containsString("what,accountId,accountKind,role,orderNo"))
                .body(containsString("SURPLUS," + stranger + ",KOC,KOC,"
                        + sold.orders().get(1).number()))
                .body(containsString("MISSING," + sold.koc().id() + ",KOC,KOC,"));
    }

    @Test
    void drafts_show_what_they_would_have_paid_to_the_fen_and_change_nothing() {
        var sold = sold();
        var before = books(sold);

        var tried = ended(begun(
                SIMULATE,
                sold.asked(Map.of(
                        "drafts",
                        List.of(
                                draft(
                                        "TIER_SPU",
                                        2_000,
                                        Map.of(
                                                "tierId",
                                                Earners.TIER,
                                                "productId",
                                                sold.goods().productId())),
                                draft(
                                        "CONTRACT_SKU",
                                        2_000,
                                        Map.of(
                                                "distributorId",
                                                sold.ann().id(),
                                                "skuId",
                                                sold.others().sku())))))));

        assertThat(tried.getString("kind")).isEqualTo("SIMULATE");
        assertThat(tried.getLong("orders")).isEqualTo(3);
        assertThat(tried.getLong("differing")).isEqualTo(2);
        assertThat(tried.<Map<String, Integer>>get("sums"))
                .isEqualTo(Map.of("paidFen", 2_875, "againFen", 4_875, "keptFen", 2_625, "keptAgainFen", 4_375));
        assertThat(tried.getList("drafts.kind")).containsExactly("TIER_SPU", "CONTRACT_SKU");
        rows(tried, "").body("total", equalTo(8));
        rows(tried, "?what=PAYEE").body("total", equalTo(3));
        // 20 % of 99.99 and of 100.02 yuan, rounded down each; 74.99 of the 99.99 yuan were not given back.
        rows(tried, "?accountId=" + sold.ann().id())
                .body("items", hasSize(1))
                .body("items[0].orders", equalTo(2), "items[0].role", equalTo("DISTRIBUTOR"))
                .body("items[0].sums.paidFen", equalTo(1_999), "items[0].sums.againFen", equalTo(3_999))
                .body("items[0].sums.keptFen", equalTo(1_749), "items[0].sums.keptAgainFen", equalTo(3_499));
        rows(tried, "?accountId=" + sold.seller())
                .body("items[0].sums.paidFen", equalTo(350), "items[0].sums.againFen", equalTo(350));
        var rules =
                rows(tried, "?what=RULE").body("total", equalTo(5)).extract().jsonPath();
        assertRule(rules, "TIER_DEFAULT", "none", 2, 1_999, 0);
        assertRule(rules, "TIER_SPU", tried.getString("drafts[0].id"), 1, 0, 1_999);
        assertRule(rules, "CONTRACT_SKU", tried.getString("drafts[1].id"), 1, 0, 2_000);
        assertThat(books(sold)).isEqualTo(before);
    }

    @Test
    void another_cap_cuts_what_the_kept_one_let_pass() {
        var sold = sold();

        var tried = ended(begun(SIMULATE, sold.asked(Map.of("drafts", List.of(), "capBasisPoints", 500))));

        assertThat(tried.getInt("capBasisPoints")).isEqualTo(500);
        assertThat(tried.getLong("sums.againFen")).isEqualTo(499 + 500 + 438);
        rows(tried, "?accountId=" + sold.koc().id())
                .body("items[0].sums.paidFen", equalTo(526), "items[0].sums.againFen", equalTo(263));
    }

    @Test
    void a_written_rule_gives_way_to_the_draft_for_the_same_and_no_other() {
        var ann = Earners.distributor();
        var buyer = Shop.buyer();
        var goods = Shop.product(10_000, 2);
        var contract = draft("CONTRACT_SPU", 1_200, Map.of("distributorId", ann.id(), "productId", goods.productId()));
        Staff.as("finance").post("/api/admin/v1/commission-rules", contract).statusCode(201);
        var from = clock.instant();
        var order = buyer.order(goods, 1);
        attribute(order, ann, 1_000);
        var _ = buyer.pay(order);
        ann.awaitAccount("pendingFen", 1_200);
        var period = new Sold(
                goods,
                goods,
                ann,
                ann,
                Ids.next(),
                List.of(order),
                from,
                clock.instant().plusSeconds(1));

        var same = draft("CONTRACT_SPU", 300, Map.of("distributorId", ann.id(), "productId", goods.productId()));
        var weaker = draft("CHANNEL_DEFAULT", 2_500, Map.of());

        assertThat(ended(begun(SIMULATE, period.asked(Map.of("drafts", List.of(same)))))
                        .getLong("sums.againFen"))
                .isEqualTo(300);
        assertThat(ended(begun(SIMULATE, period.asked(Map.of("drafts", List.of(weaker)))))
                        .getLong("sums.againFen"))
                .isEqualTo(1_200);
    }

    /** 99.99 and 100.02 yuan brought by a distributor at 10 %, 87.65 yuan by a KOC and his seller; 25.00 of the first went back. */
    private Sold sold() {
        var ann = Earners.distributor();
        var koc = Earners.koc();
        var seller = Ids.next();
        var buyer = Shop.buyer();
        var goods = Shop.product(9_999, 1);
        var others = Shop.product(5_001, 2);
        var from = clock.instant();
        var orders = new ArrayList<Placed>();
        orders.add(buyer.order(goods, 1));
        attribute(orders.getLast(), ann, 1_000);
        var _ = received(buyer, orders.getLast());
        orders.add(buyer.order(Shop.product(8_765, 1), 1));
        attributeToKoc(orders.getLast(), koc, seller);
        var _ = buyer.pay(orders.getLast());
        orders.add(buyer.order(others, 2));
        attribute(orders.getLast(), ann, 1_000);
        var _ = buyer.pay(orders.getLast());
        refund(orders.getFirst(), 2_500);
        ann.awaitAccount("frozenFen", 749);
        ann.awaitAccount("pendingFen", 1_000);
        koc.awaitAccount("pendingFen", 526);
        return new Sold(
                goods, others, ann, koc, seller, orders, from, clock.instant().plusSeconds(1));
    }

    private JsonPath recomputed(Sold sold) {
        return ended(begun(RECALCULATIONS, sold.asked(Map.of())));
    }

    private static void assertRule(JsonPath rules, String kind, String rule, int orders, int paidFen, int againFen) {
        var row = rules.<Map<String, Object>>get("items.find { it.rule == '%s' }".formatted(kind));
        assertThat(row).containsEntry("orders", orders);
        assertThat(row.getOrDefault("ruleId", "none")).isEqualTo(rule);
        assertThat(row.get("sums"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("paidFen", paidFen)
                .containsEntry("againFen", againFen);
    }

    /** Everything that is written about these orders and their payees, as one number each. */
    private static List<Long> books(Sold sold) {
        var lines = "(select line_id::text from commission_share where order_id in (" + sold.ids() + "))";
        return List.of(
                print("commission_share r where order_id in (" + sold.ids() + ")"),
                print("commission_entry r where order_id in (" + sold.ids() + ")"),
                print("commission_account r where payee_id in ('%s', '%s', '%s')"
                        .formatted(sold.ann().id(), sold.koc().id(), sold.seller())),
                print("ledger_transfer r where split_part(reference, ':', 2) in " + lines),
                number("select count(*) from ledger_transfer where split_part(reference, ':', 2) in " + lines));
    }

    private static long print(String rows) {
        return number("select bit_xor(hashtextextended(r::text, 0)) from " + rows);
    }
}
