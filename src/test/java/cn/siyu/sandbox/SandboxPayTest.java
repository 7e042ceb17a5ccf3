package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.auth.WechatPay2Validator;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.util.PemUtil;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepay, query and close, held to WeChat Pay's rules from outside. */
class SandboxPayTest {
    private static final String NOWHERE = "http://127.0.0.1:9/notify";

    @TempDir
    static Path folder;

    private static SandboxProcess sandbox;
    private static Merchant merchant;
    private static String alice;

    @BeforeAll
    static void start() {
        sandbox = SandboxProcess.start(folder);
        merchant = new Merchant(sandbox);
        alice = merchant.signIn("alice");
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void real_time_and_no_faults() {
        assertThat(sandbox.post("/_control/clock", "{\"reset\":true}").has("now"))
                .isTrue();
        assertThat(sandbox.post("/_control/reset", "{}")).isEmpty();
    }

    @Test
    void the_official_credential_and_validator_agree_with_it() {
        var signer = new RSASigner(
                sandbox.setting("mch-serial"), PemUtil.loadPrivateKeyFromString(sandbox.setting("mch-private-key")));
        var credential = new WechatPay2Credential(sandbox.setting("mch-id"), signer);
        var validator = new WechatPay2Validator(new RSAVerifier(
                PemUtil.loadPublicKeyFromString(sandbox.setting("pay-public-key")),
                sandbox.setting("pay-public-key-id")));
        var body = merchant.order("official-0001", 1990, alice, NOWHERE);
        var address = URI.create(sandbox.url() + "/v3/pay/transactions/jsapi");

        var response = sandbox.send(HttpRequest.newBuilder(address)
                .header("Authorization", credential.getAuthorization(address, "POST", body))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        var headers = new LinkedHashMap<String, String>();
        response.headers().map().forEach((name, values) -> headers.put(capitalised(name), values.getFirst()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(SandboxProcess.json(response.body()).path("prepay_id").asText())
                .startsWith("wx");
        assertThat(validator.validate(new HttpHeaders(headers), response.body()))
                .isTrue();
    }

    /** The official headers are found by their exact spelling, the HTTP client gives small letters. */
    private static String capitalised(String name) {
        return name.equalsIgnoreCase("request-id")
                ? "Request-ID"
                : Arrays.stream(name.split("-"))
                        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                        .collect(Collectors.joining("-"));
    }

    @Test
    void one_changed_byte_breaks_the_signature() {
        var path = "/v3/pay/transactions/jsapi";
        var body = merchant.order("changed-0001", 1990, alice, NOWHERE);
        var authorization = merchant.authorization("POST", path, body, sandbox.now());

        var spaced = sandbox.send(merchant.request("POST", path, body + " ").header("Authorization", authorization));
        var exact = sandbox.send(merchant.request("POST", path, body).header("Authorization", authorization));

        assertThat(spaced.statusCode()).isEqualTo(401);
        assertThat(SandboxProcess.json(spaced.body()).path("code").asText()).isEqualTo("SIGN_ERROR");
        assertThat(exact.statusCode()).isEqualTo(200);
    }

    @Test
    void the_query_string_belongs_to_what_is_signed() {
        var signed = "/v3/pay/transactions/out-trade-no/nothing-1?mchid=" + sandbox.setting("mch-id");
        var sent = signed + "&x=1";

        var response = sandbox.send(merchant.request("GET", sent, "")
                .header("Authorization", merchant.authorization("GET", signed, "", sandbox.now())));

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void a_signature_older_than_five_minutes_is_refused_on_the_virtual_clock() {
        var path = "/v3/pay/transactions/out-trade-no/nothing-2?mchid=" + sandbox.setting("mch-id");
        var authorization = merchant.authorization("GET", path, "", sandbox.now());
        sandbox.advance(Duration.ofMinutes(6));

        var late = sandbox.send(merchant.request("GET", path, "").header("Authorization", authorization));

        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(merchant.get(path).code()).isEqualTo("ORDER_NOT_EXIST");
    }

    @Test
    void a_request_without_accept_or_signature_is_refused() {
        var path = "/v3/pay/transactions/out-trade-no/nothing-3?mchid=" + sandbox.setting("mch-id");
        var address = URI.create(sandbox.url() + path);
        var authorization = merchant.authorization("GET", path, "", sandbox.now());

        var bare = sandbox.send(HttpRequest.newBuilder(address).header("Authorization", authorization));
        var unsigned = sandbox.send(HttpRequest.newBuilder(address).header("Accept", "application/json"));

        assertThat(bare.statusCode()).isEqualTo(400);
        assertThat(unsigned.statusCode()).isEqualTo(401);
    }

    @Test
    void the_same_order_again_gives_a_new_prepay_and_other_parameters_are_refused() {
        var body = merchant.order("again-0001", 1990, alice, NOWHERE);

        var first = merchant.prepay(body);
        var second = merchant.prepay(body);
        var dearer = merchant.prepay(merchant.order("again-0001", 2990, alice, NOWHERE));

        assertThat(first.signed()).isTrue();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json()).isNotEqualTo(first.json());
        assertThat(dearer.status()).isEqualTo(400);
        assertThat(dearer.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void fields_outside_their_rules_are_refused() {
        assertThat(merchant.prepay(merchant.order("short", 1, alice, NOWHERE)).code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.prepay(merchant.order("x".repeat(33), 1, alice, NOWHERE))
                        .code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.prepay(merchant.order("no spaces 1", 1, alice, NOWHERE))
                        .code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.prepay(merchant.order("nothing-free", 0, alice, NOWHERE))
                        .code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.prepay(merchant.order("stranger-01", 1, "o-nobody", NOWHERE))
                        .code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.prepay(merchant.order("far-http-01", 1, alice, "http://shop.example/notify"))
                        .code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.prepay(merchant.order("a|b*c_d-e1", 1, alice, "https://shop.example/notify"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_paid_order_is_told_by_number_and_by_transaction() {
        assertThat(merchant.prepay(merchant.order("paid-0001", 1990, alice, NOWHERE, ",\"attach\":\"cart 7\""))
                        .status())
                .isEqualTo(200);
        assertThat(merchant.query("paid-0001").json().path("trade_state").asText())
                .isEqualTo("NOTPAY");

        var paid = merchant.pay("paid-0001");

        var byNumber = merchant.query("paid-0001");
        var byTransaction = merchant.get("/v3/pay/transactions/id/"
                + paid.path("transactionId").asText() + "?mchid=" + sandbox.setting("mch-id"));
        assertThat(byNumber.signed()).isTrue();
        assertThat(byNumber.json().path("trade_state").asText()).isEqualTo("SUCCESS");
        assertThat(byNumber.json().at("/amount/payer_total").asInt()).isEqualTo(1990);
        assertThat(byNumber.json().at("/payer/openid").asText()).isEqualTo(alice);
        assertThat(byNumber.json().path("attach").asText()).isEqualTo("cart 7");
        assertThat(byTransaction.json()).isEqualTo(byNumber.json());
        assertThat(merchant.prepay(merchant.order("paid-0001", 1990, alice, NOWHERE))
                        .code())
                .isEqualTo("ORDERPAID");
        assertThat(merchant.close("paid-0001").code()).isEqualTo("ORDERPAID");
        assertThat(sandbox.exchange("POST", "/_control/payments/paid-0001/pay", "{}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void a_closed_order_stays_closed() {
        assertThat(merchant.prepay(merchant.order("closed-001", 1990, alice, NOWHERE))
                        .status())
                .isEqualTo(200);

        var closed = merchant.close("closed-001");
        var again = merchant.close("closed-001");

        assertThat(closed.status()).isEqualTo(204);
        assertThat(closed.signed()).isTrue();
        assertThat(again.status()).isEqualTo(204);
        assertThat(merchant.query("closed-001").json().path("trade_state").asText())
                .isEqualTo("CLOSED");
        assertThat(merchant.prepay(merchant.order("closed-001", 1990, alice, NOWHERE))
                        .code())
                .isEqualTo("ORDER_CLOSED");
        assertThat(merchant.close("unknown-001").code()).isEqualTo("ORDER_NOT_EXIST");
    }

    @Test
    void nobody_pays_after_the_time_is_up_unless_the_payment_was_on_its_way() {
        var expires = sandbox.now().plus(Duration.ofMinutes(15));
        var body = merchant.order("expire-001", 1990, alice, NOWHERE, ",\"time_expire\":\"" + expires + "\"");
        assertThat(merchant.prepay(body).status()).isEqualTo(200);
        sandbox.advance(Duration.ofMinutes(16));

        var tooLate = sandbox.exchange("POST", "/_control/payments/expire-001/pay", "{}");
        var onItsWay = sandbox.post("/_control/payments/expire-001/pay", "{\"late\":true}");

        assertThat(tooLate.statusCode()).isEqualTo(409);
        assertThat(onItsWay.path("state").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void a_prepay_lives_two_hours_and_an_unpaid_order_seven_days() {
        var body = merchant.order("prepay-001", 1990, alice, NOWHERE);
        var prepay = merchant.prepay(body).json().path("prepay_id").asText();
        sandbox.advance(Duration.ofHours(3));
        assertThat(sandbox.exchange("POST", "/_control/prepays/" + prepay + "/pay", "{}")
                        .statusCode())
                .isEqualTo(409);

        var renewed = merchant.prepay(body).json().path("prepay_id").asText();
        assertThat(sandbox.post("/_control/prepays/" + renewed + "/fail", "{}")
                        .path("state")
                        .asText())
                .isEqualTo("PAYERROR");
        sandbox.advance(Duration.ofDays(7));

        assertThat(merchant.query("prepay-001").json().path("trade_state").asText())
                .isEqualTo("CLOSED");
    }

    @Test
    void an_eager_buyer_pays_as_soon_as_the_cashier_opens() {
        var before = sandbox.get("/_control/ledger").path("paidFen").asLong();
        assertThat(sandbox.post("/_control/pay-mode", "{\"mode\":\"AUTO_PAY\"}").has("mode"))
                .isTrue();

        assertThat(merchant.prepay(merchant.order("eager-0001", 1990, alice, NOWHERE))
                        .status())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> sandbox.get("/_control/payments/eager-0001")
                        .path("state")
                        .asText()
                        .equals("SUCCESS"));
        assertThat(sandbox.get("/_control/ledger").path("paidFen").asLong() - before)
                .isEqualTo(1990);
    }
}
