package cn.siyu.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Lets everything that is still on its way arrive: the clock is pushed as far as retries need. */
final class Quiet {

    private static final Map<String, String> ON_THE_WAY = Map.of(
            "events", "select count(*) from kernel_outbox where sent_at is null",
            "notifications", "select count(*) from payment_notification where processed_at is null",
            "refunds", "select count(*) from payment_refund where state in ('REQUESTED', 'PROCESSING')",
            "attempts", "select count(*) from payment_attempt where state in ('CREATED', 'PREPARED')",
            "orders", "select count(*) from trade_order where state = 'PENDING_PAYMENT'",
            "promises", "select count(*) from trade_refund where settled_at is null",
            "groups", "select count(*) from groupbuy_group where state in ('PENDING', 'OPEN') or held > 0",
            "places", "select count(*) from groupbuy_seat where state in ('HELD', 'PAID', 'REFUNDING')",
            "transfers", "select count(*) from payment_transfer where ended_at is null",
            "withdrawals", "select count(*) from commission_withdrawal where ended_at is null");

    /** What only people or whole days bring to an end. */
    private static final Set<String> SLOW = Set.of("groups", "places", "transfers", "withdrawals");

    private static final Duration STEP = Duration.ofMinutes(3);
    private static final Duration LEAP = Duration.ofHours(25);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    /** The sweeps look once a second. */
    private static final int LOOKS_BETWEEN_STEPS = 10;

    private Quiet() {}

    /** Answers what had not arrived when patience ended: nothing, if all is well. */
    static Map<String, Long> await(World world) throws SQLException, InterruptedException {
        var shop = world.shops.getFirst();
        var _ = shop.weChat().post("", "/_control/reset", Map.of()).expect(200);
        try (var connection = world.fleet.asOwner()) {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            for (var looks = 1; ; looks++) {
                var left = left(connection);
                if (left.isEmpty() || System.nanoTime() > deadline) {
                    return left;
                }
                if (looks % LOOKS_BETWEEN_STEPS == 0) {
                    shop.advance(SLOW.containsAll(left.keySet()) ? LEAP : STEP);
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private static Map<String, Long> left(Connection connection) throws SQLException {
        var left = new LinkedHashMap<String, Long>();
        for (var what : ON_THE_WAY.entrySet()) {
            var count = number(connection, what.getValue());
            if (count > 0) {
                var _ = left.put(what.getKey(), count);
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
