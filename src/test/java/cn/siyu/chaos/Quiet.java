package cn.siyu.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lets everything that is still on its way arrive: the clock is pushed as far as retries need. */
final class Quiet {

    private static final String UNHEARD = "select count(*) from kernel_outbox where sent_at is null";

    private static final Map<String, String> ON_THE_WAY = Map.ofEntries(
            Map.entry("events", UNHEARD),
            Map.entry("notifications", "select count(*) from payment_notification where processed_at is null"),
            Map.entry("refunds", "select count(*) from payment_refund where state in ('REQUESTED', 'PROCESSING')"),
            Map.entry("attempts", "select count(*) from payment_attempt where state in ('CREATED', 'PREPARED')"),
            Map.entry("orders", "select count(*) from trade_order where state = 'PENDING_PAYMENT'"),
            Map.entry("promises", "select count(*) from trade_refund where settled_at is null"),
            Map.entry("groups", "select count(*) from groupbuy_group where state in ('PENDING', 'OPEN') or held > 0"),
            Map.entry("places", "select count(*) from groupbuy_seat where state in ('HELD', 'PAID', 'REFUNDING')"),
            Map.entry("transfers", "select count(*) from payment_transfer where ended_at is null"),
            Map.entry("withdrawals", "select count(*) from commission_withdrawal where ended_at is null"),
            Map.entry("handovers", """
                    select count(*)
                      from handover_handover h
                     where h.state = 'RUNNING'
                        or (h.state = 'WAITING' and h.next_at <= timestamptz '%s')
                        or (h.state = 'WAITING'
                            and exists (select from handover_item i
                                         where i.handover_id = h.id and i.state in ('OPEN', 'SENT', 'WAITING')))"""));

    /** What is due since a leap over days: nobody pays any more, and what was earned is thawed. */
    private static final String OVERDUE = """
            select (select count(*) from trade_order where state = 'PENDING_PAYMENT')
                 + (select count(*) from commission_order
                     where thaw_try_at <= timestamptz '%s' and thawed_at is null and accrued)""";

    private static final String ALL = ON_THE_WAY.entrySet().stream()
            .map(each -> "select '%s', (%s)".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(" union all "));

    /** First what is asked again soon, then what times out, and in the end what only whole days bring to an end. */
    private static final List<Duration> LEAPS =
            List.of(Duration.ofMinutes(3), Duration.ofMinutes(31), Duration.ofHours(4), Duration.ofHours(25));

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_FOR_NEWS = Duration.ofSeconds(10);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(1_500);
    private static final long LOOK_MILLIS = 25;

    /** The sweeps look once a second: that much is let pass, unless something moves. */
    private static final int LOOKS_BETWEEN_LEAPS = 14;

    private Quiet() {}

    /** Answers what had not arrived when patience ended: nothing, if all is well. */
    static Map<String, Long> await(World world) throws SQLException, InterruptedException {
        var shop = world.shops.getFirst();
        var _ = shop.weChat().post("", "/_control/reset", Map.of()).expect(200);
        try (var connection = world.fleet.asOwner()) {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            var before = Map.<String, Long>of();
            var now = shop.now();
            var leaps = 0;
            for (var still = 0; ; ) {
                var left = left(connection, now);
                if (left.isEmpty() || System.nanoTime() > deadline) {
                    return left;
                }
                still = left.equals(before) ? still + 1 : 0;
                if (leaps == 0 || still == LOOKS_BETWEEN_LEAPS) {
                    shop.advance(LEAPS.get(Math.min(leaps++, LEAPS.size() - 1)));
                    now = shop.now();
                    still = 0;
                }
                before = left;
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** After a leap over days: returns when the sweeps have done what was due by then, or a moment later. */
    static void afterDays(World world) throws SQLException, InterruptedException {
        var overdue = OVERDUE.formatted(world.shops.getFirst().now());
        try (var connection = world.fleet.asOwner()) {
            var deadline = System.nanoTime() + LITTLE_PATIENCE.toNanos();
            while (number(connection, overdue) > 0 && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Returns when everything that was told has been heard, or when that takes too long. */
    static void awaitNews(World world) throws SQLException, InterruptedException {
        try (var connection = world.fleet.asOwner()) {
            var deadline = System.nanoTime() + PATIENCE_FOR_NEWS.toNanos();
            while (number(connection, UNHEARD) > 0 && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private static Map<String, Long> left(Connection connection, Instant now) throws SQLException {
        var left = new TreeMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(ALL.formatted(now))) {
            while (rows.next()) {
                if (rows.getLong(2) > 0) {
                    var _ = left.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return left;
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
