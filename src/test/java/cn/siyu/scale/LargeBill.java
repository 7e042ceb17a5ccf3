package cn.siyu.scale;

import static org.awaitility.Awaitility.await;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * One day of a shop with many payments: ours are written by SQL, WeChat's come in a bill over HTTP, and the two differ in five
 * ways, so often each.
 */
final class LargeBill {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PAGE = 100;

    private static final String OURS = """
            insert into payment_attempt (
                   id, order_id, order_no, member_id, kind, round, out_trade_no, amount_fen, openid_index, request_sealed,
                   expires_at, state, transaction_id, paid_at, captured_at, created_at)
            select gen_random_uuid(), gen_random_uuid(), n.number, gen_random_uuid(), 'WECHAT', 1, n.number,
                   1000 + i % 1000, 'nobody', 'sealed', n.at + interval '30 minutes', 'CAPTURED', 'T' || n.number, n.at, n.at, n.at
              from generate_series(1, ?) as i
             cross join lateral (select ? || lpad(i::text, 6, '0') as number,
                                        ?::timestamptz + i::bigint * 86400 / (? + 1) * interval '1 second' as at) as n""";

    private final RemoteShop shop;
    private final String prefix;
    private final LocalDate day;
    private final int lines;
    private final int each;
    private final String finance;
    private long heapPeakBytes;

    /** @param lines at least ten times {@code each} */
    LargeBill(RemoteShop shop, String prefix, LocalDate day, int lines, int each) {
        this.shop = shop;
        this.prefix = prefix;
        this.day = day;
        this.lines = lines;
        this.each = each;
        this.finance = shop.staff("finance");
    }

    /** What a reconciliation found. */
    record Outcome(String state, long lines, Map<String, String> differences, long millis) {}

    static LocalDate dayOf(Instant at) {
        return at.atZone(CHINA).toLocalDate();
    }

    /** Our side of the day. */
    void payments(Connection owner) throws SQLException {
        try (var statement = owner.prepareStatement(OURS)) {
            statement.setInt(1, lines);
            statement.setString(2, prefix);
            statement.setObject(3, day.atStartOfDay(CHINA).toInstant().atOffset(ZoneOffset.UTC));
            statement.setInt(4, lines);
            var _ = statement.executeUpdate();
        }
    }

    /** WeChat's side: the same, but for the differences. Answers them by number. */
    Map<String, String> bill() {
        control("lines", Map.of("prefix", prefix, "count", lines, "fen", 1_000));
        var expected = new TreeMap<String, String>();
        differ(expected, "OMIT", "MISSING_THERE", 0, i -> number(1 + i * 10));
        differ(expected, "AMOUNT", "AMOUNT_DIFFERS", 1, i -> number(2 + i * 10));
        differ(expected, "STATE", "STATE_DIFFERS", 0, i -> number(3 + i * 10));
        differ(expected, "DOUBLE", "DOUBLED", 0, i -> number(4 + i * 10));
        differ(expected, "ADD", "MISSING_HERE", 4_321, i -> prefix + "X%05d".formatted(i));
        return expected;
    }

    private void differ(Map<String, String> expected, String kind, String found, long fen, IntFunction<String> number) {
        var numbers = IntStream.range(0, each).mapToObj(number).toList();
        control("differences", Map.of("kind", kind, "fen", fen, "state", "REVOKED", "numbers", numbers));
        numbers.forEach(one -> expected.put(one, found));
    }

    private String number(int i) {
        return prefix + "%06d".formatted(i);
    }

    private void control(String what, Map<String, ?> body) {
        var _ = shop.weChat()
                .post("", "/_control/bills/" + day + "/" + what, body)
                .expect(200);
    }

    /** Asks for it as finance does and waits for the end of the job. */
    Outcome reconcile() {
        var began = System.nanoTime();
        var job = shop.api()
                .post(finance, "/api/admin/v1/payment-bills/reconcile", Map.of("day", day.toString()))
                .expect(202)
                .json()
                .path("id")
                .asText();
        var ended = await("the bills of " + day)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> look(job), view -> view.hasNonNull("endedAt"));
        var millis = (System.nanoTime() - began) / 1_000_000;
        var how = ended.path("state").asText() + ended.path("failure").asText("");
        return new Outcome(how, ended.path("processed").asLong(), differences(), millis);
    }

    private JsonNode look(String job) {
        heapPeakBytes = Math.max(heapPeakBytes, heap());
        return shop.api().get(finance, "/api/admin/v1/jobs/" + job).expect(200).json();
    }

    /** The open differences of the day about this bill's numbers. */
    private Map<String, String> differences() {
        var found = new TreeMap<String, String>();
        for (var page = 1; ; page++) {
            var answer = differences(page).expect(200).json();
            answer.path("items")
                    .valueStream()
                    .filter(item -> item.path("number").asText().startsWith(prefix))
                    .forEach(item -> found.put(
                            item.path("number").asText(), item.path("kind").asText()));
            if ((long) page * PAGE >= answer.path("total").asLong()) {
                return found;
            }
        }
    }

    private Answer differences(int page) {
        return shop.api()
                .get(
                        finance,
                        "/api/admin/v1/bill-differences?state=OPEN&day=" + day + "&size=" + PAGE + "&page=" + page);
    }

    /** The most that was seen in use while it was looked at; garbage included. */
    long heapPeakBytes() {
        return heapPeakBytes;
    }

    private long heap() {
        return shop.api()
                .get("", "/q/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToLong(number -> new BigDecimal(number).longValue())
                .sum();
    }
}
