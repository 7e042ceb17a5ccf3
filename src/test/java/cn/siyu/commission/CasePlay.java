package cn.siyu.commission;

import static cn.siyu.koc.Quarter.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.groupbuy.Groups;
import cn.siyu.groupbuy.Groups.Place;
import cn.siyu.promotion.Vouchers;
import cn.siyu.testing.Partners;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A case as people live it: somebody buys, WeChat is paid, and every account is looked at after every step. */
final class CasePlay {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** WeChat wants a minute between two refunds of one payment. */
    private static final Duration NEXT_REFUND = Duration.ofMinutes(2);

    private final GoldenCase played;
    private final CaseStage stage;
    private final CaseBooks books;
    private final Optional<Place> place;
    private final Placed order;
    private final JsonPath sold;
    private final Buyer buyer;
    private boolean refunded;

    private CasePlay(GoldenCase played) {
        this.played = played;
        this.stage = new CaseStage(played);
        this.books = new CaseBooks(played, stage.parties(), stage.goods());
        this.buyer = comes();
        var bought = CasePolicies.during(played, this::buys);
        this.place = bought.place();
        this.order = bought.order();
        // A ladder's promise makes the line cheaper before its money is back: the net is that of the placing.
        this.sold = buyer.see(order);
    }

    /** An order, and the place in a group that it has, if it has one. */
    private record Bought(Placed order, Optional<Place> place) {}

    /** Plays it until the freeze has to be over, or to its end. */
    static CasePlay untilTheThaw(GoldenCase played) {
        var play = new CasePlay(played);
        play.happen(0, played.thaw());
        return play;
    }

    /** Whoever has played it until then has let the time go by. */
    GoldenCase afterTheThaw() {
        happen(played.thaw(), played.events().size());
        books.explain(order);
        return played;
    }

    private void happen(int from, int to) {
        for (var i = from; i < to; i++) {
            happens(played.events().get(i));
            books.awaitAccounts(i);
            if (i == 0) {
                books.seeLines(sold, order);
            }
        }
    }

    // Buying

    /** By the distributor's link, where there is one, and from the community, where there is one. */
    private Buyer comes() {
        var somebody = played.isOwnPurchase()
                ? Shop.buyer(stage.distributor().orElseThrow().name())
                : Shop.buyer();
        stage.distributor().ifPresent(distributor -> Partners.open(somebody.token(), distributor.link()));
        stage.community().ifPresent(community -> {
            var _ = done(
                    somebody.asks().body(Map.of("code", community.code())).post("/api/mp/v1/community-joins"), 200);
        });
        return somebody;
    }

    private Bought buys() {
        var taken = stage.activity().map(activity -> Groups.opened(buyer, activity));
        return new Bought(taken.map(Place::order).orElseGet(this::orders), taken);
    }

    private Placed orders() {
        var coupons = coupons();
        var lines = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < stage.goods().size(); i++) {
            lines.add(Shop.line(
                    stage.goods().get(i).sku(),
                    played.lines().get(i).path("qty").asInt()));
        }
        var quote = done(Vouchers.quote(buyer, lines, Map.of("couponIds", coupons)), 200);
        var placed = done(Vouchers.place(buyer, lines, coupons, quote.getString("quoteHash")), 201);
        return new Placed(placed.getString("id"), placed.getString("orderNo"), placed.getLong("totalFen"));
    }

    /** A coupon for each discount, the first claimed first, for they are taken off in that order; a present for a line that costs nothing. */
    private List<String> coupons() {
        var coupons = new ArrayList<String>();
        for (var discount : played.discounts()) {
            var spus = GoldenCase.each(discount.path("lines"))
                    .map(line -> stage.goods().get(line.asInt()).productId())
                    .toList();
            Map<String, Object> scope = spus.isEmpty() ? Map.of("kind", "ALL") : Map.of("kind", "SPU", "ids", spus);
            coupons.add(coupon(Vouchers.amount(discount.path("amountFen").asLong()), scope, coupons.size()));
        }
        for (var i = 0; i < stage.goods().size(); i++) {
            if (played.lines().get(i).path("unitFen").asLong() == 0) {
                var present = Map.<String, Object>of(
                        "type", "GIFT", "skuId", stage.goods().get(i).sku(), "units", 1);
                coupons.add(coupon(present, Map.of("kind", "ALL"), coupons.size()));
            }
        }
        return coupons;
    }

    private String coupon(Map<String, Object> benefit, Map<String, Object> scope, int group) {
        return Vouchers.claimed(
                buyer, Vouchers.running(benefit, Map.of("scope", scope, "stackGroup", "GOLDEN" + group)));
    }

    // What happens

    private void happens(JsonNode event) {
        switch (event.path("type").asText()) {
            case "PAID" -> pay();
            case "RECEIVED" -> receive();
            case "THAWED" -> books.later();
            case "REFUNDED" -> refund(event.path("amountFen").asLong());
            case "WITHDRAWN" ->
                withdraw(event.path("who").asText(), event.path("amountFen").asLong());
            default -> throw new IllegalArgumentException("something else happens: " + event);
        }
    }

    private void pay() {
        place.ifPresentOrElse(this::fill, () -> {
            var _ = buyer.pay(order);
        });
        // Where nobody earns there is nothing to wait for: only the books say that the order was reckoned.
        var reckoned = "select count(*) from commission_order where accrued and order_id = '%s'".formatted(order.id());
        await().atMost(PATIENCE).pollInterval(LOOK).until(() -> Earners.number(reckoned) == 1);
    }

    /** As many as it has places for. */
    private void fill(Place leader) {
        leader.payAndAwait("GROUPING");
        var others = played.refund().isPresent() ? List.of("GROUPING", "TO_SHIP") : List.of("TO_SHIP");
        for (var state : others) {
            Groups.joined(Shop.buyer(), stage.activity().orElseThrow(), leader.group())
                    .payAndAwait(state);
        }
    }

    private void receive() {
        Shop.ship(order);
        var _ = done(buyer.confirmReceipt(order), 200);
    }

    /** What staff give back, or a ladder gives by itself. */
    private void refund(long fen) {
        if (refunded) {
            SandboxControl.advance(NEXT_REFUND);
        }
        arrives(place.isPresent() ? "R" + order.number() + "-REBATE" : Earners.refundNo(order, fen));
        refunded = true;
    }

    private static void arrives(String refund) {
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptions()
                .until(() ->
                        SandboxControl.refund(refund).path("status").asText().equals("PROCESSING"));
        SandboxControl.settleRefund(refund, "SUCCESS");
    }

    private void withdraw(String who, long fen) {
        assertThat(who).isEqualTo("distributor");
        var payee = stage.distributor().orElseThrow();
        var partner = new Earners.Partner(
                UUID.fromString(payee.id()), UUID.fromString(payee.memberId()), Shop.buyer(payee.name()));
        var id = partner.withdrawn(fen);
        partner.awaitWithdrawal(id, "WAIT_CONFIRM");
        SandboxControl.confirmTransfer(id.replace("-", ""));
        partner.awaitWithdrawal(id, "SUCCEEDED");
    }
}
