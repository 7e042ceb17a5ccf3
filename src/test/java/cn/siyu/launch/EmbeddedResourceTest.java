package cn.siyu.launch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The test application runs on real servers, as the role that production uses. */
@QuarkusTest
class EmbeddedResourceTest {

    @Inject
    Pool pool;

    @Inject
    RedisDataSource redis;

    @Test
    void the_application_works_as_a_role_without_power() {
        var row = pool.query("select current_user::text as name, rolsuper from pg_roles where rolname = current_user")
                .executeAndAwait()
                .iterator()
                .next();

        assertThat(row.getString("name")).isEqualTo("siyu_app");
        assertThat(row.getBoolean("rolsuper")).isFalse();
    }

    @Test
    void redis_answers() {
        redis.value(String.class).set("launch-test", "here");

        assertThat(redis.value(String.class).get("launch-test")).isEqualTo("here");
    }

    @Test
    void the_application_is_ready() {
        given().get("/q/health/ready").then().statusCode(200);
    }
}
