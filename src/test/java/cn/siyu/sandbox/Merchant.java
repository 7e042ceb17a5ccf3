package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.util.NonceUtil;
import com.wechat.pay.java.core.util.PemUtil;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;

/** A merchant who speaks to WeChat Pay with nothing but the official library. */
final class Merchant {
    private final SandboxProcess sandbox;
    private final RSASigner signer;
    private final RSAVerifier verifier;

    Merchant(SandboxProcess sandbox) {
        this.sandbox = sandbox;
        this.signer = new RSASigner(
                sandbox.setting("mch-serial"), PemUtil.loadPrivateKeyFromString(sandbox.setting("mch-private-key")));
        this.verifier = new RSAVerifier(
                PemUtil.loadPublicKeyFromString(sandbox.setting("pay-public-key")),
                sandbox.setting("pay-public-key-id"));
    }

    /** An answer and whether WeChat's signature over it is good. */
    record Reply(HttpResponse<String> response, boolean signed) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return SandboxProcess.json(response.body());
        }

        String code() {
            return json().path("code").asText();
        }
    }

    String signIn(String name) {
        var code = sandbox.post("/_control/codes", "{\"member\":\"" + name + "\"}")
                .path("code")
                .asText();
        return signInWith(code).path("openid").asText();
    }

    JsonNode signInWith(String code) {
        return sandbox.get("/sns/jscode2session?grant_type=authorization_code&appid=" + sandbox.setting("app-id")
                + "&secret=" + sandbox.setting("app-secret") + "&js_code=" + code);
    }

    String order(String number, long fen, String openid, String notifyUrl) {
        return order(number, fen, openid, notifyUrl, "");
    }

    /** The body of a prepay; {@code more} holds further fields, each with a leading comma. */
    String order(String number, long fen, String openid, String notifyUrl, String more) {
        return """
                {"appid":"%s","mchid":"%s","description":"童装 T恤","out_trade_no":"%s","notify_url":"%s",\
                "amount":{"total":%d,"currency":"CNY"},"payer":{"openid":"%s"}%s}""".formatted(
                        sandbox.setting("app-id"), sandbox.setting("mch-id"), number, notifyUrl, fen, openid, more);
    }

    Reply prepay(String body) {
        return post("/v3/pay/transactions/jsapi", body);
    }

    Reply query(String number) {
        return get("/v3/pay/transactions/out-trade-no/" + number + "?mchid=" + sandbox.setting("mch-id"));
    }

    Reply close(String number) {
        return post(
                "/v3/pay/transactions/out-trade-no/" + number + "/close",
                "{\"mchid\":\"" + sandbox.setting("mch-id") + "\"}");
    }

    Reply refund(String number, String order, long fen, long total, String notifyUrl) {
        return post("/v3/refund/domestic/refunds", """
                {"out_trade_no":"%s","out_refund_no":"%s","reason":"尺码不合","notify_url":"%s",\
                "amount":{"refund":%d,"total":%d,"currency":"CNY"}}""".formatted(order, number, notifyUrl, fen, total));
    }

    Reply refundQuery(String number) {
        return get("/v3/refund/domestic/refunds/" + number);
    }

    JsonNode pay(String number) {
        return sandbox.post("/_control/payments/" + number + "/pay", "{}");
    }

    Reply get(String path) {
        return send("GET", path, "");
    }

    Reply post(String path, String body) {
        return send("POST", path, body);
    }

    private Reply send(String method, String path, String body) {
        var request =
                request(method, path, body).header("Authorization", authorization(method, path, body, sandbox.now()));
        return checked(sandbox.send(request));
    }

    HttpRequest.Builder request(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json");
        return body.isEmpty()
                ? request.method(method, HttpRequest.BodyPublishers.noBody())
                : request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    String authorization(String method, String path, String body, Instant time) {
        var nonce = NonceUtil.createNonce(32);
        var message = method + "\n" + path + "\n" + time.getEpochSecond() + "\n" + nonce + "\n" + body + "\n";
        return "WECHATPAY2-SHA256-RSA2048 mchid=\"" + sandbox.setting("mch-id") + "\",nonce_str=\"" + nonce
                + "\",signature=\"" + signer.sign(message).getSign() + "\",timestamp=\"" + time.getEpochSecond()
                + "\",serial_no=\"" + sandbox.setting("mch-serial") + "\"";
    }

    Reply checked(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Request-ID")).isPresent();
        var headers = response.headers();
        var message = headers.firstValue("Wechatpay-Timestamp").orElse("") + "\n"
                + headers.firstValue("Wechatpay-Nonce").orElse("") + "\n" + response.body() + "\n";
        var signature = headers.firstValue("Wechatpay-Signature");
        var serial = headers.firstValue("Wechatpay-Serial").orElse("");
        return new Reply(response, signature.isPresent() && verifier.verify(serial, message, signature.get()));
    }
}
