package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refunds within the limits of the order, and the books that must add up. */
class SandboxRefundTest {
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
    void real_time_and_no_faults() {
        assertThat(sandbox.post("/_control/clock", "{\"reset\":true}").has("now"))
                .isTrue();
        assertThat(sandbox.post("/_control/reset", "{}")).isEmpty();
        desk.forget();
    }

    private static void buy(String number, long fen) {
        assertThat(merchant.prepay(merchant.order(number, fen, alice, desk.url()))
                        .status())
                .isEqualTo(200);
        assertThat(merchant.pay(number).path("state").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void one_refund_number_refunds_once_however_often_it_is_sent() {
        var before = sandbox.get("/_control/ledger").path("refundedFen").asLong();
        buy("once-00001", 5000);

        var first = merchant.refund("once-00001-R1", "once-00001", 2000, 5000, desk.url());
        var second = merchant.refund("once-00001-R1", "once-00001", 2000, 5000, desk.url());
        var other = merchant.refund("once-00001-R1", "once-00001", 3000, 5000, desk.url());

        assertThat(first.signed()).isTrue();
        assertThat(first.json().path("status").asText()).isEqualTo("SUCCESS");
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(other.code()).isEqualTo("INVALID_REQUEST");
        assertThat(sandbox.get("/_control/ledger").path("refundedFen").asLong() - before)
                .isEqualTo(2000);
        assertThat(merchant.query("once-00001").json().path("trade_state").asText())
                .isEqualTo("REFUND");
    }

    @Test
    void partial_refunds_never_pass_the_total_and_keep_a_minute_apart() {
        buy("parts-0001", 5000);
        assertThat(merchant.refund("parts-R1", "parts-0001", 2000, 5000, desk.url())
                        .status())
                .isEqualTo(200);

        var tooSoon = merchant.refund("parts-R2", "parts-0001", 1000, 5000, desk.url());
        sandbox.advance(Duration.ofSeconds(61));
        var inTime = merchant.refund("parts-R2", "parts-0001", 1000, 5000, desk.url());
        sandbox.advance(Duration.ofSeconds(61));
        var tooMuch = merchant.refund("parts-R3", "parts-0001", 2001, 5000, desk.url());

        assertThat(tooSoon.status()).isEqualTo(429);
        assertThat(tooSoon.code()).isEqualTo("FREQUENCY_LIMITED");
        assertThat(inTime.status()).isEqualTo(200);
        assertThat(tooMuch.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void an_unpaid_order_or_a_wrong_total_is_refused() {
        assertThat(merchant.prepay(merchant.order("unpaid-001", 5000, alice, desk.url()))
                        .status())
                .isEqualTo(200);
        buy("wrong-0001", 5000);

        assertThat(merchant.refund("unpaid-R1", "unpaid-001", 100, 5000, desk.url())
                        .code())
                .isEqualTo("RESOURCE_NOT_EXISTS");
        assertThat(merchant.refund("wrong-R1", "wrong-0001", 100, 6000, desk.url())
                        .code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(merchant.refundQuery("wrong-R1").code()).isEqualTo("RESOURCE_NOT_EXISTS");
    }

    @Test
    void a_slow_refund_succeeds_a_minute_later_and_is_told() {
        assertThat(sandbox.post("/_control/refund-mode", "{\"mode\":\"PROCESSING\"}")
                        .has("mode"))
                .isTrue();
        buy("slow-00001", 5000);
        var accepted = merchant.refund("slow-R1", "slow-00001", 5000, 5000, desk.url());
        assertThat(accepted.json().path("status").asText()).isEqualTo("PROCESSING");

        sandbox.advance(Duration.ofMinutes(1));

        await().atMost(Duration.ofSeconds(5))
                .until(() -> merchant.refundQuery("slow-R1")
                        .json()
                        .path("status")
                        .asText()
                        .equals("SUCCESS"));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> desk.read().stream()
                        .anyMatch(one -> one.path("refund_status").asText().equals("SUCCESS")
                                && one.path("out_refund_no").asText().equals("slow-R1")
                                && one.at("/amount/refund").asInt() == 5000));
    }

    @Test
    void a_refund_that_fails_gives_nothing_back_until_somebody_mends_it() {
        var before = sandbox.get("/_control/ledger").path("refundedFen").asLong();
        assertThat(sandbox.post("/_control/refund-mode", "{\"mode\":\"ABNORMAL\"}")
                        .has("mode"))
                .isTrue();
        buy("stuck-0001", 5000);
        assertThat(merchant.refund("stuck-R1", "stuck-0001", 5000, 5000, desk.url())
                        .status())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> merchant.refundQuery("stuck-R1")
                        .json()
                        .path("status")
                        .asText()
                        .equals("ABNORMAL"));
        assertThat(sandbox.get("/_control/ledger").path("refundedFen").asLong()).isEqualTo(before);

        var mended = sandbox.post("/_control/refunds/stuck-R1/settle", "{\"status\":\"SUCCESS\"}");

        assertThat(mended.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(sandbox.get("/_control/ledger").path("refundedFen").asLong() - before)
                .isEqualTo(5000);
    }

    @Test
    void an_abnormal_refund_goes_to_another_account_under_its_own_number() {
        assertThat(sandbox.post("/_control/refund-mode", "{\"mode\":\"ABNORMAL\"}")
                        .has("mode"))
                .isTrue();
        buy("odd-000001", 5000);
        var id = merchant.refund("odd-R1", "odd-000001", 5000, 5000, desk.url())
                .json()
                .path("refund_id")
                .asText();
        var address = "/v3/refund/domestic/refunds/" + id + "/apply-abnormal-refund";
        await().atMost(Duration.ofSeconds(5))
                .until(() -> merchant.refundQuery("odd-R1")
                        .json()
                        .path("status")
                        .asText()
                        .equals("ABNORMAL"));
        assertThat(sandbox.post("/_control/refund-mode", "{\"mode\":\"SUCCESS\"}")
                        .has("mode"))
                .isTrue();

        assertThat(merchant.post(address, "{\"out_refund_no\":\"odd-R1\",\"type\":\"CASH\"}")
                        .code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.post(
                                "/v3/refund/domestic/refunds/1/apply-abnormal-refund",
                                "{\"out_refund_no\":\"odd-R1\",\"type\":\"MERCHANT_BANK_CARD\"}")
                        .code())
                .isEqualTo("RESOURCE_NOT_EXISTS");
        var sent = merchant.post(address, "{\"out_refund_no\":\"odd-R1\",\"type\":\"MERCHANT_BANK_CARD\"}");

        assertThat(sent.json().path("status").asText()).isEqualTo("PROCESSING");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> merchant.refundQuery("odd-R1")
                        .json()
                        .path("status")
                        .asText()
                        .equals("SUCCESS"));
        assertThat(sandbox.get("/_control/refunds/odd-R1").at("/sentTo/type").asText())
                .isEqualTo("MERCHANT_BANK_CARD");
    }

    @Test
    void after_a_closed_refund_a_new_number_may_try() {
        assertThat(sandbox.post("/_control/refund-mode", "{\"mode\":\"CLOSED\"}")
                        .has("mode"))
                .isTrue();
        buy("shut-00001", 5000);
        assertThat(merchant.refund("shut-R1", "shut-00001", 5000, 5000, desk.url())
                        .status())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> merchant.refundQuery("shut-R1")
                        .json()
                        .path("status")
                        .asText()
                        .equals("CLOSED"));
        assertThat(sandbox.post("/_control/refund-mode", "{\"mode\":\"SUCCESS\"}")
                        .has("mode"))
                .isTrue();
        sandbox.advance(Duration.ofSeconds(61));

        var second = merchant.refund("shut-R2", "shut-00001", 5000, 5000, desk.url());

        assertThat(second.json().path("status").asText()).isEqualTo("SUCCESS");
    }
}
