package cn.siyu.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The strings behind WeChat's stage: buyers, their money, the network and the time, moved from a test. */
public final class SandboxControl {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private SandboxControl() {}

    // People

    /** A fresh {@code wx.login} code of a person; the same name is always the same openid. */
    public static String loginCode(String person) {
        return post("/codes", Map.of("member", person)).path("code").asText();
    }

    /** The same for a person whom WeChat also knows by a unionid. */
    public static String loginCode(String person, String unionid) {
        return post("/codes", Map.of("member", person, "unionid", unionid))
                .path("code")
                .asText();
    }

    public static String openid(String person) {
        return post("/codes", Map.of("member", person)).path("openid").asText();
    }

    /** A code of the {@code getPhoneNumber} button. */
    public static String phoneCode(String person, String phone) {
        return post("/phone-codes", Map.of("member", person, "phone", phone))
                .path("code")
                .asText();
    }

    public static void revokeTokens() {
        done(post("/tokens/revoke", Map.of()));
    }

    // Messages and codes

    /** The person allows so many more messages of a template, as the box in WeChat does; negative takes permissions back. */
    public static void grantSubscription(String person, String templateId, int times) {
        done(post("/subscribe-consents", Map.of("member", person, "templateId", templateId, "times", times)));
    }

    /** The subscribe messages that a person was sent, as WeChat took them, the oldest first. */
    public static JsonNode sentMessages(String person) {
        return get("/messages?openid=" + openid(person));
    }

    /** The mini-program codes made with a scene: {@code scene, page, version, width}. */
    public static JsonNode miniCodes(String scene) {
        return get("/mini-codes?scene=" + URLEncoder.encode(scene, UTF_8));
    }

    // Money

    /** The buyer pays what was prepared under this number. */
    public static void pay(String outTradeNo) {
        done(post("/payments/" + outTradeNo + "/pay", Map.of()));
    }

    /** The buyer pays by what {@code wx.requestPayment} was given. */
    public static void payPrepay(String prepayId) {
        done(post("/prepays/" + prepayId + "/pay", Map.of()));
    }

    /** A payment that began before the order expired and comes in only now. */
    public static void payLate(String outTradeNo) {
        done(post("/payments/" + outTradeNo + "/pay", Map.of("late", true)));
    }

    public static void fail(String outTradeNo) {
        done(post("/payments/" + outTradeNo + "/fail", Map.of()));
    }

    public static JsonNode payment(String outTradeNo) {
        return get("/payments/" + outTradeNo);
    }

    public static JsonNode refund(String outRefundNo) {
        return get("/refunds/" + outRefundNo);
    }

    /** @param mode how new refunds end: SUCCESS, PROCESSING (SUCCESS after a minute), CLOSED, ABNORMAL */
    public static void refundMode(String mode) {
        done(post("/refund-mode", Map.of("mode", mode)));
    }

    public static void settleRefund(String outRefundNo, String status) {
        done(post("/refunds/" + outRefundNo + "/settle", Map.of("status", status)));
    }

    /** The payee confirms a transfer in WeChat, and the money arrives. */
    public static void confirmTransfer(String outBillNo) {
        done(post("/transfers/" + outBillNo + "/confirm", Map.of()));
    }

    /** The payee confirms, and the money does not arrive: the reason is WeChat's word, such as ACCOUNT_FROZEN. */
    public static void confirmTransferInVain(String outBillNo, String failReason) {
        done(post("/transfers/" + outBillNo + "/confirm", Map.of("end", "FAIL", "failReason", failReason)));
    }

    /** The person agrees in WeChat that transfers need not be confirmed. */
    public static void confirmAuthorization(String person) {
        done(post("/authorizations/" + person + "/confirm", Map.of()));
    }

    /** The person takes that back in WeChat. */
    public static void revokeAuthorization(String person) {
        done(post("/authorizations/" + person + "/revoke", Map.of()));
    }

    /** WeChat ends a transfer by itself: FAIL or CANCELLED. */
    public static void endTransfer(String outBillNo, String state) {
        done(post("/transfers/" + outBillNo + "/end", Map.of("state", state)));
    }

    /** @param mode as what new transfers begin: WAIT_USER_CONFIRM, or ACCEPTED or PROCESSING for a minute */
    public static void transferMode(String mode) {
        done(post("/transfer-mode", Map.of("mode", mode)));
    }

    /** A transfer by WeChat's books: {@code state, fen, openid, failReason, request}. */
    public static JsonNode transfer(String outBillNo) {
        return get("/transfers/" + outBillNo);
    }

    /**
     * All that WeChat's books say: {@code paidFen, refundedFen, transferredFen, balanceFen, payments[], refunds[], transfers[]}. The
     * clearing account of the shop is paid minus refunded minus transferred.
     */
    public static JsonNode ledger() {
        return get("/ledger");
    }

    // Bills

    /**
     * Lets the bills of a day say something else than the books.
     *
     * @param kind OMIT, ADD, AMOUNT (so many fen more), STATE, DOUBLE
     * @param what PAYMENT, REFUND, TRANSFER
     */
    public static void differ(LocalDate day, String kind, String what, long fen, String state, List<String> numbers) {
        done(post(
                "/bills/" + day + "/differences",
                Map.of("kind", kind, "what", what, "fen", fen, "state", state, "numbers", numbers)));
    }

    /** @param kind BAD_HASH or BAD_SUMMARY */
    public static void spoilBill(LocalDate day, String kind) {
        done(post("/bills/" + day + "/differences", Map.of("kind", kind)));
    }

    /** The bills of a day say again what the books say. */
    public static void honestBill(LocalDate day) {
        done(send(request("/bills/" + day).DELETE().build()));
    }

    // Trouble

    /** @param mode such as NORMAL, DROP, DUPLICATE, TAMPER, WRONG_SERIAL, OLD_TIMESTAMP, SIGNTEST, WRONG_AMOUNT */
    public static void notifyMode(String mode) {
        done(post("/notify-mode", Map.of("mode", mode)));
    }

    public static void duplicateNotifications(int copies, boolean concurrent) {
        done(post("/notify-mode", Map.of("mode", "DUPLICATE", "copies", copies, "concurrent", concurrent)));
    }

    /** The notifications about a payment's or refund's number, with every attempt at delivery. */
    public static JsonNode notifications(String number) {
        return get("/notifications?number=" + number);
    }

    /** Sends the newest notification of a number again at once; answers the HTTP statuses of the shop's answers. */
    public static JsonNode redeliver(String number, String mode, int copies, boolean concurrent) {
        return post(
                        "/notifications/" + number + "/redeliver",
                        Map.of("mode", mode, "copies", copies, "concurrent", concurrent))
                .path("statuses");
    }

    /** @param fault such as TIMEOUT_AFTER, TIMEOUT_BEFORE, ERROR_500, ERROR_500_AFTER, ERROR_429, RESET, UNSIGNED */
    public static void fault(String endpoint, String fault, int times) {
        fault(endpoint, fault, times, "");
    }

    /** The same for calls in which {@code about} stands: what other tests have left at work does not take it. */
    public static void fault(String endpoint, String fault, int times, String about) {
        done(post("/faults", Map.of("endpoint", endpoint, "fault", fault, "times", times, "about", about)));
    }

    /** The same for so many of a hundred calls, drawn with a seed. */
    public static void sometimes(String endpoint, String fault, int percent, long seed) {
        done(post(
                "/faults",
                Map.of("endpoint", endpoint, "fault", fault, "times", 1_000_000, "percent", percent, "seed", seed)));
    }

    /** Lets an endpoint refuse with a code of WeChat's: a word at WeChat Pay, a number at the mini-program's API. */
    public static void refuse(String endpoint, int status, String code, int times) {
        refuse(endpoint, status, code, times, "");
    }

    /** The same for calls in which {@code about} stands. */
    public static void refuse(String endpoint, int status, String code, int times, String about) {
        done(post(
                "/faults",
                Map.of(
                        "endpoint",
                        endpoint,
                        "fault",
                        "ANSWER",
                        "status",
                        status,
                        "code",
                        code,
                        "times",
                        times,
                        "about",
                        about)));
    }

    /** Lets an endpoint do what it is asked and then answer in twenty drips, with a pause after each, once, where {@code about} stands. */
    public static void drip(String endpoint, Duration pause, String about) {
        done(post(
                "/faults",
                Map.of("endpoint", endpoint, "fault", "SLOW_DRIP", "delayMs", pause.toMillis(), "about", about)));
    }

    /** @param key by which key WeChat Pay signs until the reset: CURRENT, PREVIOUS, or FOREIGN, of which nobody was told */
    public static void signBy(String key) {
        done(post("/keys/sign-by", Map.of("key", key)));
    }

    /** Whether a fault still lies in wait. */
    public static boolean hasFaults() {
        return !get("/faults").isEmpty();
    }

    /** How often an endpoint was called since the sandbox started. */
    public static int calls(String endpoint) {
        return get("/calls?endpoint=" + endpoint).path(endpoint).path("total").asInt();
    }

    /** How often it was called of late with {@code about} in the address or the body. */
    public static int calls(String endpoint, String about) {
        return get("/calls?endpoint=" + endpoint + "&about=" + about)
                .path(endpoint)
                .path("total")
                .asInt();
    }

    /** No faults, normal notifications, the current key, buyers who wait, refunds that succeed, payees who are asked at once; the books stay. */
    public static void reset() {
        done(post("/reset", Map.of()));
    }

    // Time, of the sandbox and of the shop together

    public static Instant now() {
        return Instant.parse(get("/clock").path("now").asText());
    }

    public static void advance(Duration step) {
        done(post("/clock", Map.of("advance", step.toString())));
    }

    public static void resetClock() {
        done(post("/clock", Map.of("reset", true)));
    }

    private static JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    private static JsonNode post(String path, Map<String, ?> body) {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.Builder request(String path) {
        var address = ConfigProvider.getConfig().getValue("siyu.wechat.api-url", String.class);
        return HttpRequest.newBuilder(URI.create(address + "/_control" + path)).timeout(Duration.ofSeconds(60));
    }

    private static JsonNode send(HttpRequest request) {
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException("the sandbox says no: " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void done(JsonNode answer) {
        if (answer.isMissingNode()) {
            throw new IllegalStateException("the sandbox gave no answer");
        }
    }
}
