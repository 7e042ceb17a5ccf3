package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.sandbox.Merchant.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills as WeChat hands them out (SIM-06). */
class SandboxBillTest {
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static SandboxProcess sandbox;
    private static Merchant merchant;
    private static NotifyDesk desk;
    private static String alice;

    @BeforeAll
    static void start() {
        sandbox = SandboxProcess.start(folder);
        merchant = new Merchant(sandbox);
        desk = new NotifyDesk(sandbox);
        alice = merchant.signIn("alice");
    }

    @AfterAll
    static void stop() {
        desk.close();
        sandbox.close();
    }

    @BeforeEach
    void no_differences() {
        assertThat(sandbox.post("/_control/reset", "{}")).isEmpty();
    }

    @Test
    void a_day_is_written_as_wechat_writes_it_and_differs_where_it_is_told_to() throws Exception {
        noon();
        buy("bill-00001", 1990);
        buy("bill-00002", 500);
        assertThat(merchant.refund("bill-R1", "bill-00001", 90, 1990, desk.url())
                        .status())
                .isEqualTo(200);
        var day = today();

        assertThat(bill("tradebill", day).code()).isEqualTo("NO_STATEMENT_EXIST");
        sandbox.advance(Duration.ofHours(21).plusMinutes(30));
        assertThat(bill("tradebill", day).code()).isEqualTo("STATEMENT_CREATING");
        sandbox.advance(Duration.ofHours(1));

        var text = fetched(bill("tradebill", day));
        var lines = text.lines().toList();
        assertThat(lines).hasSize(1 + 3 + 2);
        assertThat(lines.getFirst()).startsWith("\uFEFF交易时间,公众账号ID").endsWith("申请退款金额,费率备注");
        assertThat(lines.getFirst().split(",")).hasSize(27);
        assertThat(lines.subList(1, 4))
                .allSatisfy(line -> assertThat(line.split(",`", -1)).hasSize(27));
        assertThat(text).contains(",`bill-00001,`").contains(",`19.90,`").contains(",`bill-R1,`0.90,`");
        assertThat(lines.getLast()).isEqualTo("`3,`24.90,`0.90,`0.00,`0.00000,`24.90,`0.90");
        var flow = fetched(bill("fundflowbill", day)).lines().toList();
        assertThat(flow.getLast()).isEqualTo("`3,`2,`24.90,`1,`0.90");

        differ(day, "{\"kind\":\"OMIT\",\"numbers\":[\"bill-00002\"]}");
        differ(day, "{\"kind\":\"ADD\",\"numbers\":[\"nobody-0001\"],\"fen\":777}");
        differ(day, "{\"kind\":\"AMOUNT\",\"numbers\":[\"bill-00001\"],\"fen\":5}");
        differ(day, "{\"kind\":\"DOUBLE\",\"what\":\"REFUND\",\"numbers\":[\"bill-R1\"]}");
        var other = fetched(bill("tradebill", day));
        assertThat(other).doesNotContain("bill-00002").contains("nobody-0001", "7.77", "19.95");
        assertThat(other.split("bill-R1", -1)).hasSize(3);
        assertThat(sandbox.delete("/_control/bills/" + day)).isEmpty();
        assertThat(fetched(bill("tradebill", day))).isEqualTo(text);
    }

    @Test
    void what_is_offered_is_gone_after_five_minutes_and_empty_days_have_no_bill() throws Exception {
        noon();
        buy("late-00001", 100);
        var day = today();
        sandbox.advance(Duration.ofHours(23));
        var url = bill("tradebill", day).json().path("download_url").asText();
        assertThat(download(url).length).isPositive();
        sandbox.advance(Duration.ofMinutes(6));

        assertThat(merchant.get(path(url)).code()).isEqualTo("INVALID_REQUEST");
        assertThat(bill("tradebill", day.minusDays(40)).code()).isEqualTo("NO_STATEMENT_EXIST");
        assertThat(bill("tradebill", day.minusMonths(4)).code()).isEqualTo("INVALID_REQUEST");
        assertThat(merchant.get("/v3/bill/tradebill?bill_date=yesterday").code())
                .isEqualTo("PARAM_ERROR");
        assertThat(sandbox.exchange("GET", path(url), "").statusCode())
                .as("unsigned")
                .isIn(400, 401);
    }

    @Test
    void many_lines_of_a_shop_that_was_never_here_make_a_large_bill() throws Exception {
        noon();
        var day = today();
        assertThat(sandbox.post(
                                "/_control/bills/" + day + "/lines",
                                "{\"prefix\":\"FILL\",\"count\":2000,\"fen\":1000}")
                        .path("lines")
                        .asInt())
                .isEqualTo(2000);
        sandbox.advance(Duration.ofHours(23));

        var lines = fetched(bill("tradebill", day)).lines().toList();

        assertThat(lines).hasSizeGreaterThanOrEqualTo(2003);
        assertThat(lines).anyMatch(line -> line.contains(",`FILL002000,`"));
        assertThat(sandbox.get("/_control/ledger").path("payments"))
                .noneMatch(payment -> payment.path("outTradeNo").asText().startsWith("FILL"));
    }

    private static void differ(LocalDate day, String difference) {
        assertThat(sandbox.post("/_control/bills/" + day + "/differences", difference)
                        .path("differences")
                        .asInt())
                .isEqualTo(1);
    }

    /** A day of its own for each story. */
    private static void noon() {
        var next = today().plusDays(1).atTime(12, 0).toInstant(CHINA);
        assertThat(sandbox.post("/_control/clock", "{\"set\":\"" + next + "\"}").has("now"))
                .isTrue();
    }

    private static LocalDate today() {
        return sandbox.now().atOffset(CHINA).toLocalDate();
    }

    private static void buy(String number, long fen) {
        assertThat(merchant.prepay(merchant.order(number, fen, alice, desk.url()))
                        .status())
                .isEqualTo(200);
        assertThat(merchant.pay(number).path("state").asText()).isEqualTo("SUCCESS");
    }

    private static Reply bill(String which, LocalDate day) {
        return merchant.get("/v3/bill/" + which + "?bill_date=" + day + "&tar_type=GZIP");
    }

    /** Signed is the offer; the file has the hash that it names. */
    private static String fetched(Reply offer) throws IOException, InterruptedException, GeneralSecurityException {
        assertThat(offer.signed()).as(offer.response().body()).isTrue();
        var packed = download(offer.json().path("download_url").asText());
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            var bytes = unpacked.readAllBytes();
            var sha1 =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
            assertThat(offer.json().path("hash_value").asText()).isEqualTo(sha1);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static byte[] download(String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Accept", "application/json")
                .header("Authorization", merchant.authorization("GET", path(url), "", sandbox.now()));
        var answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static String path(String url) {
        return url.substring(url.indexOf("/v3/"));
    }

    @Test
    void wrong_requests_behind_the_stage_are_told() {
        for (var bad : List.of("{\"kind\":\"OMIT\"}", "{\"kind\":\"NONE\",\"numbers\":[\"a\"]}", "{}")) {
            assertThat(sandbox.exchange("POST", "/_control/bills/2026-01-01/differences", bad)
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(sandbox.exchange("POST", "/_control/bills/2026-01-01/lines", "{\"prefix\":\"A\"}")
                        .statusCode())
                .isEqualTo(400);
    }
}
