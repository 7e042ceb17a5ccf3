package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mini-program API: HTTP 200 always, an errcode when it says no. */
class SandboxMiniProgramTest {
    @TempDir
    static Path folder;

    private static SandboxProcess sandbox;
    private static Merchant merchant;

    @BeforeAll
    static void start() {
        sandbox = SandboxProcess.start(folder);
        merchant = new Merchant(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void real_time() {
        assertThat(sandbox.post("/_control/clock", "{\"reset\":true}").has("now"))
                .isTrue();
    }

    private static JsonNode token(boolean force) {
        return sandbox.post(
                "/cgi-bin/stable_token",
                "{\"grant_type\":\"client_credential\",\"appid\":\"%s\",\"secret\":\"%s\",\"force_refresh\":%s}"
                        .formatted(sandbox.setting("app-id"), sandbox.setting("app-secret"), force));
    }

    private static String accessToken() {
        return token(false).path("access_token").asText();
    }

    private static int errcode(JsonNode answer) {
        return answer.path("errcode").asInt();
    }

    @Test
    void a_code_signs_in_once_and_the_same_member_keeps_his_openid() {
        var first = merchant.signIn("carol");
        var written = merchant.signInWith("sandbox-carol-42");

        assertThat(written.path("openid").asText()).isEqualTo(first).hasSize(28);
        assertThat(written.path("session_key").asText()).isNotEmpty();
        assertThat(written.has("unionid")).isFalse();
        assertThat(errcode(merchant.signInWith("sandbox-carol-42"))).isEqualTo(40163);
        assertThat(errcode(merchant.signInWith("made-up"))).isEqualTo(40029);
        assertThat(merchant.signIn("dave")).isNotEqualTo(first);
    }

    @Test
    void a_code_lives_five_minutes_and_a_bound_member_has_a_unionid() {
        var body = "{\"member\":\"erin\",\"unionid\":\"union-erin\"}";
        var stale = sandbox.post("/_control/codes", body).path("code").asText();
        sandbox.advance(Duration.ofMinutes(5));
        var fresh = sandbox.post("/_control/codes", body).path("code").asText();

        assertThat(errcode(merchant.signInWith(stale))).isEqualTo(40029);
        assertThat(merchant.signInWith(fresh).path("unionid").asText()).isEqualTo("union-erin");
    }

    @Test
    void a_wrong_secret_or_application_is_refused() {
        var address = "/sns/jscode2session?grant_type=authorization_code&js_code=sandbox-carol-43";

        assertThat(errcode(sandbox.get(address + "&appid=wx1&secret=x"))).isEqualTo(40013);
        assertThat(errcode(sandbox.get(address + "&secret=x&appid=" + sandbox.setting("app-id"))))
                .isEqualTo(40125);
    }

    @Test
    void the_stable_token_stays_the_same_until_shortly_before_its_end() {
        var first = token(false);
        var second = token(false);
        sandbox.advance(Duration.ofSeconds(first.path("expires_in").asLong() - 200));
        var renewed = token(false);

        assertThat(second.path("access_token")).isEqualTo(first.path("access_token"));
        assertThat(renewed.path("access_token")).isNotEqualTo(first.path("access_token"));
        assertThat(renewed.path("expires_in").asLong()).isBetween(300L, 7200L);
        assertThat(errcode(qrCode(first.path("access_token").asText(), "bad scene %")))
                .isEqualTo(40169);
        sandbox.advance(Duration.ofMinutes(5));
        assertThat(errcode(qrCode(first.path("access_token").asText(), "a=1"))).isEqualTo(42001);
        assertThat(errcode(qrCode("unknown", "a=1"))).isEqualTo(40001);
    }

    @Test
    void a_forced_token_kills_the_old_one_and_cannot_be_forced_again_at_once() {
        sandbox.advance(Duration.ofHours(30));
        var old = accessToken();

        var forced = token(true);

        assertThat(forced.path("access_token").asText()).isNotEqualTo(old);
        assertThat(errcode(qrCode(old, "a=1"))).isEqualTo(40001);
        assertThat(errcode(token(true))).isEqualTo(45011);
    }

    private static JsonNode qrCode(String token, String scene) {
        return sandbox.post("/wxa/getwxacodeunlimit?access_token=" + token, "{\"scene\":\"" + scene + "\"}");
    }

    @Test
    void a_qr_code_is_an_image_and_a_mistake_is_json() {
        var path = "/wxa/getwxacodeunlimit?access_token=" + accessToken();

        var image = sandbox.exchange("POST", path, "{\"scene\":\"s=7\",\"page\":\"pages/product\",\"width\":280}");
        var slash = sandbox.post(path, "{\"scene\":\"s=7\",\"page\":\"/pages/product\"}");
        var missing = sandbox.post(path, "{\"scene\":\"s=7\",\"page\":\"pages/unpublished/x\"}");
        var narrow = sandbox.post(path, "{\"scene\":\"s=7\",\"width\":100}");

        assertThat(image.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(image.body()).contains("PNG");
        assertThat(errcode(slash)).isEqualTo(41030);
        assertThat(errcode(missing)).isEqualTo(41030);
        assertThat(errcode(narrow)).isEqualTo(40097);
    }

    @Test
    void a_phone_code_tells_the_number_of_its_owner_once() {
        var frank = merchant.signIn("frank");
        var other = merchant.signIn("grace");
        var path = "/wxa/business/getuserphonenumber?access_token=" + accessToken();
        var code = sandbox.post("/_control/phone-codes", "{\"member\":\"frank\",\"phone\":\"13800138000\"}")
                .path("code")
                .asText();

        var stranger = sandbox.post(path, "{\"code\":\"%s\",\"openid\":\"%s\"}".formatted(code, other));
        var owner = sandbox.post(path, "{\"code\":\"%s\",\"openid\":\"%s\"}".formatted(code, frank));
        var again = sandbox.post(path, "{\"code\":\"%s\",\"openid\":\"%s\"}".formatted(code, frank));
        var written = sandbox.post(path, "{\"code\":\"sandbox-phone-frank-13900139001-x1\"}");

        assertThat(errcode(stranger)).isEqualTo(40003);
        assertThat(owner.at("/phone_info/purePhoneNumber").asText()).isEqualTo("13800138000");
        assertThat(owner.at("/phone_info/watermark/appid").asText()).isEqualTo(sandbox.setting("app-id"));
        assertThat(errcode(again)).isEqualTo(40163);
        assertThat(written.at("/phone_info/phoneNumber").asText()).isEqualTo("13900139001");
        assertThat(errcode(merchant.signInWith("sandbox-phone-frank-13900139001-x2")))
                .isEqualTo(40029);
    }

    @Test
    void a_message_needs_a_consent_for_each_sending() {
        var henry = merchant.signIn("henry");
        var path = "/cgi-bin/message/subscribe/send?access_token=" + accessToken();
        var body = "{\"touser\":\"%s\",\"template_id\":\"T1\",\"data\":{\"a\":{\"value\":\"1\"}}}".formatted(henry);

        var unasked = sandbox.post(path, body);
        assertThat(sandbox.post("/_control/subscribe-consents", "{\"member\":\"henry\",\"templateId\":\"T1\"}")
                        .has("openid"))
                .isTrue();
        var sent = sandbox.post(path, body);
        var again = sandbox.post(path, body);

        assertThat(errcode(unasked)).isEqualTo(43101);
        assertThat(errcode(sent)).isZero();
        assertThat(errcode(again)).isEqualTo(43101);
        assertThat(sandbox.get("/_control/messages")).hasSize(1);
    }

    @Test
    void a_parcel_is_reported_once_and_corrected_once() {
        var iris = merchant.signIn("iris");
        assertThat(merchant.prepay(merchant.order("parcel-001", 1990, iris, "http://127.0.0.1:9/notify"))
                        .status())
                .isEqualTo(200);

        assertThat(errcode(ship(iris, "2026-01-01T10:00:00.000+08:00"))).isEqualTo(10060001);
        assertThat(merchant.pay("parcel-001").path("state").asText()).isEqualTo("SUCCESS");
        assertThat(errcode(ship(iris, "2026-01-01T10:00:00.000+08:00"))).isZero();
        assertThat(errcode(ship(iris, "2026-01-01T10:00:00.000+08:00"))).isEqualTo(10060023);
        assertThat(errcode(ship(iris, "2026-01-01T11:00:00.000+08:00"))).isZero();
        assertThat(errcode(ship(iris, "2026-01-01T12:00:00.000+08:00"))).isEqualTo(10060003);
    }

    @Test
    void a_pre_sale_is_announced_within_limits_and_only_before_it_is_sent() {
        var judy = merchant.signIn("judy");
        assertThat(merchant.prepay(merchant.order("special-001", 1990, judy, "http://127.0.0.1:9/notify"))
                        .status())
                .isEqualTo(200);
        assertThat(errcode(announce("special-001", ",\"type\":2"))).isEqualTo(268546002);
        var paidAt = Instant.parse(merchant.pay("special-001").path("paidAt").asText())
                .getEpochSecond();

        assertThat(errcode(announce("special-001", ",\"type\":3"))).isEqualTo(268546000);
        assertThat(errcode(announce("special-001", ",\"type\":1"))).isEqualTo(268546001);
        assertThat(errcode(announce("special-001", preSale(paidAt, 15)))).isEqualTo(268546001);
        assertThat(errcode(announce("special-001", preSale(paidAt, 331)))).isEqualTo(268546001);
        assertThat(errcode(announce("special-001", preSale(paidAt, 16)))).isZero();
        assertThat(errcode(announce("special-001", ",\"type\":2"))).isZero();
    }

    private static String preSale(long paidAt, int days) {
        return ",\"type\":1,\"delay_to\":" + (paidAt + Duration.ofDays(days).toSeconds());
    }

    private static JsonNode announce(String order, String rest) {
        return sandbox.post(
                "/wxa/sec/order/opspecialorder?access_token=" + accessToken(),
                "{\"order_id\":\"" + order + "\"" + rest + "}");
    }

    private static JsonNode ship(String openid, String time) {
        return sandbox.post("/wxa/sec/order/upload_shipping_info?access_token=" + accessToken(), """
                {"order_key":{"order_number_type":1,"mchid":"%s","out_trade_no":"parcel-001"},"logistics_type":1,\
                "delivery_mode":1,"shipping_list":[{"tracking_no":"SF1","express_company":"SF","item_desc":"T恤"}],\
                "upload_time":"%s","payer":{"openid":"%s"}}""".formatted(
                        sandbox.setting("mch-id"), time, openid));
    }
}
