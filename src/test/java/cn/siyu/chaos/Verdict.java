package cn.siyu.chaos;

import cn.siyu.testing.Invariants;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what is there with what people were told, and with WeChat's own books. Each violation is a line that names the
 * order and the broken promise.
 */
final class Verdict {

    private static final Set<String> WITH_THE_BUYER = Set.of("RECEIVED", "COMPLETED", "CLOSED");

    private final World world;
    private final JsonNode books;
    private final List<String> violations = new ArrayList<>();

    /** Paid minus refunded by order number, as WeChat says. */
    private final Map<String, Long> net;

    /** What went back by order number, by the number of the refund. */
    private final Map<String, Map<String, Long>> refunds = new HashMap<>();

    private Verdict(World world, JsonNode books) {
        this.world = world;
        this.books = books;
        this.net = net(books);
        settled(books)
                .forEach(refund -> refunds.computeIfAbsent(orderOf(refund), _ -> new HashMap<>())
                        .put(
                                refund.path("outRefundNo").asText(),
                                refund.path("fen").asLong()));
    }

    private static Stream<JsonNode> settled(JsonNode books) {
        return books.path("refunds")
                .valueStream()
                .filter(refund -> refund.path("status").asText().equals("SUCCESS"));
    }

    /** Paid minus refunded by order number. */
    static Map<String, Long> net(JsonNode books) {
        var net = new HashMap<String, Long>();
        books.path("payments")
                .valueStream()
                .filter(payment -> payment.hasNonNull("paidAt"))
                .forEach(payment -> add(net, payment, payment.path("totalFen").asLong()));
        settled(books).forEach(refund -> add(net, refund, -refund.path("fen").asLong()));
        return net;
    }

    /** @param books those of WeChat when everything had come to rest */
    static List<String> of(World world, List<? extends Person> people, Map<String, Long> stillOnTheWay, JsonNode books)
            throws SQLException {
        var verdict = new Verdict(world, books);
        if (!stillOnTheWay.isEmpty()) {
            verdict.violations.add("did not come to rest: " + stillOnTheWay);
        }
        verdict.books();
        people.forEach(verdict::judge);
        verdict.violations.addAll(world.surprises);
        return verdict.violations;
    }

    private static void add(Map<String, Long> net, JsonNode each, long fen) {
        var _ = net.merge(orderOf(each), fen, Long::sum);
    }

    /** A further attempt's number is the order's with a suffix (E2). */
    static String orderOf(JsonNode each) {
        return each.path("outTradeNo").asText().replaceFirst("-\\d+$", "");
    }

    private void books() throws SQLException {
        try (var connection = world.fleet.asOwner()) {
            Invariants.broken(connection, world.shops.getFirst().now())
                    .forEach((name, rows) -> violations.add(name + ": " + rows));
            var ours = Quiet.number(
                    connection,
                    "select coalesce(sum(amount_fen), 0) from ledger_posting where kind = 'WECHAT_CLEARING'");
            var theirs = books.path("paidFen").asLong()
                    - books.path("refundedFen").asLong()
                    - books.path("transferredFen").asLong();
            if (ours != theirs) {
                violations.add("INV-07: WECHAT_CLEARING is %d, WeChat says %d".formatted(ours, theirs));
            }
            var letters = Quiet.number(connection, "select count(*) from kernel_dead_letter where replayed_at is null");
            if (letters > 0) {
                violations.add(letters + " dead letters");
            }
        }
    }

    private void judge(Person person) {
        person.diaries.forEach(this::judge);
        var orders = person.pages("/api/mp/v1/orders").size();
        if (orders != person.diaries.size()) {
            violations.add("%s was told of %d orders and has %d".formatted(person, person.diaries.size(), orders));
        }
    }

    private void judge(Diary diary) {
        var answer =
                diary.buyer.asBuyer((shop, who) -> shop.api().get(who.token(), "/api/mp/v1/orders/" + diary.order));
        if (!answer.ok()) {
            violations.add("order %s was placed and is answered %d".formatted(diary.order, answer.status()));
            return;
        }
        var order = answer.json();
        diary.end = order.path("state").asText();
        claim(diary, order, order.path("totalFen").asLong() == diary.totalFen, "has another total");
        claim(diary, order, !diary.calledOff || diary.over(), "was called off");
        claim(diary, order, !diary.received || WITH_THE_BUYER.contains(diary.end), "was received");
        claim(diary, order, diary.trackingNo.isEmpty() || isShipped(diary), "was shipped");
        diary.promised.forEach(
                (number, fen) -> claim(diary, order, isRefunded(order, number, fen), "refund " + number));
        claim(diary, order, !diary.goodsBack || isDone(diary), "goods came back");
        money(diary, order);
    }

    /**
     * Captured money is in a live order, or has gone back: there is no third place (P3). Of an order that was closed because all
     * goods came back, the freight may stay.
     */
    private void money(Diary diary, JsonNode order) {
        var back = refunds.getOrDefault(diary.number, Map.of());
        diary.promised.forEach((number, fen) ->
                claim(diary, order, fen.equals(back.get(number)), "refund %s of %d at WeChat".formatted(number, fen)));
        var held = net.getOrDefault(diary.number, 0L);
        var agreed = new HashMap<>(diary.asked);
        agreed.keySet().retainAll(back.keySet());
        agreed.putAll(diary.promised);
        if (diary.end.equals("CANCELLED") || (diary.end.equals("CLOSED") && (diary.callOffAsked || agreed.isEmpty()))) {
            claim(diary, order, held == 0, "WeChat holds %d fen of it".formatted(held));
            return;
        }
        claim(diary, order, agreed.equals(back), "WeChat gave back %s, agreed were %s".formatted(back, agreed));
        var due = diary.totalFen - sum(agreed);
        claim(diary, order, held == due, "WeChat holds %d fen and should hold %d".formatted(held, due));
        claim(diary, order, held > 0 || diary.over(), "lives without money");
    }

    private static long sum(Map<String, Long> fen) {
        return fen.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean isShipped(Diary diary) {
        return diary.buyer
                .asBuyer((shop, who) -> shop.api().get(who.token(), "/api/mp/v1/orders/" + diary.order + "/shipments"))
                .json()
                .path("items")
                .valueStream()
                .anyMatch(parcel -> parcel.path("trackingNo").asText().equals(diary.trackingNo.orElseThrow()));
    }

    private boolean isDone(Diary diary) {
        return diary.buyer
                .asBuyer((shop, who) ->
                        shop.api().get(who.token(), "/api/mp/v1/after-sales/" + diary.claim.orElseThrow()))
                .json()
                .path("state")
                .asText()
                .equals("DONE");
    }

    private static boolean isRefunded(JsonNode order, String number, long fen) {
        return order.path("refunds")
                .valueStream()
                .anyMatch(refund -> refund.path("refundNo").asText().equals(number)
                        && refund.path("amountFen").asLong() == fen
                        && refund.hasNonNull("settledAt"));
    }

    private void claim(Diary diary, JsonNode order, boolean holds, String promise) {
        if (!holds) {
            violations.add("order %s (%s) is %s: %s; %s"
                    .formatted(diary.order, diary.number, order.path("state").asText(), promise, order));
        }
    }
}
