package cn.siyu.trade;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** WeChat tells when the money of an order is the shop's (E13). */
@QuarkusTest
class SettlementPushTest {

    private static final String PATH = "/callbacks/mini-program";
    private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final String TIME = "1409304348";

    private final String token = setting("siyu.wechat.push-token");
    private final String appId = setting("siyu.wechat.app-id");

    @Test
    void the_moment_is_kept_once_with_the_order() {
        var order = Shop.buyer().buy(Shop.product(1000, 3), 1);
        var at = SandboxControl.now().getEpochSecond();
        assertThat(released(order)).isNull();

        push(settled(order, 0), appId, token).then().statusCode(200);
        assertThat(released(order))
                .as("shipped, and the money still on its way")
                .isNull();
        push(settled(order, at), appId, token).then().statusCode(200);
        push(settled(order, at + 60), appId, token).then().statusCode(200);
        push("{\"Event\":\"subscribe_msg_popup_event\"}", appId, token).then().statusCode(200);

        assertThat(released(order)).isEqualTo(Instant.ofEpochSecond(at).toString());
    }

    @Test
    void who_is_not_wechat_is_refused() {
        var order = Shop.buyer().buy(Shop.product(1000, 3), 1);
        var told = settled(order, SandboxControl.now().getEpochSecond());

        push(told, appId, "another token").then().statusCode(400);
        push(told, "wx-of-another", token).then().statusCode(400);
        given().contentType("application/json").body(told).post(PATH).then().statusCode(400);

        assertThat(released(order)).isNull();
    }

    @Test
    void the_address_is_proved() {
        var signature = sha1(Stream.of(token, TIME, "n"));

        var greeted = given().queryParam("signature", signature)
                .queryParam("timestamp", TIME)
                .queryParam("nonce", "n")
                .queryParam("echostr", "it is us")
                .get(PATH);

        greeted.then().statusCode(200);
        assertThat(greeted.asString()).isEqualTo("it is us");
        given().queryParam("echostr", "it is us").get(PATH).then().statusCode(400);
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private static String settled(Placed order, long at) {
        return """
                {"MsgType":"event","Event":"trade_manage_order_settlement","transaction_id":"4200","merchant_id":"1900",
                 "merchant_trade_no":"%s-2","pay_time":1,"shipped_time":2,"settlement_time":%d}""".formatted(order.number(), at);
    }

    private static @Nullable String released(Placed order) {
        return Shop.as(Shop.staff("finance"))
                .get("/api/admin/v1/orders/{id}", order.id())
                .then()
                .statusCode(200)
                .extract()
                .path("fundsReleasedAt");
    }

    private static Response push(String event, String forApp, String under) {
        var sealed = sealed(event, forApp);
        return given().contentType("application/json")
                .queryParam("msg_signature", sha1(Stream.of(under, TIME, "n", sealed)))
                .queryParam("timestamp", TIME)
                .queryParam("nonce", "n")
                .body(Map.of("ToUserName", "gh_1", "Encrypt", sealed))
                .post(PATH);
    }

    private static String sealed(String event, String forApp) {
        var text = event.getBytes(UTF_8);
        var app = forApp.getBytes(UTF_8);
        var length = 16 + 4 + text.length + app.length;
        var pad = 32 - length % 32;
        var plain = ByteBuffer.allocate(length + pad)
                .put("aaaabbbbccccdddd".getBytes(UTF_8))
                .putInt(text.length)
                .put(text)
                .put(app)
                .array();
        Arrays.fill(plain, length, length + pad, (byte) pad);
        try {
            var key = Base64.getDecoder().decode(KEY + "=");
            var cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha1(Stream<String> parts) {
        try {
            var text = parts.sorted().collect(Collectors.joining());
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
