package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The catalogue: imported as a merchandiser would, then each product gets its role on the ladder and its regulatory class. */
final class Goods {

    private static final List<String> FILES = List.of("categories", "brands", "products", "skus", "attributes");

    private final Shop shop;

    Goods(Shop shop) {
        this.shop = shop;
    }

    void putOut() {
        var merchandiser = shop.staff("merchandiser");
        var files = new LinkedHashMap<String, byte[]>();
        FILES.forEach(name -> files.put(name + ".csv", read(name)));
        var job = shop.postFiles(merchandiser, "sample-catalogue", "/api/admin/v1/imports?dryRun=false", files)
                .path("jobId")
                .asText();
        var done = shop.awaitThat(
                () -> shop.get(merchandiser, "/api/admin/v1/jobs/" + job),
                seen -> List.of("DONE", "FAILED", "CANCELLED")
                        .contains(seen.path("state").asText()));
        if (!done.path("state").asText().equals("DONE") || done.path("failed").asLong() > 0) {
            throw new IllegalStateException("the sample's catalogue was not taken: " + done);
        }
        var products = products(shop, merchandiser);
        Shop.together(rows("roles").stream()
                .map(row -> (Runnable) () -> describe(
                        merchandiser, Objects.requireNonNull(products.get(row.get(0))), row.get(1), row.get(2)))
                .toList());
    }

    /** Ids of all products by their code. */
    static Map<String, String> products(Shop shop, String token) {
        var ids = new HashMap<String, String>();
        for (var page = 1; ; page++) {
            var lines = shop.get(token, "/api/admin/v1/products?size=100&page=" + page)
                    .path("items");
            lines.forEach(
                    line -> ids.put(line.path("code").asText(), line.path("id").asText()));
            if (lines.size() < 100) {
                return ids;
            }
        }
    }

    private void describe(String token, String id, String role, String regulatoryClass) {
        var product = shop.get(token, "/api/admin/v1/products/" + id);
        if (product.path("role").asText().equals(role)
                && product.path("regulatoryClass").asText().equals(regulatoryClass)) {
            return;
        }
        var text = new LinkedHashMap<String, Object>();
        for (var field : List.of(
                "title",
                "brief",
                "unit",
                "categoryId",
                "brandId",
                "coverUrl",
                "detailHtml",
                "isNew",
                "isHot",
                "attributes")) {
            if (product.has(field)) {
                text.put(field, product.get(field));
            }
        }
        text.put("role", role);
        text.put("regulatoryClass", regulatoryClass);
        text.put(
                "returnPolicy",
                regulatoryClass.equals("NONE")
                        ? "SEVEN_DAYS"
                        : product.path("returnPolicy").asText());
        JsonNode saved = shop.put(
                token,
                "/api/admin/v1/products/" + id,
                Map.of("text", text, "version", product.path("version").asLong()));
        if (!saved.path("role").asText().equals(role)) {
            throw new IllegalStateException("the role was not kept: " + saved);
        }
    }

    /** The rows of one of the sample's files after its head. */
    static List<List<String>> rows(String name) {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Goods.class.getResourceAsStream(name + ".csv")), StandardCharsets.UTF_8))) {
            var rows = new ArrayList<List<String>>();
            lines.lines().skip(1).forEach(line -> rows.add(List.of(line.split(",", -1))));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String name) {
        try (var in = Objects.requireNonNull(Goods.class.getResourceAsStream(name + ".csv"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
