package cn.siyu.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The catalogue that the documents import, under codes of one's own, so that no story depends on another's. */
public final class CatalogueFiles {

    private static final Path SET = Path.of("src", "docs", "catalogue");
    private static final List<String> FILES =
            List.of("categories", "brands", "products", "skus", "attributes", "reviews");

    private CatalogueFiles() {}

    /** File name to text; every code begins with {@code prefix}. */
    public static Map<String, String> set(String prefix) {
        var set = new LinkedHashMap<String, String>();
        for (var name : FILES) {
            set.put(name + ".csv", read(name).replaceAll("\\b([MBT])(\\d{2,4})\\b", prefix + "$1$2"));
        }
        return set;
    }

    private static String read(String name) {
        try {
            return Files.readString(SET.resolve(name + ".csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands a set in; answers what was begun. */
    public static Response submit(String token, Map<String, String> set, boolean dryRun) {
        var request = given().auth().oauth2(token).header("Idempotency-Key", Shop.key());
        set.forEach((name, text) -> request.multiPart("files", name, text.getBytes(StandardCharsets.UTF_8)));
        var submitted = request.post("/api/admin/v1/imports?dryRun=" + dryRun);
        submitted.then().statusCode(202);
        return submitted;
    }

    /** Waits for the end of a job. */
    public static JsonPath ended(String token, String job) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> given().auth()
                                .oauth2(token)
                                .get("/api/admin/v1/jobs/{id}", job)
                                .jsonPath(),
                        view -> !view.getString("state").matches("QUEUED|RUNNING"));
    }

    /** Lands the whole set. */
    public static void land(String token, String prefix) {
        String job = submit(token, set(prefix), false).path("jobId");
        assertThat(ended(token, job).getString("state")).isEqualTo("DONE");
    }
}
