package cn.siyu.setup.domain;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The files of a catalogue set, in the order in which they are worked on; each stands on those before it (2.11). */
public enum FileKind {
    CATEGORIES("categories.csv", "category_code", Set.of("category_code", "name")),
    BRANDS("brands.csv", "brand_code", Set.of("brand_code", "name")),
    PRODUCTS("products.csv", "product_code", Set.of("product_code", "name", "category_code")),
    SKUS("skus.csv", "sku_code", Set.of("sku_code", "product_code", "specs", "price_fen")),
    ATTRIBUTES("attributes.csv", "name", Set.of("product_code", "name", "value")),
    REVIEWS("reviews.csv", "content", Set.of("product_code", "stars", "content", "created_at"));

    private final String file;
    private final String keyColumn;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> requiredColumns;

    FileKind(String file, String keyColumn, Set<String> requiredColumns) {
        this.file = file;
        this.keyColumn = keyColumn;
        this.requiredColumns = requiredColumns;
    }

    public String file() {
        return file;
    }

    /** The column that tells one row from another within the file. */
    String keyColumn() {
        return keyColumn;
    }

    Set<String> requiredColumns() {
        return requiredColumns;
    }

    /** By file name; a rejected file that comes back mended keeps its kind. */
    public static Optional<FileKind> of(String fileName) {
        return Arrays.stream(values())
                .filter(kind -> fileName.equals(kind.file) || fileName.equals(kind.rejectedFile()))
                .findFirst();
    }

    /** The name of the file that holds this kind's bad rows. */
    public String rejectedFile() {
        return "rejected-" + file;
    }
}
