package cn.siyu.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Signs in as the application's users do, over HTTP; each call opens a session of its own and answers its access token. */
public final class SignIn {

    private SignIn() {}

    /** One of the sample staff: admin, merchandiser, finance, support, ops, auditor. */
    public static String staff(String username) {
        return staff(username, samplePassword());
    }

    public static String staff(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/api/admin/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .path("accessToken");
    }

    /** The consumer of this name; the first sign-in makes the member. */
    public static String member(String name) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("code", SandboxControl.loginCode(name)))
                .post("/api/mp/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .path("accessToken");
    }

    public static String samplePassword() {
        return ConfigProvider.getConfig().getValue("siyu.sample.password", String.class);
    }
}
