package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.wechat.pay.java.core.exception.ValidationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications, read by the official parser, on WeChat's own schedule. */
class SandboxNotifyTest {
    private static final List<Long> SCHEDULE = List.of(
            0L, 15L, 15L, 30L, 180L, 600L, 1200L, 1800L, 1800L, 1800L, 3600L, 10800L, 10800L, 10800L, 21600L, 21600L);

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
    void real_time_and_an_empty_desk() {
        assertThat(sandbox.post("/_control/clock", "{\"reset\":true}").has("now"))
                .isTrue();
        assertThat(sandbox.post("/_control/reset", "{}")).isEmpty();
        desk.forget();
    }

    private static void buy(String number) {
        assertThat(merchant.prepay(merchant.order(number, 1990, alice, desk.url()))
                        .status())
                .isEqualTo(200);
        assertThat(merchant.pay(number).path("state").asText()).isEqualTo("SUCCESS");
    }

    private static JsonNode told(String number) {
        return sandbox.get("/_control/notifications?number=" + number).path(0);
    }

    private static List<JsonNode> attempts(String number) {
        return StreamSupport.stream(told(number).path("attempts").spliterator(), false)
                .toList();
    }

    private static void awaitAttempts(String number, int count) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> attempts(number).size() >= count);
    }

    private static List<Long> delays(String number) {
        return attempts(number).stream()
                .map(attempt -> attempt.path("delaySeconds").asLong())
                .toList();
    }

    private static List<Integer> statuses(String number) {
        return attempts(number).stream()
                .map(attempt -> attempt.path("httpStatus").asInt())
                .toList();
    }

    @Test
    void a_payment_is_told_signed_and_encrypted() {
        buy("told-00001");
        awaitAttempts("told-00001", 1);

        var envelope = desk.received().getFirst();
        var transaction = desk.parsed(envelope);
        assertThat(envelope.json().path("event_type").asText()).isEqualTo("TRANSACTION.SUCCESS");
        assertThat(envelope.json().path("id").asText()).hasSizeLessThanOrEqualTo(36);
        assertThat(envelope.json().at("/resource/nonce").asText())
                .hasSize(12)
                .isNotEqualTo(envelope.header("Wechatpay-Nonce"));
        assertThat(transaction.path("out_trade_no").asText()).isEqualTo("told-00001");
        assertThat(transaction.path("trade_state").asText()).isEqualTo("SUCCESS");
        assertThat(transaction.at("/amount/total").asInt()).isEqualTo(1990);
        assertThat(told("told-00001").path("status").asText()).isEqualTo("DELIVERED");
    }

    @Test
    void after_four_failures_the_fifth_delivery_lands() {
        desk.answerFirst(500, 500, 500, 500);
        buy("fifth-0001");

        awaitAttempts("fifth-0001", 1);
        for (var step = 1; step < 5; step++) {
            sandbox.advance(Duration.ofSeconds(SCHEDULE.get(step)));
            awaitAttempts("fifth-0001", step + 1);
        }

        assertThat(delays("fifth-0001")).containsExactly(0L, 15L, 15L, 30L, 180L);
        assertThat(statuses("fifth-0001")).containsExactly(500, 500, 500, 500, 200);
        assertThat(told("fifth-0001").path("status").asText()).isEqualTo("DELIVERED");
    }

    @Test
    void nothing_is_sent_before_its_time() throws InterruptedException {
        desk.answerAlways(500);
        buy("early-0001");
        awaitAttempts("early-0001", 1);

        sandbox.advance(Duration.ofSeconds(12));
        Thread.sleep(200);

        assertThat(attempts("early-0001")).hasSize(1);
    }

    @Test
    void a_leap_of_a_day_plays_the_whole_schedule_and_then_gives_up() {
        desk.answerAlways(503);
        buy("giveup-001");

        sandbox.advance(Duration.ofHours(25));
        awaitAttempts("giveup-001", 16);

        assertThat(delays("giveup-001")).isEqualTo(SCHEDULE);
        assertThat(told("giveup-001").path("status").asText()).isEqualTo("GIVEN_UP");
    }

    @Test
    void only_200_and_204_are_taken() {
        desk.answerFirst(201, 302, 204);
        buy("codes-0001");

        sandbox.advance(Duration.ofMinutes(2));
        awaitAttempts("codes-0001", 3);

        assertThat(statuses("codes-0001")).containsExactly(201, 302, 204);
    }

    @Test
    void dropped_notifications_reach_nobody_and_go_on_when_the_road_is_clear() {
        assertThat(sandbox.post("/_control/notify-mode", "{\"mode\":\"DROP\"}").has("mode"))
                .isTrue();
        buy("drop-00001");
        awaitAttempts("drop-00001", 1);
        assertThat(desk.received()).isEmpty();

        assertThat(sandbox.post("/_control/reset", "{}")).isEmpty();
        sandbox.advance(Duration.ofSeconds(20));
        awaitAttempts("drop-00001", 2);

        assertThat(desk.received()).hasSize(1);
    }

    @Test
    void twenty_copies_at_once_carry_the_same_id() {
        assertThat(sandbox.post("/_control/notify-mode", "{\"mode\":\"DUPLICATE\",\"copies\":20,\"concurrent\":true}")
                        .has("mode"))
                .isTrue();
        buy("copies-001");
        awaitAttempts("copies-001", 20);

        assertThat(desk.received())
                .hasSize(20)
                .extracting(one -> one.json().path("id").asText())
                .containsOnly(told("copies-001").path("id").asText());
    }

    @Test
    void a_notification_is_sent_again_by_hand() {
        buy("byhand-001");
        awaitAttempts("byhand-001", 1);

        var again = sandbox.post("/_control/notifications/byhand-001/redeliver", "{\"copies\":10}");

        assertThat(again.path("statuses")).hasSize(10).allMatch(status -> status.asInt() == 200);
        assertThat(desk.read()).hasSize(11);
    }

    @Test
    void later_news_comes_first_when_the_order_is_turned() {
        assertThat(sandbox.post("/_control/notify-mode", "{\"mode\":\"REORDER\",\"delayMs\":1000}")
                        .has("mode"))
                .isTrue();
        buy("turned-001");
        assertThat(merchant.refund("turned-001-R", "turned-001", 90, 1990, desk.url())
                        .status())
                .isEqualTo(200);
        awaitAttempts("turned-001", 1);
        awaitAttempts("turned-001-R", 1);

        assertThat(desk.received())
                .extracting(one -> one.json().path("event_type").asText())
                .containsExactly("REFUND.SUCCESS", "TRANSACTION.SUCCESS");
    }

    @Test
    void spoilt_letters_do_not_pass_the_official_parser() {
        buy("spoilt-001");
        awaitAttempts("spoilt-001", 1);
        for (var mode : List.of("TAMPER", "WRONG_SERIAL", "SIGNTEST")) {
            desk.clear();
            assertThat(sandbox.post("/_control/notifications/spoilt-001/redeliver", "{\"mode\":\"" + mode + "\"}")
                            .path("statuses"))
                    .hasSize(1);
            assertThatThrownBy(desk::read)
                    .as(mode)
                    .isInstanceOfAny(ValidationException.class, IllegalArgumentException.class);
        }
    }

    @Test
    void lies_in_good_form_pass_the_parser_and_must_be_caught_behind_it() {
        buy("liar-00001");
        awaitAttempts("liar-00001", 1);
        desk.clear();
        for (var mode : List.of("WRONG_AMOUNT", "FOREIGN_MCHID", "OLD_TIMESTAMP")) {
            assertThat(sandbox.post("/_control/notifications/liar-00001/redeliver", "{\"mode\":\"" + mode + "\"}")
                            .path("statuses"))
                    .hasSize(1);
        }

        var read = desk.read();
        assertThat(read.get(0).at("/amount/total").asInt()).isEqualTo(1991);
        assertThat(read.get(1).path("mchid").asText()).isNotEqualTo(sandbox.setting("mch-id"));
        assertThat(Long.parseLong(desk.received().get(2).header("Wechatpay-Timestamp")))
                .isLessThan(sandbox.now().getEpochSecond() - 300);
    }

    @Test
    void a_delayed_notification_waits_for_the_virtual_time() throws InterruptedException {
        assertThat(sandbox.post("/_control/notify-mode", "{\"mode\":\"DELAY\",\"delayMs\":60000}")
                        .has("mode"))
                .isTrue();
        buy("delay-0001");
        Thread.sleep(100);
        assertThat(desk.received()).isEmpty();

        sandbox.advance(Duration.ofMinutes(1));
        awaitAttempts("delay-0001", 1);

        assertThat(statuses("delay-0001")).containsExactly(200);
    }

    @Test
    void an_answer_after_five_seconds_comes_too_late() {
        desk.hesitateOnce(Duration.ofSeconds(6));
        buy("tardy-0001");

        awaitAttempts("tardy-0001", 1);

        assertThat(statuses("tardy-0001")).containsExactly(0);
        assertThat(attempts("tardy-0001").getFirst().path("outcome").asText()).isEqualTo("NO_ANSWER_IN_TIME");
        assertThat(told("tardy-0001").path("status").asText()).isEqualTo("PENDING");
    }
}
