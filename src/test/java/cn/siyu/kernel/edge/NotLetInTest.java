package cn.siyu.kernel.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The framework would look for the name of the operation in each request, lest it fails; we leave that to those that do. */
@QuarkusTest
class NotLetInTest {

    private static final String JOBS = "/api/admin/v1/jobs";

    @Inject
    Seen seen;

    /** What stands ready for a failure behind the framework's own filters. */
    @ApplicationScoped
    static class Seen {

        private volatile @Nullable Object handler;

        @Nullable
        Object handler() {
            return handler;
        }

        void last(@Observes Filters filters) {
            filters.register(
                    routing -> {
                        handler = routing.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
                        routing.next();
                    },
                    SecurityHandlerPriorities.AUTHORIZATION);
        }
    }

    @Test
    void ours_stands_ready_and_not_the_one_that_makes_a_table_of_all_operations_for_each_request() {
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.ADMIN))
                .get(JOBS)
                .then()
                .statusCode(200);

        assertThat(seen.handler())
                .extracting(Object::getClass)
                .extracting(Class::getName, STRING)
                .startsWith(NotLetIn.class.getName());
    }

    @Test
    void metrics_know_the_operation_of_those_who_are_not_let_in() {
        var job = JOBS + "/" + Ids.next();
        given().get(job).then().statusCode(401);
        given().header("Authorization", "Bearer nonsense").get(job).then().statusCode(401);
        given().urlEncodingEnabled(false).get(job + "%2F").then().statusCode(400);
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.MEMBER))
                .get(job)
                .then()
                .statusCode(403);

        var metrics = given().get("/q/metrics").then().extract().asString();

        assertThat(metrics.lines()
                        .filter(line -> line.startsWith("http_server_requests_seconds_count"))
                        .filter(line -> line.contains(JOBS + "/{id}\"")))
                .anyMatch(line -> line.contains("status=\"401\""))
                .anyMatch(line -> line.contains("status=\"403\""));
        assertThat(metrics).contains("status=\"400\",uri=\"/UNKNOWN\"");
        assertThat(metrics).doesNotContain(job);
    }
}
