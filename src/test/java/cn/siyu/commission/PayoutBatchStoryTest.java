package cn.siyu.commission;

import static cn.siyu.commission.Earners.adjusted;
import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.funded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Approved withdrawals that wait are proposed by one, released by another, and sent by a job. */
@QuarkusTest
class PayoutBatchStoryTest {

    private static final String BATCHES = "/api/admin/v1/payout-batches";
    private static final String MODE = "/api/admin/v1/payout-mode";

    @BeforeEach
    void together() {
        Earners.capital(10_000);
        choose("BATCHED");
    }

    @AfterEach
    void atOnce() {
        choose("AT_ONCE");
    }

    @Test
    void what_one_proposed_another_releases_and_each_has_its_result() {
        var ann = funded(5_000);
        var owing = funded(1_000);
        var fickle = funded(700);
        var anns = ann.withdrawn(5_000);
        var owings = owing.withdrawn(600);
        var fickles = fickle.withdrawn(700);
        assertThat(ann.withdrawal(anns).getString("state")).isEqualTo("APPROVED");

        var batch = proposed(Map.of("accountKind", "DISTRIBUTOR", "reason", "周结"))
                .statusCode(201)
                .body("items", equalTo(3), "totalFen", equalTo(6_300), "state", equalTo("PROPOSED"))
                .extract()
                .<String>path("id");
        proposed(Map.of("reason", "周结")).statusCode(409).body("code", equalTo("PAYOUT_BATCH_EMPTY"));
        command(batch, "release", 0, "finance").statusCode(409).body("code", equalTo("FOUR_EYES"));
        command(batch, "release", 9, "admin").statusCode(409).body("code", equalTo("STATE_CHANGED"));
        var _ = adjusted(owing, -500);
        cancelled(fickle, fickles);
        var job =
                command(batch, "release", 0, "admin").statusCode(202).extract().<String>path("id");

        awaitDone(job, 3, 2);
        ann.awaitWithdrawal(anns, "WAIT_CONFIRM");
        SandboxControl.confirmTransfer(anns.replace("-", ""));
        ann.awaitWithdrawal(anns, "SUCCEEDED");
        items(batch, "SENT")
                .body("total", equalTo(1))
                .body("items[0].withdrawalId", equalTo(anns), "items[0].withdrawalState", equalTo("SUCCEEDED"));
        items(batch, "SKIPPED")
                .body("items.find { it.withdrawalId == '%s' }.code".formatted(owings), equalTo("COMMISSION_DEBT"))
                .body("items.find { it.withdrawalId == '%s' }.code".formatted(fickles), equalTo("WITHDRAWAL_STATE"));
        Staff.as("auditor")
                .get(BATCHES + "/" + batch)
                .statusCode(200)
                .body("state", equalTo("DONE"), "jobId", equalTo(job), "standings", hasSize(3));
        command(batch, "resume", 2, "finance").statusCode(409).body("code", equalTo("PAYOUT_BATCH_STATE"));
        assertThat(owing.withdrawal(owings).getString("state")).isEqualTo("APPROVED");
        rejected(owings);
        assertThat(owing.account().getLong("availableFen")).isEqualTo(500);
    }

    @Test
    void a_dropped_batch_sends_nothing_and_a_dead_one_is_taken_up_where_it_stopped() {
        var ann = funded(900);
        var withdrawal = ann.withdrawn(900);
        var dropped = proposed(Map.of("reason", "试一下", "mostFen", 900))
                .statusCode(201)
                .extract()
                .<String>path("id");
        command(dropped, "drop", 0, "finance").statusCode(200).body("state", equalTo("DROPPED"));
        command(dropped, "drop", 1, "finance").statusCode(409).body("code", equalTo("PAYOUT_BATCH_STATE"));
        items(dropped, "DROPPED").body("total", equalTo(1));

        var batch = proposed(Map.of("reason", "日结")).statusCode(201).extract().<String>path("id");
        died(batch);
        var job =
                command(batch, "resume", 0, "finance").statusCode(202).extract().<String>path("id");

        awaitDone(job, 1, 0);
        ann.awaitWithdrawal(withdrawal, "WAIT_CONFIRM");
        Staff.as("finance").get(BATCHES + "?state=DONE").statusCode(200).body("items.id", hasItem(batch));
    }

    @Test
    void only_finance_arranges_payouts() {
        var unknown = BATCHES + "/" + UUID.randomUUID();
        var finance = Staff.as("finance");

        Staff.as("support").get(BATCHES).statusCode(403);
        finance.get(BATCHES + "?page=0").statusCode(400);
        finance.get(unknown).statusCode(404);
        finance.get(unknown + "/items").statusCode(404);
        Staff.as("support").get(MODE).statusCode(403);
        finance.put(MODE, Map.of("mode", "BATCHED", "version", 99_999, "reason", "?"))
                .statusCode(409)
                .body("code", equalTo("STATE_CHANGED"));
    }

    private static ValidatableResponse proposed(Map<String, Object> wish) {
        return Shop.as(Shop.staff("finance"))
                .header("Idempotency-Key", Shop.key())
                .body(wish)
                .post(BATCHES)
                .then();
    }

    private static ValidatableResponse command(String batch, String command, long version, String who) {
        return Staff.as(who).post(BATCHES + "/" + batch + "/" + command, Map.of("version", version, "reason", "看过了"));
    }

    private static ValidatableResponse items(String batch, String state) {
        return Staff.as("finance")
                .get(BATCHES + "/" + batch + "/items?state=" + state)
                .statusCode(200);
    }

    private static void awaitDone(String job, int processed, int failed) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> Staff.as("admin")
                        .get("/api/admin/v1/jobs/" + job)
                        .body("state", equalTo("DONE"), "processed", equalTo(processed), "failed", equalTo(failed))
                        .body("files.name", hasItem("results.csv")));
    }

    /** Released, and then the machine was gone before anything was sent. */
    private static void died(String batch) {
        execute("""
                update commission_payout_batch
                   set state = 'RUNNING', released_by = gen_random_uuid(), released_at = proposed_at, job_id = gen_random_uuid()
                 where id = '%s'""".formatted(batch));
    }

    private static void cancelled(Partner partner, String id) {
        partner.person()
                .asks()
                .post(Earners.API + "/withdrawals/" + id + "/cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("CANCELLED"));
    }

    private static void rejected(String id) {
        Staff.as("finance")
                .post("/api/admin/v1/withdrawals/" + id + "/reject", Map.of("version", 1, "reason", "欠款"))
                .statusCode(200)
                .body("state", equalTo("REJECTED"));
    }

    private static void choose(String mode) {
        var version = Staff.as("finance").get(MODE).extract().<Integer>path("version");
        Staff.as("finance")
                .put(MODE, Map.of("mode", mode, "version", version, "reason", "结算方式"))
                .statusCode(200)
                .body("mode", equalTo(mode));
    }
}
