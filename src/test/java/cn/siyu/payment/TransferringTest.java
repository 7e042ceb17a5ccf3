package cn.siyu.payment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Transfers.Promise;
import cn.siyu.payment.Transfers.Standing;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.testing.HeaderSignIn;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Money goes to a person once, when he agrees, and every end is told once. */
@QuarkusTest
class TransferringTest {

    private static final String PAYEE = "transferring-test";
    private static final UUID OWNER = Ids.next();
    private static final UUID CLERK = Ids.next();
    private static final String RUN = Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    @Inject
    Till till;

    @Inject
    Transfers transfers;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @AfterEach
    void peace() {
        Till.asOwner("update payment_transfer_day set used_fen = 0");
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    private static String number() {
        return "W" + RUN + COUNTER.incrementAndGet();
    }

    private void promise(String billNo, long fen) {
        in(tx -> transfers.promise(
                tx,
                new Promise(billNo, OWNER, SandboxControl.openid(PAYEE), Money.ofFen(fen), "佣金提现", Optional.empty()),
                clock.instant()));
    }

    /** What can go out must have come in. */
    @BeforeEach
    void capital() {
        if (SandboxControl.ledger().path("balanceFen").asLong() < 100_000) {
            var _ = till.paid(PAYEE, 10_000_000);
        }
    }

    private String promised(long fen) {
        var billNo = number();
        promise(billNo, fen);
        return billNo;
    }

    private void cancel(String billNo) {
        in(tx -> transfers.cancel(tx, billNo, clock.instant()));
    }

    private void in(Function<Tx, Uni<Void>> work) {
        var _ = Till.ended(transactions.in(tx -> work.apply(tx).replaceWith(true)));
    }

    private Standing standing(String billNo) {
        return Till.ended(transfers.standing(transactions.reads(), billNo)).orElseThrow();
    }

    private void awaitState(String billNo, String state) {
        Awaitility.await(billNo + " becomes " + state)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(standing(billNo).state()).isEqualTo(state));
    }

    /** Time goes on while the shop tries: back-off and lease are of the shop's time, not of the test's. */
    private void awaitWhileTimeGoesOn(String billNo, String state, Duration step) {
        Awaitility.await(billNo + " becomes " + state)
                .pollInterval(Duration.ofMillis(250))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    SandboxControl.advance(step);
                    return standing(billNo).state().equals(state);
                });
    }

    private long told(String event, String billNo) {
        return till.count(
                "select count(*) from kernel_outbox where type = '" + event + "' and payload like '%' || ? || '%'",
                "\"" + billNo + "\"");
    }

    @Test
    void the_payee_confirms_and_it_is_told_once() {
        var billNo = promised(1_500);
        awaitState(billNo, "WAIT_USER_CONFIRM");
        var confirmation = standing(billNo).confirmation().orElseThrow();
        promise(billNo, 1_500);

        SandboxControl.confirmTransfer(billNo);
        awaitState(billNo, "SUCCESS");
        var answers = SandboxControl.redeliver(billNo, "NORMAL", 5, true);

        assertThat(confirmation.mchId()).isEqualTo(Letters.setting("mch-id"));
        assertThat(confirmation.appId()).isEqualTo(Letters.setting("app-id"));
        assertThat(confirmation.packageInfo()).isNotEmpty();
        assertThat(answers).hasSize(5).allMatch(status -> status.asInt() == 204);
        assertThat(standing(billNo).confirmation()).isEmpty();
        assertThat(told("TransferAwaitsUser", billNo)).isEqualTo(1);
        assertThat(told("TransferEnded", billNo)).isEqualTo(1);
        var request = SandboxControl.transfer(billNo).path("request");
        assertThat(request.path("transfer_scene_id").asText()).isEqualTo("1005");
        assertThat(request.path("transfer_remark").asText()).isEqualTo("佣金提现");
    }

    @Test
    void nobody_confirms_and_after_a_day_it_has_failed() {
        var billNo = promised(900);
        awaitState(billNo, "WAIT_USER_CONFIRM");

        SandboxControl.advance(Duration.ofHours(25));
        awaitState(billNo, "FAIL");

        assertThat(standing(billNo).failReason()).contains("OVERDUE_CLOSE");
        assertThat(told("TransferEnded", billNo)).isEqualTo(1);
    }

    @Test
    void what_is_over_the_days_allowance_waits_for_the_next_day() {
        var day = ShopCalendar.dayOf(SandboxControl.now());
        var used = "insert into payment_transfer_day (day, used_fen) values ('%s', %d)"
                + " on conflict (day) do update set used_fen = excluded.used_fen";
        Till.asOwner(used.formatted(day, 10_000_000));
        var billNo = number();

        promise(billNo, 700);

        Awaitility.await()
                .until(() -> till.count(
                                "select count(*) from payment_transfer where next_try_at > promised_at and bill_no = ?",
                                billNo)
                        == 1);
        assertThat(standing(billNo).state()).isEqualTo("PROMISED");
        SandboxControl.advance(Duration.ofDays(1));
        awaitState(billNo, "WAIT_USER_CONFIRM");
    }

    @Test
    void a_silent_wechat_is_asked_until_the_end() {
        var billNo = number();
        SandboxControl.notifyMode("DROP");
        SandboxControl.transferMode("ACCEPTED");
        promise(billNo, 800);
        awaitState(billNo, "ACCEPTED");
        awaitWhileTimeGoesOn(billNo, "WAIT_USER_CONFIRM", Duration.ofSeconds(20));
        assertThat(standing(billNo).confirmation()).isPresent();

        SandboxControl.confirmTransferInVain(billNo, "ACCOUNT_FROZEN");
        awaitWhileTimeGoesOn(billNo, "FAIL", Duration.ofSeconds(70));

        assertThat(standing(billNo).failReason()).contains("ACCOUNT_FROZEN");
        assertThat(told("TransferAwaitsUser", billNo)).isEqualTo(1);
        assertThat(told("TransferEnded", billNo)).isEqualTo(1);
    }

    @Test
    void an_unknown_outcome_is_asked_for_under_the_same_number() {
        for (var fault : List.of("TIMEOUT_AFTER", "ERROR_500_AFTER", "ERROR_429")) {
            var billNo = number();
            SandboxControl.fault("transfer", fault, 1, billNo);
            promise(billNo, 700);
            awaitWhileTimeGoesOn(billNo, "WAIT_USER_CONFIRM", Duration.ofSeconds(10));

            assertThat(standing(billNo).confirmation()).as(fault).isPresent();
            assertThat(SandboxControl.transfer(billNo).path("fen").asLong()).isEqualTo(700);
            SandboxControl.reset();
        }
    }

    @Test
    void what_waits_is_cancelled_and_what_was_never_sent_too() {
        var waiting = promised(600);
        awaitState(waiting, "WAIT_USER_CONFIRM");
        cancel(waiting);
        awaitWhileTimeGoesOn(waiting, "CANCELLED", Duration.ofSeconds(10));
        assertThat(SandboxControl.transfer(waiting).path("state").asText()).isEqualTo("CANCELLED");
        assertThat(told("TransferEnded", waiting)).isEqualTo(1);

        var unsent = number();
        in(tx -> transfers
                .promise(
                        tx,
                        new Promise(
                                unsent, OWNER, SandboxControl.openid(PAYEE), Money.ofFen(600), "佣金", Optional.empty()),
                        clock.instant())
                .chain(() -> transfers.cancel(tx, unsent, clock.instant())));
        assertThat(standing(unsent).state()).isEqualTo("CANCELLED");
        assertThat(told("TransferEnded", unsent)).isEqualTo(1);
    }

    @Test
    void what_wechat_refuses_keeps_its_number_until_it_can_no_longer_arrive() {
        var billNo = number();
        SandboxControl.refuse("transfer", 403, "NO_AUTH", 1_000, billNo);
        promise(billNo, 500);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> till.text("select last_code from payment_transfer where bill_no = ?", billNo)
                        .equals("NO_AUTH"));
        as(Role.FINANCE)
                .queryParam("number", billNo)
                .get("/api/admin/v1/transfers")
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .body("items[0].state", equalTo("PROMISED"))
                .body("items[0].lastCode", equalTo("NO_AUTH"));

        cancel(billNo);
        SandboxControl.reset();
        Awaitility.await()
                .during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(10))
                .until(() -> standing(billNo).state().equals("PROMISED"));
        awaitWhileTimeGoesOn(billNo, "CANCELLED", Duration.ofMinutes(2));

        assertThat(SandboxControl.ledger().path("transfers"))
                .noneMatch(transfer -> transfer.path("outBillNo").asText().equals(billNo));
        assertThat(told("TransferEnded", billNo)).isEqualTo(1);
    }

    @Test
    void what_wechat_would_not_take_is_not_promised() {
        assertThatThrownBy(() -> promise(number(), 200_000))
                .isInstanceOfSatisfying(Refused.class, problem(PaymentProblem.TRANSFER_NEEDS_NAME));
        assertThatThrownBy(() -> promise(number(), 9))
                .isInstanceOfSatisfying(Refused.class, problem(PaymentProblem.TRANSFER_TOO_SMALL));
        assertThatThrownBy(() -> promise("W-1234", 100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_wechats_word_about_a_number_and_a_sum_of_ours_is_taken() {
        var billNo = promised(400);
        awaitState(billNo, "WAIT_USER_CONFIRM");

        notify(Letters.transferred(billNo, 401, "SUCCESS", SandboxControl.now()))
                .statusCode(400)
                .body("code", equalTo("NOTIFICATION_REFUSED"));
        notify(Letters.transferred("W0000000", 400, "SUCCESS", SandboxControl.now()))
                .statusCode(400);
        notify(Letters.transferred(billNo, 400, "TRANSFERING", SandboxControl.now()))
                .statusCode(400);
        notify(Letters.transferred(billNo, 400, "CANCELLED", SandboxControl.now()))
                .statusCode(204);

        awaitState(billNo, "CANCELLED");
    }

    private static ValidatableResponse notify(Letters.Letter letter) {
        return given().contentType("application/json")
                .headers(letter.headers())
                .body(letter.body())
                .post("/callbacks/wechat-pay/transfers")
                .then();
    }

    @Test
    void the_list_is_for_finance() {
        as(Role.MERCHANDISER).get("/api/admin/v1/transfers").then().statusCode(403);
        as(Role.FINANCE)
                .queryParam("state", "LOST")
                .get("/api/admin/v1/transfers")
                .then()
                .statusCode(400);
    }

    private static RequestSpecification as(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(CLERK, role)).contentType("application/json");
    }

    private static Consumer<Refused> problem(PaymentProblem expected) {
        return refused -> assertThat(refused.problem()).isEqualTo(expected);
    }
}
