package cn.siyu.payment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import cn.siyu.payment.Letters.Letter;
import cn.siyu.payment.Payments.Due;
import cn.siyu.testing.SandboxControl;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.Notification;
import cn.siyu.wechat.WeChatPay.NotificationHeaders;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Notifications: only WeChat's own word about our own sums is taken, and what is taken is kept. */
@QuarkusTest
class CallbackTest {

    private static final String BUYER = "callback-test";
    private static final String TRANSACTIONS = "/callbacks/wechat-pay/transactions";
    private static final String AUTHORIZATIONS = "/callbacks/wechat-pay/authorizations";
    private static final String REFUNDS = "/callbacks/wechat-pay/refunds";

    @Inject
    Till till;

    @Inject
    WeChatPay weChatPay;

    @Inject
    Authorizations authorizations;

    @AfterEach
    void peace() {
        Till.asOwner("grant insert on payment_notification to siyu_app");
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void whatever_is_wrong_with_a_notification_changes_nothing() {
        var due = paidInSilence();

        for (var flaw : List.of(
                "TAMPER",
                "WRONG_SERIAL",
                "OLD_TIMESTAMP",
                "SIGNTEST",
                "WRONG_AMOUNT",
                "FOREIGN_MCHID",
                "NO_ASSOCIATED_DATA")) {
            var statuses = SandboxControl.redeliver(due.orderNo(), flaw, 1, false);
            assertThat(statuses.get(0).asInt()).as(flaw).isEqualTo(400);
        }

        assertThat(taken(due)).isZero();
        assertThat(till.state(due.orderNo())).isEqualTo("PREPARED");
        assertThat(till.ledgerFen(due.orderNo())).isZero();
        assertThat(SandboxControl.redeliver(due.orderNo(), "NORMAL", 1, false)
                        .get(0)
                        .asInt())
                .isEqualTo(204);
        till.awaitState(due.orderNo(), "CAPTURED");
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void a_genuine_letter_is_taken_and_its_repetition_too() {
        var due = till.due(BUYER, 777);
        assertThat(till.start(due).payment()).isNotNull();
        var letter = Letters.paid(due.orderNo(), 777, "42" + due.orderNo(), SandboxControl.now());

        send(TRANSACTIONS, letter).then().statusCode(204);
        send(TRANSACTIONS, letter).then().statusCode(204);

        till.awaitState(due.orderNo(), "CAPTURED");
        assertThat(taken(due)).isEqualTo(1);
        assertThat(till.text("select raw_sealed from payment_notification where business_no = ?", due.orderNo()))
                .startsWith("v1.")
                .doesNotContain("canary");
    }

    /** The order is then paid twice: both captures are told, and whoever owns the order gives one back. */
    @Test
    void a_number_that_we_closed_and_that_was_paid_after_all_is_captured_too() {
        var due = till.due(BUYER, 654);
        till.prepare(due);
        assertThat(till.close(due)).isEqualTo(Payments.Closing.CLOSED);
        till.prepare(due);
        SandboxControl.pay(due.orderNo() + "-2");
        till.awaitState(due.orderNo() + "-2", "CAPTURED");

        send(TRANSACTIONS, Letters.paid(due.orderNo(), 654, "46" + due.orderNo(), SandboxControl.now()))
                .then()
                .statusCode(204);

        till.awaitState(due.orderNo(), "CAPTURED");
        assertThat(till.count(
                        "select count(*) from kernel_outbox where type = 'PaymentCaptured' and key = ?",
                        due.order().toString()))
                .isEqualTo(2);
    }

    @Test
    void a_refund_letter_is_taken() {
        var due = till.paid(BUYER, 900);
        SandboxControl.refundMode("PROCESSING");
        SandboxControl.notifyMode("DROP");
        till.refund(due, "R" + due.orderNo(), 900);
        till.awaitRefund("R" + due.orderNo(), "PROCESSING");

        send(REFUNDS, Letters.refunded(due.orderNo(), "R" + due.orderNo(), 901, "SUCCESS", SandboxControl.now()))
                .then()
                .statusCode(400);
        SandboxControl.settleRefund("R" + due.orderNo(), "SUCCESS");
        send(REFUNDS, Letters.refunded(due.orderNo(), "R" + due.orderNo(), 900, "SUCCESS", SandboxControl.now()))
                .then()
                .statusCode(204);

        till.awaitRefund("R" + due.orderNo(), "SUCCESS");
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void a_letter_about_an_authorization_is_only_believed_to_be_about_its_number() {
        var member = UUID.randomUUID();
        var _ = Till.ended(authorizations.ask(member, SandboxControl.openid(BUYER + member), "推广员"));
        var number = till.text("select out_no from payment_authorization where member_id::text = ?", member.toString());

        send(AUTHORIZATIONS, Letters.authorized("unknown", SandboxControl.now()))
                .then()
                .statusCode(400);
        send(AUTHORIZATIONS, Letters.paid("other", 1, "42other", SandboxControl.now()))
                .then()
                .statusCode(400);
        send(AUTHORIZATIONS, Letters.authorized(number, SandboxControl.now()))
                .then()
                .statusCode(204);

        assertThat(Till.ended(authorizations.standing(member)).orElseThrow().state())
                .isEqualTo(Authorizations.State.WAITING);
    }

    @Test
    void a_letter_without_proof_with_two_proofs_or_too_large_is_refused_without_detail() {
        var due = till.due(BUYER, 800);
        assertThat(till.start(due).payment()).isNotNull();
        var letter = Letters.paid(due.orderNo(), 800, "43" + due.orderNo(), SandboxControl.now());

        refused(given().contentType("application/json").body(letter.body()).post(TRANSACTIONS));
        refused(given().contentType("application/json")
                .headers(letter.headers())
                .header("Wechatpay-Serial", "ANOTHER")
                .body(letter.body())
                .post(TRANSACTIONS));
        refused(send(TRANSACTIONS, new Letter(letter.headers(), "x".repeat(70_000))));
        refused(send(
                TRANSACTIONS,
                Letters.paid(
                        due.orderNo(),
                        800,
                        "44" + due.orderNo(),
                        SandboxControl.now().minus(Duration.ofMinutes(6)))));
        refused(send(TRANSACTIONS, Letters.paid(due.orderNo(), 800, "47" + due.orderNo(), Instant.EPOCH)));
        refused(send(TRANSACTIONS, withHeader(letter, "Wechatpay-Timestamp", "1e9")));
        refused(send(
                TRANSACTIONS,
                withHeader(
                        letter,
                        "Wechatpay-Signature",
                        "WECHATPAY/SIGNTEST/" + letter.headers().get("Wechatpay-Signature"))));
        refused(send(
                TRANSACTIONS,
                Letters.paid("NOT-OURS-" + due.orderNo(), 800, "45" + due.orderNo(), SandboxControl.now())));

        assertThat(taken(due)).isZero();
        assertThat(till.state(due.orderNo())).isEqualTo("PREPARED");
    }

    @Test
    void the_official_parser_and_ours_read_the_same() {
        var letter = Letters.paid("T-OFFICIAL-1", 888, "4200-official", SandboxControl.now());
        var config = new RSAPublicKeyNotificationConfig.Builder()
                .publicKey(Letters.pem(Letters.setting("pay-public-key")))
                .publicKeyId(Letters.setting("pay-public-key-id"))
                .apiV3Key(Letters.setting("api-v3-key"))
                .build();
        var theirs = new NotificationParser(config)
                .parse(
                        new RequestParam.Builder()
                                .serialNumber(letter.headers().get("Wechatpay-Serial"))
                                .nonce(letter.headers().get("Wechatpay-Nonce"))
                                .signature(letter.headers().get("Wechatpay-Signature"))
                                .timestamp(letter.headers().get("Wechatpay-Timestamp"))
                                .signType("WECHATPAY2-SHA256-RSA2048")
                                .body(letter.body())
                                .build(),
                        JsonObject.class);

        var ours = weChatPay.open(headers(letter.headers()), letter.body().getBytes(StandardCharsets.UTF_8));

        assertThat(ours).isInstanceOfSatisfying(Notification.Paid.class, paid -> {
            assertThat(paid.transaction().outTradeNo())
                    .isEqualTo(theirs.get("out_trade_no").getAsString());
            assertThat(paid.transaction().transactionId())
                    .contains(theirs.get("transaction_id").getAsString());
        });
    }

    /** The issue's words: answering 500 four times, the fifth delivery lands; 15/15/30/180 s between them. */
    @Test
    void what_we_cannot_keep_is_sent_again_until_we_can() {
        Till.asOwner("revoke insert on payment_notification from siyu_app");
        var due = till.due(BUYER, 990);
        assertThat(till.start(due).payment()).isNotNull();
        SandboxControl.fault("query", "ERROR_500", 1_000, due.orderNo());
        SandboxControl.pay(due.orderNo());

        for (var pause : List.of(15, 15, 30)) {
            awaitAttempts(due, a -> !a.isEmpty());
            var before = attempts(due).size();
            SandboxControl.advance(Duration.ofSeconds(pause + 1));
            awaitAttempts(due, a -> a.size() == before + 1);
        }
        assertThat(attempts(due))
                .hasSize(4)
                .allSatisfy(attempt ->
                        assertThat(attempt.path("httpStatus").asInt()).isEqualTo(500));
        assertThat(till.state(due.orderNo())).isEqualTo("PREPARED");
        Till.asOwner("grant insert on payment_notification to siyu_app");
        SandboxControl.advance(Duration.ofSeconds(181));
        awaitAttempts(due, a -> a.size() == 5);

        assertThat(attempts(due).getLast().path("httpStatus").asInt()).isEqualTo(204);
        assertThat(attempts(due).stream().skip(1).map(a -> delaySeconds(a)).toList())
                .containsExactly(15L, 15L, 30L, 180L);
        till.awaitState(due.orderNo(), "CAPTURED");
        assertThat(taken(due)).isEqualTo(1);
        till.awaitEqualBooks(due.orderNo());
    }

    private Due paidInSilence() {
        SandboxControl.notifyMode("DROP");
        var due = till.due(BUYER, 6_600);
        assertThat(till.start(due).payment()).isNotNull();
        SandboxControl.fault("query", "ERROR_500", 1_000, due.orderNo());
        SandboxControl.pay(due.orderNo());
        return due;
    }

    private static void awaitAttempts(Due due, java.util.function.Predicate<List<JsonNode>> seen) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> seen.test(attempts(due)));
    }

    private static List<JsonNode> attempts(Due due) {
        var all = new ArrayList<JsonNode>();
        SandboxControl.notifications(due.orderNo())
                .forEach(notification -> notification.path("attempts").forEach(all::add));
        return all;
    }

    private static long delaySeconds(JsonNode attempt) {
        return attempt.path("delaySeconds").asLong();
    }

    private long taken(Due due) {
        return till.count("select count(*) from payment_notification where business_no = ?", due.orderNo());
    }

    private static Response send(String path, Letter letter) {
        return given().contentType("application/json")
                .headers(letter.headers())
                .body(letter.body())
                .post(path);
    }

    private static Letter withHeader(Letter letter, String name, String value) {
        var headers = new HashMap<>(letter.headers());
        var _ = headers.put(name, value);
        return new Letter(headers, letter.body());
    }

    private static void refused(Response answer) {
        answer.then()
                .statusCode(400)
                .body("code", equalTo("NOTIFICATION_REFUSED"))
                .body("detail", equalTo(null))
                .body(not(containsString("at cn.siyu")));
    }

    private static NotificationHeaders headers(Map<String, String> headers) {
        return new NotificationHeaders(
                String.valueOf(headers.get("Wechatpay-Timestamp")),
                String.valueOf(headers.get("Wechatpay-Nonce")),
                String.valueOf(headers.get("Wechatpay-Signature")),
                String.valueOf(headers.get("Wechatpay-Serial")));
    }
}
