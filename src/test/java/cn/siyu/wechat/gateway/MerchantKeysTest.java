package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.payment.Letters;
import cn.siyu.testing.SandboxControl;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.wechat.pay.java.core.auth.WechatPay2Validator;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.util.PemUtil;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What we believe of WeChat's answers, beside what the official validator believes. */
@QuarkusTest
class MerchantKeysTest {

    @Inject
    MerchantKeys keys;

    @Inject
    ShopClock clock;

    @AfterEach
    void peace() {
        SandboxControl.resetClock();
    }

    @Test
    void an_answer_that_the_official_validator_accepts_we_accept() {
        var answer = answer(clock.instant());
        var official = new WechatPay2Validator(new RSAVerifier(
                PemUtil.loadPublicKeyFromString(Letters.pem(Letters.setting("pay-public-key"))),
                Letters.setting("pay-public-key-id")));
        var headers = new HttpHeaders();
        answer.headers().forEach(headers::addHeader);
        headers.addHeader("Request-ID", "test");

        assertThat(official.validate(headers, answer.body())).isTrue();
        assertThat(flaw(answer, answer.body())).isEmpty();
    }

    @Test
    void an_altered_answer_is_wrongly_signed() {
        var answer = answer(clock.instant());

        assertThat(flaw(answer, answer.body() + " ")).contains("wrong signature");
    }

    @Test
    void an_answer_is_old_after_five_minutes_of_the_shops_own_clock() {
        var answer = answer(clock.instant());
        SandboxControl.advance(Duration.ofMinutes(5).plusSeconds(2));

        assertThat(flaw(answer, answer.body())).contains("not fresh");
    }

    @Test
    void nobody_signs_under_an_unknown_serial() {
        var answer = answer(clock.instant());

        assertThat(keys.flaw(
                        String.valueOf(answer.headers().get("Wechatpay-Timestamp")),
                        String.valueOf(answer.headers().get("Wechatpay-Nonce")),
                        "PUB_KEY_ID_OTHER",
                        String.valueOf(answer.headers().get("Wechatpay-Signature")),
                        answer.body().getBytes(UTF_8)))
                .contains("unknown serial");
        assertThat(keys.flaw("", "", "", "", new byte[0])).contains("unsigned");
        assertThat(keys.flaw("-1", "n", Letters.setting("pay-public-key-id"), "AA==", new byte[0]))
                .contains("not fresh");
    }

    private java.util.Optional<String> flaw(Letters.Letter answer, String body) {
        return keys.flaw(
                String.valueOf(answer.headers().get("Wechatpay-Timestamp")),
                String.valueOf(answer.headers().get("Wechatpay-Nonce")),
                String.valueOf(answer.headers().get("Wechatpay-Serial")),
                String.valueOf(answer.headers().get("Wechatpay-Signature")),
                body.getBytes(UTF_8));
    }

    private static Letters.Letter answer(Instant at) {
        return Letters.signed(JsonNodeFactory.instance.objectNode().put("prepay_id", "wx1"), at);
    }
}
