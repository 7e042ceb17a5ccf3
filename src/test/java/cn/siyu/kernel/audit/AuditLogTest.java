package cn.siyu.kernel.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.hibernate.reactive.panache.common.runtime.SessionOperations;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SEC-22: who did what, before and after, for those who may know. */
@QuarkusTest
class AuditLogTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String LOGS = "/api/admin/v1/audit-logs";

    @Inject
    AuditLog audit;

    @Inject
    Transactions transactions;

    @Inject
    FreshContext contexts;

    @Inject
    ShopClock clock;

    @Test
    void an_entry_is_found_by_what_it_was_about() {
        var actor = Ids.next();
        write(actor, "thing.change", "one", "because", Map.of("priceFen", 100), Map.of("priceFen", 90));

        auditor()
                .queryParam("targetKind", "thing")
                .queryParam("actorId", actor)
                .queryParam("action", "thing.change")
                .get(LOGS)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("items", hasSize(1))
                .body("items[0].actorName", equalTo("mary"))
                .body("items[0].reason", equalTo("because"))
                .body("items[0].before.priceFen", equalTo(100))
                .body("items[0].after.priceFen", equalTo(90))
                .body("nextCursor", nullValue());
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition() {
        var actor = Ids.next();
        for (var nth = 0; nth < 5; nth++) {
            write(actor, "thing.count", Integer.toString(nth), null, null, nth);
        }

        var first =
                auditor().queryParam("actorId", actor).queryParam("limit", 3).get(LOGS);
        first.then().statusCode(200).body("items", hasSize(3)).body("nextCursor", notNullValue());
        auditor()
                .queryParam("actorId", actor)
                .queryParam("limit", 3)
                .queryParam("cursor", first.path("nextCursor").toString())
                .get(LOGS)
                .then()
                .statusCode(200)
                .body("items.targetId", equalTo(List.of("1", "0")))
                .body("nextCursor", nullValue());
    }

    @Test
    void a_span_of_time_includes_its_start_and_not_its_end() {
        var actor = Ids.next();
        var before = clock.instant();
        write(actor, "thing.time", "x", null, null, null);

        auditor()
                .queryParam("actorId", actor)
                .queryParam("from", before.toString())
                .queryParam("to", clock.instant().plusSeconds(1).toString())
                .get(LOGS)
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
        auditor()
                .queryParam("actorId", actor)
                .queryParam("to", before.toString())
                .get(LOGS)
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void the_export_holds_the_same_as_a_harmless_file() {
        var actor = Ids.next();
        write(actor, "thing.export", "=1+1", "a, \"b\"", null, Map.of("n", 1));

        var file = auditor().queryParam("actorId", actor).get(LOGS + "/export");

        file.then().statusCode(200).header("Content-Disposition", equalTo("attachment; filename=\"audit-log.csv\""));
        assertThat(file.contentType()).startsWith("text/csv");
        assertThat(file.asString())
                .contains("at,actorKind,actorId")
                .contains("'=1+1")
                .contains("\"a, \"\"b\"\"\"")
                .contains("{\"\"n\"\": 1}");
    }

    @Test
    void an_entry_of_the_hibernate_world_is_kept_by_its_session() {
        var actor = Ids.next();

        contexts.run(() ->
                        SessionOperations.withTransaction(() -> SessionOperations.withSession(session -> audit.append(
                                session,
                                new AuditEntry(
                                        person(actor), "thing.session", "thing", "s", null, null, Map.of("a", 1))))))
                .await()
                .atMost(SOON);

        auditor()
                .queryParam("actorId", actor)
                .get(LOGS)
                .then()
                .body("items[0].after.a", equalTo(1))
                .body("items[0].reason", nullValue());
    }

    @Test
    void only_admins_and_auditors_read_it() {
        given().get(LOGS).then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        as(Role.FINANCE).get(LOGS).then().statusCode(403).body("code", equalTo("FORBIDDEN"));
        as(Role.FINANCE).get(LOGS + "/export").then().statusCode(403).body("code", equalTo("FORBIDDEN"));
        auditor()
                .queryParam("cursor", "nonsense")
                .get(LOGS)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("cursor"));
    }

    private void write(
            UUID actor,
            String action,
            String target,
            @Nullable String reason,
            @Nullable Object before,
            @Nullable Object after) {
        transactions
                .in(tx ->
                        audit.append(tx, new AuditEntry(person(actor), action, "thing", target, reason, before, after)))
                .await()
                .atMost(SOON);
    }

    private static Actor person(UUID id) {
        return new Actor(Actor.Kind.STAFF, id, "mary");
    }

    private static RequestSpecification auditor() {
        return as(Role.AUDITOR);
    }

    private static RequestSpecification as(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), role));
    }
}
