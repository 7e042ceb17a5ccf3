package cn.siyu.chaos;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What may be wrong with WeChat while a story is told. */
final class Trouble {

    private static final List<Map<String, Object>> TELLING = List.of(
            Map.of("mode", "NORMAL"),
            Map.of("mode", "DROP"),
            Map.of("mode", "DUPLICATE", "copies", 3, "concurrent", true),
            Map.of("mode", "DELAY", "delayMs", 700),
            Map.of("mode", "REORDER", "delayMs", 500),
            Map.of("mode", "TAMPER", "times", 2),
            Map.of("mode", "OLD_TIMESTAMP", "times", 2),
            Map.of("mode", "SIGNTEST", "times", 1),
            Map.of("mode", "NO_ASSOCIATED_DATA", "times", 2),
            Map.of("mode", "WRONG_SERIAL", "times", 2),
            Map.of("mode", "WRONG_AMOUNT", "times", 2),
            Map.of("mode", "FOREIGN_MCHID", "times", 2));

    private static final List<String> ENDPOINTS = List.of(
            "prepay", "query", "close", "refund", "refund-query", "transfer", "transfer-query", "transfer-cancel", "*");

    private static final List<String> FAULTS = List.of(
            "TIMEOUT_BEFORE",
            "TIMEOUT_AFTER",
            "TIMEOUT_AFTER",
            "ERROR_500",
            "ERROR_500_AFTER",
            "ERROR_429",
            "RESET",
            "UNSIGNED",
            "SLOW_DRIP");

    private static final int SILENT_MILLIS = 50;

    private final World world;
    private boolean tellsAtOnce = true;

    Trouble(World world) {
        this.world = world;
        control("reset", Map.of());
    }

    /** Whether what happens at WeChat is told in the same moment. */
    boolean tellsAtOnce() {
        return tellsAtOnce;
    }

    String step(RandomGenerator dice) {
        var luck = dice.nextInt(100);
        if (luck < 20) {
            control("reset", Map.of());
            tellsAtOnce = true;
            return "sees WeChat well";
        }
        if (luck < 30) {
            var mode = Map.of("mode", dice.nextBoolean() ? "PROCESSING" : "SUCCESS");
            control("refund-mode", mode);
            return "sees refunds as " + mode;
        }
        if (luck < 60) {
            var mode = TELLING.get(dice.nextInt(TELLING.size()));
            control("notify-mode", mode);
            tellsAtOnce = List.of("NORMAL", "DUPLICATE").contains(mode.get("mode"));
            return "sees WeChat tell as " + mode;
        }
        var fault = fault(
                ENDPOINTS.get(dice.nextInt(ENDPOINTS.size())),
                FAULTS.get(dice.nextInt(FAULTS.size())),
                1 + dice.nextInt(2));
        return "sees " + fault;
    }

    /** What the next calls of an endpoint meet. */
    Map<String, Object> fault(String endpoint, String kind, int times) {
        var fault =
                Map.<String, Object>of("endpoint", endpoint, "fault", kind, "times", times, "delayMs", SILENT_MILLIS);
        control("faults", fault);
        return fault;
    }

    /** Whether a fault waits for a call that has not come. */
    boolean liesInWait() {
        return !world.shops
                .getFirst()
                .weChat()
                .get("", "/_control/faults")
                .expect(200)
                .json()
                .isEmpty();
    }

    private void control(String what, Map<String, ?> body) {
        var _ = world.shops
                .getFirst()
                .weChat()
                .post("", "/_control/" + what, body)
                .expect(200);
    }
}
