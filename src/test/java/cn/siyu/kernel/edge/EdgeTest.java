package cn.siyu.kernel.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEC-03, SEC-18, SEC-24: what never reaches a resource, and how it is told. */
@QuarkusTest
class EdgeTest {

    private static final String JOBS = "/api/admin/v1/jobs";

    static Stream<String> spellings() {
        var bases = List.of(JOBS, "/api/admin/v1/audit-logs", "/q/health", "/q/metrics");
        return bases.stream()
                .flatMap(path -> Stream.of(
                        path + ";x",
                        path + ";/../x",
                        path + "%3Bx",
                        path + "%3b",
                        path + "%2F",
                        path + "%2f..",
                        path + "%5C",
                        path + "%5cx",
                        path + "\\x",
                        path + "//",
                        "/" + path,
                        path + "/.",
                        path + "/./x",
                        path + "/../x",
                        path + ".",
                        path + "%2e",
                        path + "/%2E%2e/x",
                        path + "%00",
                        "http://elsewhere" + path + ";x"));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void an_ambiguous_spelling_is_refused_even_to_an_admin(String spelling) throws IOException {
        var answer = raw("GET " + spelling + " HTTP/1.1\r\n" + admin());

        assertThat(answer).startsWith("HTTP/1.1 400");
        if (!spelling.contains("\\")) {
            // A backslash is no URI at all: Vert.x refuses it before any of us.
            assertThat(answer).contains("application/problem+json").contains("INVALID_REQUEST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/API/ADMIN/V1/JOBS", "/api/admin/v1/Jobs", "/api/admin/v1/jobs%20", "/api/admin/v1/%6aobs/x/y"})
    void another_spelling_reaches_nothing(String spelling) throws IOException {
        var answer = raw("GET " + spelling + " HTTP/1.1\r\n" + admin());

        assertThat(answer)
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json")
                .contains("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void a_header_does_not_change_the_method(String header) {
        var id = Ids.next();

        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.ADMIN))
                .header(header, "GET")
                .post(JOBS + "/" + id)
                .then()
                .statusCode(405);
    }

    @Test
    void an_unknown_address_is_a_problem_in_the_same_shape() {
        given().get("/nowhere")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_FOUND"))
                .body("status", equalTo(404))
                .body("retryable", equalTo(false));
        given().get("/api/mp/v1/nowhere").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void methods_types_and_callers_are_refused_in_the_same_shape() {
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.ADMIN))
                .delete(JOBS)
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("code", equalTo("METHOD_NOT_ALLOWED"));
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.ADMIN))
                .accept("image/png")
                .get(JOBS)
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_ACCEPTABLE"));
        given().get(JOBS)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("code", equalTo("UNAUTHENTICATED"));
        given().header("Authorization", "Bearer nonsense")
                .get(JOBS)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("UNAUTHENTICATED"));
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.MEMBER))
                .get(JOBS)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("FORBIDDEN"));
    }

    @Test
    void a_value_that_cannot_be_read_is_a_problem_in_the_same_shape() {
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.ADMIN))
                .get(JOBS + "/not-an-id")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.ADMIN))
                .queryParam("state", "SLEEPING")
                .get(JOBS)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("INVALID_REQUEST"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense"})
    void a_body_that_is_not_json_is_refused_where_json_is_read(String type) throws IOException {
        var answer = raw("POST /api/mp/v1/sessions HTTP/1.1\r\nContent-Type: " + type + "\r\nContent-Length: 2\r\n"
                + "Host: shop\r\nConnection: close\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 415").contains("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void a_text_with_the_character_zero_is_refused_and_named() {
        given().queryParam("q", "a\0b")
                .get("/api/mp/v1/products")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("q"));
        given().contentType("application/json")
                .body("{\"username\":\"a\\u0000b\",\"password\":\"x\"}")
                .post("/api/admin/v1/sessions")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("username"));
    }

    @Test
    void another_word_than_true_or_false_is_not_taken_for_a_no() {
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.MERCHANDISER))
                .header("Idempotency-Key", "yes-or-no-1")
                .multiPart("files", "brands.csv", "brand_code,name\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/admin/v1/imports?dryRun=yes")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("dryRun"));
    }

    @Test
    void a_large_json_body_is_refused_before_it_is_read() throws IOException {
        var answer = raw(
                "POST " + JOBS + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 262145\r\n" + admin());

        assertThat(answer).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
    }

    @Test
    void a_json_body_of_unknown_length_is_refused() throws IOException {
        var answer = raw("POST " + JOBS
                + " HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n" + admin());

        assertThat(answer).startsWith("HTTP/1.1 411").contains("LENGTH_REQUIRED");
    }

    @Test
    void answers_of_the_api_are_not_kept_by_caches_and_tell_nothing_of_the_server() {
        given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), Role.ADMIN))
                .get(JOBS)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Server", nullValue());
    }

    private static String admin() {
        return HeaderSignIn.HEADER + ": " + HeaderSignIn.as(Ids.next(), Role.ADMIN)
                + "\r\nHost: shop\r\nConnection: close\r\n\r\n";
    }

    /** Over a plain socket: a client library would tidy the address up. */
    private String raw(String request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
