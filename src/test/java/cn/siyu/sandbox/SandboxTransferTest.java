package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers to persons: their form, their states, and the merchant's balance. */
class SandboxTransferTest {
    private static final String BILLS = "/v3/fund-app/mch-transfer/transfer-bills";

    @TempDir
    static Path folder;

    private static SandboxProcess sandbox;
    private static Merchant merchant;
    private static NotifyDesk desk;
    private static String payee;

    @BeforeAll
    static void start() {
        sandbox = SandboxProcess.start(folder);
        merchant = new Merchant(sandbox);
        desk = new NotifyDesk(sandbox);
        payee = merchant.signIn("payee");
        assertThat(merchant.prepay(merchant.order("capital-01", 100_000, payee, desk.url()))
                        .status())
                .isEqualTo(200);
        assertThat(merchant.pay("capital-01").path("state").asText()).isEqualTo("SUCCESS");
    }

    @AfterAll
    static void stop() {
        desk.close();
        sandbox.close();
    }

    @BeforeEach
    void real_time_and_no_faults() {
        assertThat(sandbox.post("/_control/clock", "{\"reset\":true}").has("now"))
                .isTrue();
        assertThat(sandbox.post("/_control/reset", "{}")).isEmpty();
        desk.forget();
    }

    private static String body(String number, long fen) {
        return body(number, fen, "岗位类型", "1005");
    }

    private static String body(String number, long fen, String firstReport, String scene) {
        return """
                {"appid":"%s","out_bill_no":"%s","transfer_scene_id":"%s","openid":"%s","transfer_amount":%d,\
                "transfer_remark":"佣金","notify_url":"%s","transfer_scene_report_infos":[\
                {"info_type":"%s","info_content":"推广员"},{"info_type":"报酬说明","info_content":"佣金"}]}""".formatted(sandbox.setting("app-id"), number, scene, payee, fen, desk.url(), firstReport);
    }

    private static Merchant.Reply transfer(String number, long fen) {
        return merchant.post(BILLS, body(number, fen));
    }

    private static String state(String number) {
        return merchant.get(BILLS + "/out-bill-no/" + number)
                .json()
                .path("state")
                .asText();
    }

    private static void awaitState(String number, String state) {
        await().atMost(Duration.ofSeconds(5)).until(() -> state(number).equals(state));
    }

    @Test
    void a_transfer_waits_for_the_payee_and_is_told_when_it_has_arrived() {
        var before = sandbox.get("/_control/ledger").path("transferredFen").asLong();

        var first = transfer("T1confirmed", 1_234);
        var again = transfer("T1confirmed", 1_234);
        assertThat(sandbox.post("/_control/transfers/T1confirmed/confirm", "{}")
                        .path("state")
                        .asText())
                .isEqualTo("TRANSFERING");
        awaitState("T1confirmed", "SUCCESS");

        assertThat(first.signed()).isTrue();
        assertThat(first.json().path("state").asText()).isEqualTo("WAIT_USER_CONFIRM");
        assertThat(first.json().path("package_info").asText()).isNotEmpty();
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(merchant.get(BILLS + "/out-bill-no/T1confirmed").json().has("package_info"))
                .isFalse();
        assertThat(transfer("T1confirmed", 1_235).code()).isEqualTo("INVALID_REQUEST");
        assertThat(sandbox.get("/_control/ledger").path("transferredFen").asLong() - before)
                .isEqualTo(1_234);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> sandbox.get("/_control/notifications?number=T1confirmed")
                                .size()
                        == 1);
        assertThat(merchant.post(BILLS + "/out-bill-no/T1confirmed/cancel", "{}")
                        .code())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void what_nobody_confirms_ends_after_a_day_and_the_money_is_free_again() {
        var before = sandbox.get("/_control/ledger").path("balanceFen").asLong();
        assertThat(transfer("T2overdue", 2_000).status()).isEqualTo(200);
        assertThat(sandbox.get("/_control/ledger").path("balanceFen").asLong()).isEqualTo(before - 2_000);

        sandbox.advance(Duration.ofHours(24).minusSeconds(5));
        assertThat(state("T2overdue")).isEqualTo("WAIT_USER_CONFIRM");
        sandbox.advance(Duration.ofSeconds(10));
        awaitState("T2overdue", "FAIL");

        assertThat(merchant.get(BILLS + "/out-bill-no/T2overdue")
                        .json()
                        .path("fail_reason")
                        .asText())
                .isEqualTo("OVERDUE_CLOSE");
        assertThat(sandbox.get("/_control/ledger").path("balanceFen").asLong()).isEqualTo(before);
        sandbox.advance(Duration.ofDays(30));
        assertThat(merchant.get(BILLS + "/out-bill-no/T2overdue").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_slow_transfer_passes_all_states_and_can_be_cancelled_before_it_is_confirmed() {
        assertThat(sandbox.post("/_control/transfer-mode", "{\"mode\":\"ACCEPTED\"}")
                        .path("mode")
                        .asText())
                .isEqualTo("ACCEPTED");
        assertThat(transfer("T3slow", 500).json().path("state").asText()).isEqualTo("ACCEPTED");
        sandbox.advance(Duration.ofSeconds(31));
        awaitState("T3slow", "PROCESSING");
        sandbox.advance(Duration.ofSeconds(31));
        awaitState("T3slow", "WAIT_USER_CONFIRM");

        var cancel = merchant.post(BILLS + "/out-bill-no/T3slow/cancel", "{}");

        assertThat(cancel.json().path("state").asText()).isEqualTo("CANCELING");
        awaitState("T3slow", "CANCELLED");
        assertThat(merchant.post(BILLS + "/out-bill-no/T3slow/cancel", "{}").status())
                .isEqualTo(200);
    }

    @Test
    void form_scene_sum_and_balance_are_looked_at() {
        assertThat(transfer("T4-dash", 500).code()).isEqualTo("PARAM_ERROR");
        assertThat(transfer("T4small", 9).code()).isEqualTo("PARAM_ERROR");
        assertThat(transfer("T4named", 200_000).code()).isEqualTo("PARAM_ERROR");
        assertThat(transfer("T4poor", 199_999).code()).isEqualTo("NOT_ENOUGH");
        assertThat(merchant.post(BILLS, body("T4report", 500, "活动名称", "1005")).code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.post(BILLS, body("T4scene", 500, "岗位类型", "1")).code())
                .isEqualTo("PARAM_ERROR");
        assertThat(merchant.get(BILLS + "/out-bill-no/T4poor").status()).isEqualTo(404);
        assertThat(merchant.post(BILLS + "/out-bill-no/T4poor/cancel", "{}").status())
                .isEqualTo(404);
    }
}
