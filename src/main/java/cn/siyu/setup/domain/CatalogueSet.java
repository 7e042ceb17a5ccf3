package cn.siyu.setup.domain;

import cn.siyu.catalog.CatalogImport.AttributeRow;
import cn.siyu.catalog.CatalogImport.BrandRow;
import cn.siyu.catalog.CatalogImport.CategoryRow;
import cn.siyu.catalog.CatalogImport.ProductRow;
import cn.siyu.catalog.CatalogImport.ReviewRow;
import cn.siyu.catalog.CatalogImport.SkuRow;
import cn.siyu.kernel.csv.CsvRow;
import cn.siyu.kernel.csv.CsvTable;
import cn.siyu.kernel.csv.RowFault;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.kernel.money.Money;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A set of catalogue files as typed rows (2.11): what could be read of each row, where it stood, and what was wrong with the
 * others. Reading decides all that can be decided without the shop's own data.
 */
public final class CatalogueSet {

    /** A row that could be read, and where it stood. */
    public record Placed<T>(CsvRow row, T value) {}

    /** A SKU with what other contexts take of it: its price and its opening stock. */
    public record SkuEntry(SkuRow sku, Money price, int stock) {}

    /** A product, and the price it names for itself; it counts only where the product has no SKU row. */
    public record ProductEntry(ProductRow product, Optional<Money> ownPrice) {}

    private static final int NAME_MAX = 120;
    private static final int TEXT_MAX = 2_000;
    private static final int URL_MAX = 1_000;
    private static final int DETAIL_MAX = 200_000;
    private static final int STOCK_MAX = 10_000_000;
    private static final int SORT_MAX = 1_000_000;
    private static final int STARS_MAX = 5;

    private final Map<FileKind, List<RowFault>> faults = new EnumMap<>(FileKind.class);
    private final Map<FileKind, Map<Long, CsvRow>> lines = new EnumMap<>(FileKind.class);

    private List<Placed<CategoryRow>> categories = List.of();
    private List<Placed<BrandRow>> brands = List.of();
    private List<Placed<ProductEntry>> products = List.of();
    private List<Placed<SkuEntry>> skus = List.of();
    private List<Placed<AttributeRow>> attributes = List.of();
    private List<Placed<ReviewRow>> reviews = List.of();

    private CatalogueSet() {}

    public static CatalogueSet read(Map<FileKind, byte[]> files) {
        var set = new CatalogueSet();
        set.categories = parentsFirst(set.rows(files, FileKind.CATEGORIES, CatalogueSet::category, CategoryRow::code));
        set.brands = set.rows(files, FileKind.BRANDS, CatalogueSet::brand, BrandRow::code);
        set.products = set.rows(
                files,
                FileKind.PRODUCTS,
                CatalogueSet::product,
                entry -> entry.product().code());
        set.skus = set.rows(
                files, FileKind.SKUS, CatalogueSet::sku, entry -> entry.sku().code());
        var positions = new HashMap<String, Integer>();
        set.attributes = set.rows(
                files,
                FileKind.ATTRIBUTES,
                (cells, _) -> attribute(cells, positions),
                row -> row.productCode() + "\n" + row.name());
        var occurrences = new HashMap<String, Integer>();
        set.reviews = set.rows(files, FileKind.REVIEWS, (cells, _) -> review(cells, occurrences), _ -> null);
        return set;
    }

    public List<Placed<CategoryRow>> categories() {
        return categories;
    }

    public List<Placed<BrandRow>> brands() {
        return brands;
    }

    public List<Placed<ProductEntry>> products() {
        return products;
    }

    public List<Placed<SkuEntry>> skus() {
        return skus;
    }

    public List<Placed<AttributeRow>> attributes() {
        return attributes;
    }

    public List<Placed<ReviewRow>> reviews() {
        return reviews;
    }

    /** What was wrong while reading; a file that could not be read at all has one fault at its header. */
    public List<RowFault> faults(FileKind kind) {
        return faults.getOrDefault(kind, List.of());
    }

    /** How many rows all files hold, good and bad. */
    public int size() {
        return lines.values().stream().mapToInt(Map::size).sum();
    }

    public Set<FileKind> kinds() {
        return lines.keySet();
    }

    /** The row that starts at {@code line} of a file, good or bad. */
    public CsvRow rowAt(FileKind kind, long line) {
        return lines.getOrDefault(kind, Map.of())
                .getOrDefault(line, new CsvRow(kind.file(), line, List.of(), List.of()));
    }

    private <T> List<Placed<T>> rows(
            Map<FileKind, byte[]> files,
            FileKind kind,
            BiFunction<Cells, CsvRow, T> read,
            Function<T, @org.jspecify.annotations.Nullable String> key) {
        var content = files.get(kind);
        if (content == null) {
            return List.of();
        }
        var found = new RowFaults();
        var placed = new ArrayList<Placed<T>>();
        var seen = new HashSet<String>();
        var all = new HashMap<Long, CsvRow>();
        try {
            var table = CsvTable.parse(kind.file(), content, kind.requiredColumns(), found);
            for (var row : table.rows()) {
                var cells = new Cells(row, found);
                var value = read.apply(cells, row);
                var name = cells.good() ? key.apply(value) : null;
                if (name != null && !seen.add(name)) {
                    cells.bad(
                            kind.file().startsWith("attributes")
                                    ? "name"
                                    : row.header().getFirst(),
                            "stands twice in this file");
                }
                if (cells.good()) {
                    placed.add(new Placed<>(row, value));
                }
            }
            table.rows().forEach(row -> all.put(row.line(), row));
        } catch (CsvTable.Unreadable e) {
            found.add(new CsvRow(kind.file(), e.line(), List.of(), List.of()), "", "", String.valueOf(e.getMessage()));
        }
        found.all().forEach(fault -> all.put(fault.row().line(), fault.row()));
        lines.put(kind, all);
        faults.put(kind, found.all());
        return List.copyOf(placed);
    }

    /** A parent that stands later in the file is moved before its children; a ring is left for the catalogue to refuse. */
    private static List<Placed<CategoryRow>> parentsFirst(List<Placed<CategoryRow>> rows) {
        var waiting = new ArrayList<>(rows);
        var sorted = new ArrayList<Placed<CategoryRow>>();
        var open = new HashSet<String>();
        rows.forEach(row -> open.add(row.value().code()));
        while (!waiting.isEmpty()) {
            var ready = waiting.stream()
                    .filter(row ->
                            row.value().parentCode().filter(open::contains).isEmpty())
                    .toList();
            if (ready.isEmpty()) {
                sorted.addAll(waiting);
                break;
            }
            sorted.addAll(ready);
            ready.forEach(row -> open.remove(row.value().code()));
            waiting.removeAll(ready);
        }
        return List.copyOf(sorted);
    }

    private static CategoryRow category(Cells cells, CsvRow row) {
        return new CategoryRow(
                cells.code("category_code"),
                cells.optionalCode("parent_code"),
                cells.needed("name", NAME_MAX),
                cells.text("description", TEXT_MAX),
                cells.number("sort_order", 0, SORT_MAX),
                cells.text("image_url", URL_MAX));
    }

    private static BrandRow brand(Cells cells, CsvRow row) {
        return new BrandRow(
                cells.code("brand_code"),
                cells.needed("name", NAME_MAX),
                cells.text("description", TEXT_MAX),
                cells.number("sort_order", 0, SORT_MAX),
                cells.text("image_url", URL_MAX));
    }

    private static ProductEntry product(Cells cells, CsvRow row) {
        return new ProductEntry(
                new ProductRow(
                        cells.code("product_code"),
                        cells.needed("name", NAME_MAX),
                        cells.code("category_code"),
                        cells.optionalCode("brand_code"),
                        cells.text("brief", TEXT_MAX),
                        cells.text("unit", NAME_MAX),
                        cells.optionalPrice("market_price_fen"),
                        cells.flag("is_new"),
                        cells.flag("is_hot"),
                        cells.flag("on_sale"),
                        cells.text("cover_url", URL_MAX),
                        cells.addresses("gallery_urls"),
                        cells.text("detail_html", DETAIL_MAX)),
                cells.optionalPrice("price_fen"));
    }

    private static SkuEntry sku(Cells cells, CsvRow row) {
        return new SkuEntry(
                new SkuRow(
                        cells.code("sku_code"),
                        cells.code("product_code"),
                        cells.specs("specs"),
                        cells.text("image_url", URL_MAX)),
                cells.price("price_fen"),
                cells.number("stock", 0, STOCK_MAX));
    }

    private static AttributeRow attribute(Cells cells, Map<String, Integer> positions) {
        var product = cells.code("product_code");
        return new AttributeRow(
                product,
                cells.needed("name", NAME_MAX),
                cells.text("value", TEXT_MAX),
                positions.merge(product, 1, Integer::sum));
    }

    private static ReviewRow review(Cells cells, Map<String, Integer> occurrences) {
        var product = cells.code("product_code");
        var content = cells.needed("content", TEXT_MAX);
        var createdAt = cells.instant("created_at");
        return new ReviewRow(
                product,
                cells.number("stars", 1, STARS_MAX),
                content,
                cells.addresses("image_urls"),
                createdAt,
                occurrences.merge(product + "\n" + createdAt + "\n" + content, 1, Integer::sum));
    }
}
