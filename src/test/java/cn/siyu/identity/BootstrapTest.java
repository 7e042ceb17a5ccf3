package cn.siyu.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SEC-07: the first admin comes by a token that opens nothing afterwards. */
@QuarkusTest
class BootstrapTest {

    @Inject
    Pool pool;

    @AfterEach
    void the_sample_admins_are_back() {
        sql("update identity_staff set state = 'ENABLED' where display_name = 'set aside'");
        sql("update identity_staff set display_name = username where display_name = 'set aside'");
        sql("update identity_staff set state = 'DISABLED' where username like 'first-%'");
    }

    @Test
    void the_first_admin_comes_by_the_token_once() {
        var _ = SignIn.staff("admin");
        sql("update identity_staff set state = 'DISABLED', display_name = 'set aside'"
                + " where state = 'ENABLED' and 'admin' = any(roles)");

        bootstrap("wrong", "first-wrong").statusCode(403).body("code", equalTo("BOOTSTRAP_REFUSED"));
        bootstrap(token(), "first-admin").statusCode(201).body("roles[0]", equalTo("admin"));
        bootstrap(token(), "first-again").statusCode(403).body("code", equalTo("BOOTSTRAP_REFUSED"));
    }

    @Test
    void with_an_admin_there_the_token_opens_nothing() {
        var _ = SignIn.staff("admin");

        bootstrap(token(), "first-late").statusCode(403).body("code", equalTo("BOOTSTRAP_REFUSED"));
    }

    private void sql(String statement) {
        var _ = pool.query(statement).executeAndAwait();
    }

    private static String token() {
        return ConfigProvider.getConfig().getValue("siyu.identity.bootstrap-token", String.class);
    }

    private static ValidatableResponse bootstrap(String token, String username) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "token", token, "username", username, "displayName", "First", "password", "three blind mice"))
                .post("/api/admin/v1/bootstrap")
                .then();
    }
}
