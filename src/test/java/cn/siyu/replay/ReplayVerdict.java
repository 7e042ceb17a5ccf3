package cn.siyu.replay;

import cn.siyu.testing.RemoteGroups.Place;
import cn.siyu.testing.RemoteShop;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Holds what became of the groups against the record: what the shop shows of each group, and what WeChat's own books say of
 * each member's money.
 */
final class ReplayVerdict {

    private static final int AT_ONCE = 16;

    private final RemoteShop shop;
    private final Map<String, JsonNode> payments = new HashMap<>();
    private final Map<String, Long> refunded = new HashMap<>();

    ReplayVerdict(RemoteShop shop) {
        this.shop = shop;
        var ledger = shop.weChatLedger();
        ledger.path("payments")
                .forEach(payment -> payments.put(payment.path("outTradeNo").asText(), payment));
        ledger.path("refunds")
                .forEach(refund -> refunded.merge(
                        refund.path("outTradeNo").asText(),
                        refund.path("status").asText().equals("SUCCESS")
                                ? refund.path("fen").asLong()
                                : 0,
                        Long::sum));
    }

    /** What became of one group as the shop shows it, and what of that is not as it was recorded. */
    private record Finding(String state, Set<String> orders, List<String> breaches) {}

    /** How many groups the shop shows as ended in either way, what WeChat took and gave back, and every breach in words. */
    record Sums(
            long succeeded,
            long failed,
            long orders,
            long refunds,
            long chargedFen,
            long refundedFen,
            List<String> breaches) {}

    Sums judge(List<Played> groups) {
        var progress = new Progress("judged", groups.size());
        var findings = RemoteShop.together(
                AT_ONCE,
                groups.stream()
                        .map(played -> (Callable<Finding>) () -> {
                            var finding = look(played);
                            progress.step();
                            return finding;
                        })
                        .toList());
        var breaches = findings.stream()
                .flatMap(each -> each.breaches().stream())
                .collect(Collectors.toCollection(ArrayList::new));
        breaches.addAll(paidForNothing(groups));
        return new Sums(
                findings.stream()
                        .filter(each -> each.state().equals("SUCCEEDED"))
                        .count(),
                findings.stream().filter(each -> each.state().equals("FAILED")).count(),
                findings.stream()
                        .flatMap(each -> each.orders().stream())
                        .distinct()
                        .count(),
                refunded.values().stream().filter(fen -> fen > 0).count(),
                payments.values().stream().mapToLong(ReplayVerdict::chargedFen).sum(),
                refunded.values().stream().mapToLong(Long::longValue).sum(),
                breaches);
    }

    private List<String> paidForNothing(List<Played> groups) {
        var numbers = groups.stream()
                .flatMap(each -> each.places().stream())
                .map(Place::orderNo)
                .collect(Collectors.toSet());
        return payments.keySet().stream()
                .filter(number -> !numbers.contains(number))
                .map(number -> "WeChat knows a payment " + number + " of no place that was taken")
                .toList();
    }

    private Finding look(Played played) {
        var breaches = new ArrayList<String>();
        var seen = shop.api()
                .get(shop.desk("support"), "/api/admin/v1/buy-groups/" + played.group())
                .expect(200)
                .json();
        var filled = played.recorded().filled();
        var wanted = filled ? "SUCCEEDED" : "FAILED";
        var state = seen.path("group").path("state").asText();
        if (!state.equals(wanted)) {
            breaches.add(played.group() + " is " + state + " instead of " + wanted);
        }
        var seats = seatStates(seen);
        var orders =
                played.places().stream().map(place -> place.order().toString()).collect(Collectors.toSet());
        if (!seats.keySet().equals(orders)) {
            breaches.add(played.group() + " has the orders " + seats.keySet() + " instead of " + orders);
        }
        var members = members(seen);
        if (members != played.places().size()) {
            breaches.add(played.group() + " has " + members + " members instead of "
                    + played.places().size());
        }
        var seatState = filled ? "CONFIRMED" : "REFUNDED";
        seats.forEach((order, is) -> {
            if (!is.equals(seatState)) {
                breaches.add("the seat of " + order + " is " + is + " instead of " + seatState);
            }
        });
        played.places().forEach(place -> money(place, filled, breaches));
        return new Finding(state, seats.keySet(), breaches);
    }

    private static long members(JsonNode group) {
        return group.path("seats")
                .valueStream()
                .map(seat -> seat.path("memberId").asText())
                .distinct()
                .count();
    }

    private void money(Place place, boolean kept, List<String> breaches) {
        var payment = payments.get(place.orderNo());
        var charged = payment == null ? 0 : chargedFen(payment);
        var back = refunded.getOrDefault(place.orderNo(), 0L);
        if (charged != place.totalFen()) {
            breaches.add(place.orderNo() + " was charged " + charged + " fen instead of " + place.totalFen());
        }
        if (back != (kept ? 0 : place.totalFen())) {
            breaches.add(place.orderNo() + " got " + back + " fen back of " + place.totalFen());
        }
    }

    private static long chargedFen(JsonNode payment) {
        return Set.of("SUCCESS", "REFUND").contains(payment.path("state").asText())
                ? payment.path("totalFen").asLong()
                : 0;
    }

    private static Map<String, String> seatStates(JsonNode group) {
        var states = new HashMap<String, String>();
        var twice = new HashSet<String>();
        group.path("seats").forEach(seat -> {
            var order = seat.path("orderId").asText();
            if (states.put(order, seat.path("state").asText()) != null) {
                twice.add(order);
            }
        });
        twice.forEach(order -> states.put(order, "TWICE"));
        return states;
    }
}
