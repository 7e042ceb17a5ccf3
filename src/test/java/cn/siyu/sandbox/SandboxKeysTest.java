package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WeChat Pay changes its key while it runs; the official verifier says by which it signs. */
class SandboxKeysTest {

    @TempDir
    private Path folder;

    @Test
    void from_the_change_on_the_new_key_signs_and_the_old_one_can_still_be_asked_for() {
        String first;
        String second;
        try (var sandbox = SandboxProcess.start(folder)) {
            first = sandbox.setting("pay-public-key-id");
            var knowsFirst = new Merchant(sandbox);
            var alice = knowsFirst.signIn("alice");
            var order = knowsFirst.order("rotate-01", 100, alice, "http://127.0.0.1:1/");
            assertThat(knowsFirst.prepay(order).signed()).isTrue();
            assertThat(sandbox.exchange("POST", "/_control/keys/sign-by", "{\"key\":\"PREVIOUS\"}")
                            .statusCode())
                    .as("there is none yet")
                    .isEqualTo(409);

            second = sandbox.post("/_control/keys/rotate", "{}").path("current").asText();
            var knowsSecond = new Merchant(sandbox);

            assertThat(second).isNotEqualTo(first).isEqualTo(sandbox.setting("pay-public-key-id"));
            assertThat(sandbox.setting("previous-pay-public-key-id")).isEqualTo(first);
            assertThat(serial(knowsSecond.prepay(order).response())).isEqualTo(second);
            assertThat(knowsSecond.prepay(order).signed()).isTrue();

            assertThat(sandbox.post("/_control/keys/sign-by", "{\"key\":\"PREVIOUS\"}")
                            .path("signing")
                            .asText())
                    .isEqualTo(first);
            assertThat(serial(knowsFirst.prepay(order).response())).isEqualTo(first);
            assertThat(knowsFirst.prepay(order).signed()).isTrue();

            assertThat(asking(sandbox, knowsFirst, first)).isEqualTo(200);
            assertThat(asking(sandbox, knowsFirst, second)).isEqualTo(200);
            assertThat(asking(sandbox, knowsFirst, "PUB_KEY_ID_OTHER")).isEqualTo(400);
        }
        try (var again = SandboxProcess.start(folder)) {
            assertThat(again.setting("pay-public-key-id")).isEqualTo(second);
            assertThat(again.setting("previous-pay-public-key-id")).isEqualTo(first);
            assertThat(again.get("/_control/keys").path("signing").asText()).isEqualTo(second);
        }
    }

    private static int asking(SandboxProcess sandbox, Merchant merchant, String serial) {
        var path = "/v3/pay/transactions/out-trade-no/rotate-01?mchid=" + sandbox.setting("mch-id");
        return sandbox.send(merchant.request("GET", path, "")
                        .header("Authorization", merchant.authorization("GET", path, "", sandbox.now()))
                        .header("Wechatpay-Serial", serial))
                .statusCode();
    }

    private static String serial(HttpResponse<String> response) {
        return response.headers().firstValue("Wechatpay-Serial").orElse("");
    }
}
