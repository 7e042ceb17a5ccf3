package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults on the road, and the sandbox's own death: what it said must still be true afterwards. */
class SandboxTroubleTest {
    @TempDir
    Path folder;

    @Test
    void each_fault_spoils_as_many_calls_as_it_was_told() {
        try (var sandbox = SandboxProcess.start(folder)) {
            var merchant = new Merchant(sandbox);
            var alice = merchant.signIn("alice");
            var path = "/v3/pay/transactions/jsapi";

            fault(sandbox, "prepay", "ERROR_500", 1, 0);
            assertThat(merchant.prepay(merchant.order("fault-0001", 1, alice, "http://127.0.0.1:9/n"))
                            .code())
                    .isEqualTo("SYSTEM_ERROR");
            assertThat(merchant.query("fault-0001").code()).isEqualTo("ORDER_NOT_EXIST");

            fault(sandbox, "prepay", "ERROR_429", 1, 0);
            assertThat(merchant.prepay(merchant.order("fault-0002", 1, alice, "http://127.0.0.1:9/n"))
                            .status())
                    .isEqualTo(429);

            fault(sandbox, "prepay", "UNSIGNED", 1, 0);
            var unsigned = merchant.prepay(merchant.order("fault-0003", 1, alice, "http://127.0.0.1:9/n"));
            assertThat(unsigned.status()).isEqualTo(200);
            assertThat(unsigned.signed()).isFalse();

            fault(sandbox, "prepay", "TIMEOUT_AFTER", 1, 100);
            assertThatThrownBy(
                            () -> merchant.post(path, merchant.order("fault-0004", 1, alice, "http://127.0.0.1:9/n")))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(merchant.query("fault-0004").json().path("trade_state").asText())
                    .isEqualTo("NOTPAY");

            // The JDK client would quietly repeat a GET whose line broke: three in a row make it give up.
            fault(sandbox, "query", "RESET", 3, 0);
            assertThatThrownBy(() -> merchant.query("fault-0004")).isInstanceOf(UncheckedIOException.class);
            assertThat(sandbox.delete("/_control/faults")).isEmpty();

            fault(sandbox, "query", "SLOW_DRIP", 1, 10);
            assertThat(merchant.query("fault-0004").signed()).isTrue();

            assertThat(sandbox.post(
                            "/_control/faults",
                            "{\"endpoint\":\"close\",\"fault\":\"ANSWER\",\"status\":403,\"code\":\"NO_AUTH\"}"))
                    .hasSize(1);
            assertThat(merchant.close("fault-0004").code()).isEqualTo("NO_AUTH");

            fault(sandbox, "code2session", "ERROR_500", 1, 0);
            assertThat(merchant.signInWith("sandbox-alice-1").path("errcode").asInt())
                    .isEqualTo(-1);
            assertThat(merchant.signInWith("sandbox-alice-1").has("openid")).isTrue();

            assertThat(sandbox.get("/_control/calls?endpoint=prepay")
                            .at("/prepay/total")
                            .asInt())
                    .isEqualTo(4);
        }
    }

    private static void fault(SandboxProcess sandbox, String endpoint, String fault, int times, int delayMs) {
        assertThat(sandbox.post(
                        "/_control/faults",
                        "{\"endpoint\":\"%s\",\"fault\":\"%s\",\"times\":%d,\"delayMs\":%d}"
                                .formatted(endpoint, fault, times, delayMs)))
                .hasSize(1);
    }

    @Test
    void a_killed_sandbox_forgets_nothing_it_said_and_goes_on_telling() throws Exception {
        var first = SandboxProcess.start(folder);
        var merchant = new Merchant(first);
        var alice = merchant.signIn("alice");
        assertThat(merchant.prepay(merchant.order("killed-001", 1990, alice, "http://127.0.0.1:9/n"))
                        .status())
                .isEqualTo(200);
        assertThat(merchant.pay("killed-001").path("state").asText()).isEqualTo("SUCCESS");
        assertThat(merchant.signInWith("sandbox-alice-9").has("openid")).isTrue();
        var settings = first.settings();
        var books = first.get("/_control/ledger");
        first.kill();
        // The torn line of a write that the kill cut short.
        assertThat(Files.writeString(
                        folder.resolve("wechat-sandbox-journal.jsonl"), "{\"kind\":\"pay", StandardOpenOption.APPEND))
                .exists();

        try (var second = SandboxProcess.start(folder, first.port())) {
            var again = new Merchant(second);
            assertThat(second.settings()).isEqualTo(settings);
            assertThat(second.get("/_control/ledger")).isEqualTo(books);
            assertThat(again.query("killed-001").json().path("trade_state").asText())
                    .isEqualTo("SUCCESS");
            assertThat(again.signInWith("sandbox-alice-9").path("errcode").asInt())
                    .isEqualTo(40163);
            assertThat(again.close("killed-001").code()).isEqualTo("ORDERPAID");

            second.advance(Duration.ofHours(25));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> second.get("/_control/notifications?number=killed-001")
                            .at("/0/status")
                            .asText()
                            .equals("GIVEN_UP"));
        }

        try (var third = SandboxProcess.start(folder)) {
            assertThat(third.get("/_control/ledger").path("paidFen").asInt()).isEqualTo(1990);
        }
    }
}
