package cn.siyu.setup;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import cn.siyu.testing.CatalogueFiles;
import cn.siyu.testing.SignIn;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A merchandiser imports a catalogue over HTTP: rehearses, lands it, mends what was wrong, changes nothing twice. */
@QuarkusTest
class ImportTest {

    private String merchandiser = "";
    private String prefix = "";

    /** Every test imports a set of its own, so that none depends on another: the codes get a prefix. */
    @BeforeEach
    void signIn() {
        merchandiser = SignIn.staff("merchandiser");
        prefix = "I" + UUID.randomUUID().toString().substring(0, 6) + "-";
    }

    @Test
    void a_dry_run_lands_nothing_and_its_import_can_then_be_applied() {
        var rehearsal = submit(set(), true);
        var job = finished(rehearsal.path("jobId"));

        assertThat(job.getString("state")).isEqualTo("DONE");
        assertThat(productsNamed(prefix)).isZero();
        var dry = run(rehearsal.path("id"), 0);
        assertThat(counts(dry, "skus.csv")).containsEntry("valid", 8).containsEntry("refused", 0);

        var applied = given().auth()
                .oauth2(merchandiser)
                .header("Idempotency-Key", key())
                .post("/api/admin/v1/imports/{id}/apply", (String) rehearsal.path("id"));
        applied.then().statusCode(202);
        finished(applied.path("jobId"));

        var landed = run(rehearsal.path("id"), 1);
        assertThat(counts(landed, "products.csv")).containsEntry("inserted", 4);
        assertThat(counts(landed, "reviews.csv")).containsEntry("inserted", 3);
        assertThat(landed.get("#pricesSet")).containsEntry("value", 9);
        assertThat(productsNamed(prefix)).isEqualTo(4);
    }

    @Test
    void a_dry_run_names_forbidden_titles_and_a_tree_that_cannot_be() {
        var set = Map.of(
                "categories.csv",
                "category_code,parent_code,name\n%1$sA,%1$sB,甲\n%1$sB,%1$sA,乙\n".formatted(prefix),
                "products.csv",
                "product_code,name,category_code\n%1$sX,全国最好的奶瓶,%1$sA\n".formatted(prefix));

        var rehearsal = submit(set, true);
        finished(rehearsal.path("jobId"));

        var dry = run(rehearsal.path("id"), 0);
        assertThat(counts(dry, "categories.csv")).containsEntry("valid", 0).containsEntry("refused", 2);
        assertThat(counts(dry, "products.csv")).containsEntry("valid", 0).containsEntry("refused", 1);
        assertThat(file(rehearsal.path("jobId"), "report.csv"))
                .contains("must not say \"\"最好\"\"")
                .contains("no circle");
    }

    @Test
    void the_same_set_twice_changes_nothing_and_a_changed_one_only_what_changed() {
        land(set());

        var again = land(set());
        var changed = set();
        changed.computeIfPresent("skus.csv", (_, text) -> text.replace("6900,40", "7100,99"));
        changed.computeIfPresent("products.csv", (_, text) -> text.replace("耐咬", "耐咬耐煮"));
        var third = land(changed);

        assertThat(again).hasSize(8);
        for (var file : set().keySet()) {
            assertThat(counts(again, file)).containsEntry("inserted", 0).containsEntry("updated", 0);
        }
        assertThat(counts(third, "products.csv")).containsEntry("updated", 1).containsEntry("unchanged", 3);
        assertThat(third.get("#pricesSet")).containsEntry("value", 1);
        assertThat(third.get("#stockDiffers")).containsEntry("value", 1);
    }

    @Test
    void bad_rows_come_back_in_a_file_that_lands_once_mended() {
        var broken = set();
        broken.computeIfPresent("skus.csv", (_, text) -> text.replace("12900,9", "free,9"));
        broken.computeIfPresent("attributes.csv", (_, text) -> text + prefix + "NONE,产地,杭州\n");
        var submitted = submit(broken, false);
        var job = finished(submitted.path("jobId"));

        assertThat(job.getInt("failed")).isEqualTo(2);
        var report = file(submitted.path("jobId"), "report.csv");
        assertThat(report)
                .contains("skus.csv,6,price_fen,free,")
                .contains("attributes.csv,5,product_code," + prefix + "NONE,");

        var rejected = file(submitted.path("jobId"), "rejected-skus.csv");
        var mended = land(Map.of("rejected-skus.csv", rejected.replace("free", "12900")));

        assertThat(counts(mended, "skus.csv")).containsEntry("inserted", 1).containsEntry("refused", 0);
    }

    @Test
    void gbk_and_a_byte_order_mark_are_read_alike() {
        var set = set();
        var request = given().auth().oauth2(merchandiser).header("Idempotency-Key", key());
        request.multiPart("files", "categories.csv", text(set, "categories.csv").getBytes(Charset.forName("GBK")));
        request.multiPart("files", "brands.csv", ("\uFEFF" + text(set, "brands.csv")).getBytes(StandardCharsets.UTF_8));
        var submitted = request.post("/api/admin/v1/imports?dryRun=false");
        submitted.then().statusCode(202);
        finished(submitted.path("jobId"));

        var names = given().auth()
                .oauth2(merchandiser)
                .get("/api/admin/v1/categories?size=100")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(names).contains("连体衣");
    }

    @Test
    void details_are_cleaned_and_reviews_are_labelled() {
        land(set());
        var product = productId("四季连体衣", prefix + "T1001");

        var page = given().get("/api/mp/v1/products/{id}", product);
        page.then().statusCode(200);
        assertThat(page.asString())
                .contains("A类面料")
                .doesNotContain("onclick")
                .doesNotContain("<script")
                .doesNotContain("9900");
        given().get("/api/mp/v1/products/{id}/reviews", product)
                .then()
                .statusCode(200)
                .body("items.source", hasItem("IMPORTED"));
    }

    @Test
    void what_is_no_set_is_refused() {
        given().auth()
                .oauth2(merchandiser)
                .header("Idempotency-Key", key())
                .multiPart("files", "prices.xlsx", new byte[] {1})
                .post("/api/admin/v1/imports")
                .then()
                .statusCode(422)
                .body("code", equalTo("IMPORT_FILE_UNKNOWN"));
        given().auth()
                .oauth2(SignIn.staff("support"))
                .header("Idempotency-Key", key())
                .multiPart("files", "skus.csv", new byte[] {1})
                .post("/api/admin/v1/imports")
                .then()
                .statusCode(403);
        var nothing = UUID.randomUUID();
        given().auth()
                .oauth2(merchandiser)
                .header("Idempotency-Key", key())
                .post("/api/admin/v1/imports/{id}/apply", nothing)
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(merchandiser)
                .get("/api/admin/v1/imports/{id}", nothing)
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(merchandiser)
                .get("/api/admin/v1/imports?size=0")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("size"));
        given().auth().oauth2(merchandiser).get("/api/admin/v1/imports").then().statusCode(200);
    }

    @CanIgnoreReturnValue
    private Map<String, Map<String, Integer>> land(Map<String, String> set) {
        var submitted = submit(set, false);
        assertThat(finished(submitted.path("jobId")).getString("state")).isEqualTo("DONE");
        return run(submitted.path("id"), 0);
    }

    private Response submit(Map<String, String> set, boolean dryRun) {
        return CatalogueFiles.submit(merchandiser, set, dryRun);
    }

    @CanIgnoreReturnValue
    private JsonPath finished(String job) {
        return CatalogueFiles.ended(merchandiser, job);
    }

    /** The counts of a run by file; the two totals under names of their own. */
    private Map<String, Map<String, Integer>> run(String importId, int index) {
        var view = given().auth()
                .oauth2(merchandiser)
                .get("/api/admin/v1/imports/{id}", importId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        var counts = new LinkedHashMap<String, Map<String, Integer>>();
        view.<Map<String, Object>>getList("runs[" + index + "].files").forEach(file -> {
            var numbers = new LinkedHashMap<String, Integer>();
            file.forEach((name, value) -> {
                if (value instanceof Integer number) {
                    numbers.put(name, number);
                }
            });
            counts.put((String) file.get("file"), numbers);
        });
        counts.put("#pricesSet", Map.of("value", view.getInt("runs[" + index + "].pricesSet")));
        counts.put("#stockDiffers", Map.of("value", view.getInt("runs[" + index + "].stockDiffers")));
        return counts;
    }

    private static Map<String, Integer> counts(Map<String, Map<String, Integer>> run, String file) {
        return run.getOrDefault(file, Map.of());
    }

    private String file(String job, String name) {
        return given().auth()
                .oauth2(merchandiser)
                .get("/api/admin/v1/jobs/{id}/files/{name}", job, name)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private int productsNamed(String code) {
        return given().auth()
                .oauth2(merchandiser)
                .queryParam("q", code)
                .get("/api/admin/v1/products")
                .then()
                .statusCode(200)
                .extract()
                .path("total");
    }

    private String productId(String title, String code) {
        return given().auth()
                .oauth2(merchandiser)
                .queryParam("q", code)
                .get("/api/admin/v1/products")
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.title == '" + title + "' }.id");
    }

    private Map<String, String> set() {
        return CatalogueFiles.set(prefix);
    }

    private static String text(Map<String, String> set, String file) {
        return set.getOrDefault(file, "");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
