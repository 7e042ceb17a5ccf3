package cn.siyu.race;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** WeChat's books held against the places: whoever paid has his place in a complete group, or has all of it back. */
final class Account {

    private static final String PLACES = """
            select o.order_no, s.state, g.state as group_state, o.goods_fen + o.freight_fen as total_fen
              from groupbuy_seat s
              join groupbuy_group g on g.id = s.group_id
              join trade_order o on o.id = s.order_id""";

    private final Map<String, Long> paid = new HashMap<>();
    private final Map<String, Long> back = new HashMap<>();
    private final Map<String, Integer> payments = new HashMap<>();
    private final Map<String, Integer> refunds = new HashMap<>();

    private final List<String> faults = new ArrayList<>();
    private final Map<String, Integer> places = new TreeMap<>();
    private int tooLate;

    private Account(JsonNode books) {
        books.path("payments")
                .valueStream()
                .filter(payment -> payment.hasNonNull("paidAt"))
                .forEach(payment ->
                        add(paid, payments, payment, payment.path("totalFen").asLong()));
        books.path("refunds")
                .valueStream()
                .filter(refund -> refund.path("status").asText().equals("SUCCESS"))
                .forEach(refund -> add(back, refunds, refund, refund.path("fen").asLong()));
    }

    /** A further attempt's number is the order's with a suffix (E2). */
    private static void add(Map<String, Long> sums, Map<String, Integer> counts, JsonNode each, long fen) {
        var number = each.path("outTradeNo").asText().replaceFirst("-\\d+$", "");
        var _ = sums.merge(number, fen, Long::sum);
        var _ = counts.merge(number, 1, Integer::sum);
    }

    static Account of(Market market) throws SQLException {
        var account = new Account(market.shop(0).weChatLedger());
        try (var connection = market.fleet.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(PLACES)) {
            while (rows.next()) {
                account.judge(
                        rows.getString("order_no"),
                        rows.getString("state"),
                        rows.getString("group_state"),
                        rows.getLong("total_fen"));
            }
        }
        account.paid.keySet().forEach(number -> account.faults.add(number + " was paid and has no place"));
        return account;
    }

    /** What is wrong, a line for each order; nothing, if all is well. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** How many places ended in which state. */
    Map<String, Integer> places() {
        return Map.copyOf(places);
    }

    /** How many had lost their place when their money came. */
    int tooLate() {
        return tooLate;
    }

    private void judge(String number, String place, String group, long totalFen) {
        var paidFen = taken(paid, number);
        var backFen = taken(back, number);
        var fine = switch (place) {
            case "CONFIRMED" -> group.equals("SUCCEEDED") && paidFen == totalFen && backFen == 0;
            case "REFUNDED" -> group.equals("FAILED") && paidFen == totalFen && backFen == totalFen;
            case "RELEASED" -> paidFen == backFen;
            default -> false;
        };
        var _ = places.merge(place, 1, Integer::sum);
        tooLate += place.equals("RELEASED") && paidFen > 0 ? 1 : 0;
        var times = payments.getOrDefault(number, 0);
        var timesBack = refunds.getOrDefault(number, 0);
        if (!fine || timesBack > times) {
            faults.add("%s of %d fen, place %s in a group %s: paid %d in %d, back %d in %d"
                    .formatted(number, totalFen, place, group, paidFen, times, backFen, timesBack));
        }
    }

    private static long taken(Map<String, Long> sums, String number) {
        var fen = sums.remove(number);
        return fen == null ? 0 : fen;
    }
}
