package cn.siyu.kernel.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Long work: done once, resumed after a loss, cancelled when asked, and watched meanwhile. */
@QuarkusTest
class JobsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final UUID MARY = Ids.next();
    private static final UUID JOHN = Ids.next();
    private static final int NEVER = -1;

    @Inject
    Jobs jobs;

    @Inject
    CountingHandler handler;

    @Inject
    Transactions transactions;

    @Inject
    Pool pool;

    @Test
    void a_job_is_done_and_leaves_its_file() {
        var job = submit(3, NEVER, NEVER);

        await().atMost(SOON).until(() -> state(job).equals("DONE"));

        staff(Role.AUDITOR)
                .get("/api/admin/v1/jobs/{id}", job)
                .then()
                .statusCode(200)
                .body("processed", equalTo(3))
                .body("total", equalTo(3))
                .body("submittedBy", equalTo("mary"))
                .body("files.name", hasItem("result.csv"))
                .body("version", greaterThan(3));
        mary().get("/api/admin/v1/jobs/{id}/files/result.csv", job)
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Content-Disposition", equalTo("attachment; filename=\"result.csv\""))
                .body(equalTo("one,two"));
    }

    @Test
    void a_file_is_hidden_from_colleagues_without_oversight() {
        var job = submit(1, NEVER, NEVER);
        await().atMost(SOON).until(() -> state(job).equals("DONE"));

        john(Role.SUPPORT)
                .get("/api/admin/v1/jobs/{id}/files/result.csv", job)
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
        john(Role.OPS)
                .get("/api/admin/v1/jobs/{id}/files/result.csv", job)
                .then()
                .statusCode(200);
        mary().get("/api/admin/v1/jobs/{id}/files/other.csv", job).then().statusCode(404);
    }

    @Test
    void a_job_that_fails_says_why() {
        var job = submit(3, NEVER, 2);

        await().atMost(SOON).until(() -> state(job).equals("FAILED"));

        mary().get("/api/admin/v1/jobs/{id}", job).then().body("failure", equalTo("step 2 cannot be counted"));
    }

    @Test
    void a_job_whose_machine_was_lost_is_resumed_from_its_checkpoint_and_the_old_run_is_fenced_off() {
        var job = submit(5, 3, NEVER);
        await().atMost(SOON).until(() -> counted(job).contains(3));

        // Whoever works renews his lease, and may do so before anybody sees that it has ended.
        await().atMost(SOON).until(() -> {
            execute("update kernel_job set lease_until = '2020-01-01T00:00:00Z' where attempts = 1 and id = '" + job
                    + "'");
            return attempts(job) == 2;
        });
        handler.released.put(job, true);

        await().atMost(SOON).until(() -> state(job).equals("DONE"));
        assertThat(counted(job)).startsWith(1, 2, 3).contains(4, 5);
        assertThat(counted(job).stream().filter(nth -> nth <= 3)).hasSize(3);
        assertThat(counted(job).stream().filter(nth -> nth == 5)).hasSize(1);
    }

    @Test
    void a_running_job_is_cancelled_at_its_next_batch() {
        var job = submit(5, 2, NEVER);
        await().atMost(SOON).until(() -> counted(job).contains(2));

        mary().post("/api/admin/v1/jobs/{id}/cancel", job)
                .then()
                .statusCode(200)
                .body("cancelAsked", equalTo(true));
        handler.released.put(job, true);

        await().atMost(SOON).until(() -> state(job).equals("CANCELLED"));
        assertThat(counted(job)).doesNotContain(4);
        mary().post("/api/admin/v1/jobs/{id}/cancel", job)
                .then()
                .statusCode(409)
                .body("code", equalTo("JOB_ENDED"));
    }

    @Test
    void only_whoever_handed_it_in_and_those_who_oversee_jobs_cancel_it() {
        var job = submit(5, 1, NEVER);

        john(Role.SUPPORT).post("/api/admin/v1/jobs/{id}/cancel", job).then().statusCode(403);
        john(Role.AUDITOR).post("/api/admin/v1/jobs/{id}/cancel", job).then().statusCode(403);
        john(Role.MEMBER).post("/api/admin/v1/jobs/{id}/cancel", job).then().statusCode(403);
        john(Role.OPS).post("/api/admin/v1/jobs/{id}/cancel", job).then().statusCode(200);
        john(Role.OPS).post("/api/admin/v1/jobs/{id}/cancel", Ids.next()).then().statusCode(404);
        handler.released.put(job, true);
    }

    @Test
    void jobs_are_listed_by_state_and_kind_the_newest_first() {
        var job = submit(1, NEVER, NEVER);
        await().atMost(SOON).until(() -> state(job).equals("DONE"));

        staff(Role.FINANCE)
                .queryParam("state", "DONE")
                .queryParam("kind", CountingHandler.KIND)
                .queryParam("size", 2)
                .get("/api/admin/v1/jobs")
                .then()
                .statusCode(200)
                .body("items.state", everyItem(equalTo("DONE")))
                .body("size", equalTo(2))
                .body("total", greaterThan(0));
        staff(Role.FINANCE)
                .queryParam("size", 101)
                .get("/api/admin/v1/jobs")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("size"));
        staff(Role.FINANCE).get("/api/admin/v1/jobs/{id}", Ids.next()).then().statusCode(404);
    }

    @Test
    void watching_ends_with_the_job_and_goes_on_where_it_broke() {
        var job = submit(3, NEVER, NEVER);

        var all = mary().get("/api/admin/v1/jobs/{id}/events", job)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        var last = all.lines()
                .filter(line -> line.startsWith("id:"))
                .reduce((_, second) -> second)
                .orElseThrow()
                .substring(3)
                .trim();
        var again = mary().header("Last-Event-ID", last)
                .get("/api/admin/v1/jobs/{id}/events", job)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(all).contains("event:progress").contains("\"state\":\"DONE\"");
        assertThat(again).doesNotContain("data:");
        mary().get("/api/admin/v1/jobs/{id}/events", Ids.next()).then().statusCode(404);
    }

    private static RequestSpecification mary() {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(MARY, Role.MERCHANDISER));
    }

    private static RequestSpecification john(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(JOHN, role));
    }

    private static RequestSpecification staff(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), role));
    }

    private UUID submit(int steps, int holdAt, int failAt) {
        var file = new Jobs.Attachment("words.txt", "text/plain", CountingHandler.words());
        return transactions
                .in(tx -> jobs.submit(
                        tx,
                        CountingHandler.KIND,
                        new Actor(Actor.Kind.STAFF, MARY, "mary"),
                        new CountingHandler.Wanted(steps, holdAt, failAt),
                        List.of(file)))
                .await()
                .atMost(SOON);
    }

    private List<Integer> counted(UUID job) {
        return handler.counted.getOrDefault(job, List.of());
    }

    private String state(UUID job) {
        return pool.query("select state from kernel_job where id = '" + job + "'")
                .executeAndAwait()
                .iterator()
                .next()
                .getString("state");
    }

    private int attempts(UUID job) {
        return pool.query("select attempts from kernel_job where id = '" + job + "'")
                .executeAndAwait()
                .iterator()
                .next()
                .getInteger("attempts");
    }

    private void execute(String sql) {
        pool.query(sql).executeAndAwait();
    }
}
