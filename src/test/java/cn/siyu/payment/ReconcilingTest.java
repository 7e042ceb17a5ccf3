package cn.siyu.payment;

import static cn.siyu.payment.BillClerk.BILLS;
import static cn.siyu.payment.BillClerk.CLERK;
import static cn.siyu.payment.BillClerk.DIFFERENCES;
import static cn.siyu.payment.BillClerk.as;
import static cn.siyu.payment.BillClerk.ask;
import static cn.siyu.payment.BillClerk.difference;
import static cn.siyu.payment.BillClerk.found;
import static cn.siyu.payment.BillClerk.noonOfADayOfOnesOwn;
import static cn.siyu.payment.BillClerk.reconciled;
import static cn.siyu.payment.BillClerk.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.Transfers.Promise;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What WeChat's bills say and what our rows say is compared day by day (REL-15). */
@QuarkusTest
class ReconcilingTest {

    private static final String BUYER = "reconciling-test";

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
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void every_kind_of_difference_is_found_kept_resolved_and_closed_when_it_is_gone() {
        var day = noonOfADayOfOnesOwn(61);
        var lost = till.paid(BUYER, 10_001);
        var dearer = till.paid(BUYER, 10_002);
        var revoked = till.paid(BUYER, 10_003);
        var twice = till.paid(BUYER, 10_004);
        var fine = till.paid(BUYER, 900_005);
        till.refund(fine, "R" + fine.orderNo(), 300);
        till.awaitRefund("R" + fine.orderNo(), "SUCCESS");
        var transfer = paidOut(5_000);
        var ours = List.of(
                lost.orderNo(),
                dearer.orderNo(),
                revoked.orderNo(),
                twice.orderNo(),
                fine.orderNo(),
                "R" + fine.orderNo(),
                transfer);
        SandboxControl.advance(Duration.ofHours(23));

        assertThat(reconciled(day)).isEqualTo("DONE");
        assertThat(found(day, ours)).isEmpty();
        totals(day);

        var stranger = "NOBODY" + lost.orderNo();
        SandboxControl.differ(day, "OMIT", "PAYMENT", 0, "", List.of(lost.orderNo()));
        SandboxControl.differ(day, "AMOUNT", "PAYMENT", 7, "", List.of(dearer.orderNo()));
        SandboxControl.differ(day, "STATE", "PAYMENT", 0, "REVOKED", List.of(revoked.orderNo()));
        SandboxControl.differ(day, "DOUBLE", "PAYMENT", 0, "", List.of(twice.orderNo()));
        SandboxControl.differ(day, "ADD", "PAYMENT", 777, "", List.of(stranger));
        SandboxControl.differ(day, "STATE", "REFUND", 0, "FAIL", List.of("R" + fine.orderNo()));
        SandboxControl.differ(day, "OMIT", "TRANSFER", 0, "", List.of(transfer));
        assertThat(reconciled(day)).isEqualTo("DONE");
        assertThat(reconciled(day)).as("once more changes nothing").isEqualTo("DONE");

        var expected = new TreeMap<String, String>(Map.of(
                lost.orderNo(),
                "MISSING_THERE",
                dearer.orderNo(),
                "AMOUNT_DIFFERS",
                revoked.orderNo(),
                "STATE_DIFFERS",
                twice.orderNo(),
                "DOUBLED",
                stranger,
                "MISSING_HERE",
                "R" + fine.orderNo(),
                "STATE_DIFFERS",
                transfer,
                "MISSING_THERE"));
        var all = List.of(
                lost.orderNo(),
                dearer.orderNo(),
                revoked.orderNo(),
                twice.orderNo(),
                fine.orderNo(),
                "R" + fine.orderNo(),
                transfer,
                stranger);
        assertThat(found(day, all)).isEqualTo(expected);
        exported(day, dearer);

        resolved(dearer);
        SandboxControl.honestBill(day);
        SandboxControl.differ(day, "AMOUNT", "PAYMENT", 7, "", List.of(dearer.orderNo()));
        assertThat(reconciled(day)).isEqualTo("DONE");
        assertThat(difference(dearer.orderNo()).getString("items[0].state")).isEqualTo("RESOLVED");
        assertThat(difference(lost.orderNo()).getString("items[0].state")).isEqualTo("VANISHED");
        assertThat(found(day, all)).isEmpty();

        SandboxControl.honestBill(day);
        SandboxControl.differ(day, "AMOUNT", "PAYMENT", 8, "", List.of(dearer.orderNo()));
        assertThat(reconciled(day)).isEqualTo("DONE");
        assertThat(difference(dearer.orderNo()).getString("items[0].state"))
                .as("another figure than the one that was resolved")
                .isEqualTo("OPEN");
    }

    @Test
    void what_happens_just_before_midnight_may_stand_in_the_next_bill() {
        var day = noonOfADayOfOnesOwn(63);
        SandboxControl.advance(Duration.ofHours(11).plusMinutes(59).plusSeconds(10));
        var late = till.paid(BUYER, 2_300);
        var never = till.paid(BUYER, 2_400);
        SandboxControl.differ(day, "OMIT", "PAYMENT", 0, "", List.of(late.orderNo(), never.orderNo()));
        SandboxControl.differ(day.plusDays(1), "ADD", "PAYMENT", 2_300, "", List.of(late.orderNo()));
        SandboxControl.advance(Duration.ofHours(10).plusMinutes(30));

        assertThat(reconciled(day)).isEqualTo("DONE");
        assertThat(found(day, List.of(late.orderNo(), never.orderNo()))).isEmpty();
        SandboxControl.advance(Duration.ofHours(24));
        assertThat(reconciled(day.plusDays(1))).isEqualTo("DONE");

        assertThat(found(day, List.of(late.orderNo(), never.orderNo())))
                .isEqualTo(Map.of(never.orderNo(), "MISSING_THERE"));
        assertThat(found(day.plusDays(1), List.of(late.orderNo(), never.orderNo())))
                .isEmpty();
    }

    @Test
    void a_bill_that_is_not_sound_changes_nothing() {
        var day = noonOfADayOfOnesOwn(66);
        var due = till.paid(BUYER, 1_234);
        assertThat(till.paid(BUYER, 1_235).orderNo()).isNotEmpty();
        SandboxControl.advance(Duration.ofHours(23));
        assertThat(reconciled(day)).isEqualTo("DONE");
        SandboxControl.differ(day, "OMIT", "PAYMENT", 0, "", List.of(due.orderNo()));

        SandboxControl.spoilBill(day, "BAD_HASH");
        assertThat(reconciled(day)).startsWith("FAILED This bill is not what WeChat said");
        SandboxControl.honestBill(day);
        SandboxControl.differ(day, "OMIT", "PAYMENT", 0, "", List.of(due.orderNo()));
        SandboxControl.spoilBill(day, "BAD_SUMMARY");
        assertThat(reconciled(day)).startsWith("FAILED This bill is not what WeChat said");
        for (var fault : List.of("RESET", "ERROR_500")) {
            SandboxControl.fault("bill-download", fault, 1);
            assertThat(reconciled(day)).as(fault).startsWith("FAILED WeChat does not answer");
        }
        SandboxControl.fault("tradebill", "UNSIGNED", 1);
        assertThat(reconciled(day)).startsWith("FAILED WeChat does not answer");

        assertThat(found(day, List.of(due.orderNo()))).isEmpty();
        as(Role.AUDITOR)
                .get(BILLS + "?size=100")
                .then()
                .statusCode(200)
                .body("items.find { it.day == '" + day + "' }.state", equalTo("FAILED"))
                .body("items.find { it.day == '" + day + "' }.failure", equalTo("NO_ANSWER"));
        SandboxControl.honestBill(day);
        assertThat(reconciled(day)).isEqualTo("DONE");
    }

    @Test
    void a_refund_that_got_a_second_number_is_known_under_both() {
        var day = noonOfADayOfOnesOwn(68);
        var due = till.paid(BUYER, 4_000);
        var refundNo = "R" + due.orderNo();
        SandboxControl.refundMode("CLOSED");
        till.refund(due, refundNo, 4_000);
        till.awaitRefund(refundNo, "CLOSED");
        SandboxControl.reset();
        SandboxControl.advance(Duration.ofSeconds(62));
        as(Role.FINANCE)
                .header("Idempotency-Key", "again-" + refundNo)
                .body(Map.of("reason", "WeChat closed it"))
                .post(
                        "/api/admin/v1/refunds/{id}/retry",
                        till.text("select id::text from payment_refund where refund_no = ?", refundNo))
                .then()
                .statusCode(200);
        till.awaitRefund(refundNo, "SUCCESS");
        SandboxControl.advance(Duration.ofHours(23));

        assertThat(reconciled(day)).isEqualTo("DONE");
        assertThat(found(day, List.of(due.orderNo(), refundNo, refundNo + "-2")))
                .isEmpty();
    }

    @Test
    void only_days_with_bills_are_asked_for_and_only_by_finance() {
        var today = ShopCalendar.dayOf(clock.instant());
        ask(today, Role.FINANCE).then().statusCode(422).body("code", equalTo("BILL_NOT_READY"));
        ask(today.minusMonths(4), Role.FINANCE).then().statusCode(422).body("code", equalTo("BILL_TOO_OLD"));
        ask(today, Role.AUDITOR).then().statusCode(403);
        as(Role.OPS).get(BILLS).then().statusCode(403);
        as(Role.FINANCE).get(BILLS + "?size=1000").then().statusCode(400);
        as(Role.FINANCE).get(DIFFERENCES + "?page=0").then().statusCode(400);
        as(Role.OPS).get(DIFFERENCES + "/export").then().statusCode(403);
    }

    private void totals(LocalDate day) {
        as(Role.FINANCE)
                .get(BILLS + "?size=100")
                .then()
                .statusCode(200)
                .body("items.find { it.day == '" + day + "' }.state", equalTo("RECONCILED"))
                .body("items.find { it.day == '" + day + "' }.totals.what", hasItem("TRANSFER"))
                .body(
                        "items.find { it.day == '" + day + "' }.totals.find { it.what == 'REFUND' }.oursFen",
                        equalTo(300))
                .body(
                        "items.find { it.day == '" + day + "' }.totals.find { it.what == 'REFUND' }.theirsFen",
                        equalTo(300));
    }

    private void exported(LocalDate day, Due dearer) {
        assertThat(as(Role.AUDITOR)
                        .get(DIFFERENCES + "/export?day=" + day + "&kind=AMOUNT_DIFFERS")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains(dearer.orderNo() + ",AMOUNT_DIFFERS,10002,10009,CAPTURED,SUCCESS");
    }

    private void resolved(Due dearer) {
        var seen = difference(dearer.orderNo());
        var id = seen.getString("items[0].id");
        var version = seen.getInt("items[0].version");
        resolve(id, version + 1, Role.FINANCE).then().statusCode(409).body("code", equalTo("STATE_CHANGED"));
        resolve(id, version, Role.AUDITOR).then().statusCode(403);
        resolve(Ids.next().toString(), 1, Role.FINANCE).then().statusCode(404);
        resolve(id, version, Role.FINANCE)
                .then()
                .statusCode(200)
                .body("state", equalTo("RESOLVED"))
                .body("reason", equalTo("seven fen of a rounding at the bank"))
                .body("resolvedBy", equalTo("tester"));
        resolve(id, version + 1, Role.FINANCE).then().statusCode(409);
        assertThat(till.count(
                        "select count(*) from kernel_audit_log where action = 'bill-difference.resolve' and target_id like ?",
                        "%" + dearer.orderNo()))
                .isEqualTo(1);
    }

    private String paidOut(long fen) {
        var number = "B" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
        var _ = Till.ended(transactions.in(tx -> transfers
                .promise(
                        tx,
                        new Promise(number, CLERK, SandboxControl.openid(BUYER), Money.ofFen(fen), "佣金提现"),
                        clock.instant())
                .replaceWith(true)));
        awaitTransfer(number, "WAIT_USER_CONFIRM");
        SandboxControl.confirmTransfer(number);
        awaitTransfer(number, "SUCCESS");
        return number;
    }

    private void awaitTransfer(String number, String state) {
        Awaitility.await(number + " becomes " + state)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(till.text("select state from payment_transfer where bill_no = ?", number))
                                .isEqualTo(state));
    }
}
