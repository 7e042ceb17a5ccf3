package cn.siyu.catalog.app;

import cn.siyu.catalog.CatalogImport.BrandRow;
import cn.siyu.catalog.CatalogImport.CategoryRow;
import cn.siyu.catalog.domain.CategoryTree;
import cn.siyu.catalog.store.ImportStore;
import cn.siyu.catalog.store.ImportStore.BrandWrite;
import cn.siyu.catalog.store.ImportStore.CategoryWrite;
import cn.siyu.catalog.store.ImportStore.Table;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Categories and brands of an import. */
@Singleton
class ImportTree {

    private static final List<Landing.Column<CategoryRow>> CATEGORY_COLUMNS = List.of(
            new Landing.Column<>("parent_code", CategoryRow::parentCode),
            new Landing.Column<>("name", CategoryRow::name),
            new Landing.Column<>("description", CategoryRow::description),
            new Landing.Column<>("sort_order", CategoryRow::sortOrder),
            new Landing.Column<>("image_url", CategoryRow::imageUrl));

    private static final List<Landing.Column<BrandRow>> BRAND_COLUMNS = List.of(
            new Landing.Column<>("name", BrandRow::name),
            new Landing.Column<>("description", BrandRow::description),
            new Landing.Column<>("sort_order", BrandRow::sortOrder),
            new Landing.Column<>("image_url", BrandRow::imageUrl));

    private final ImportStore store;

    @Inject
    ImportTree(ImportStore store) {
        this.store = store;
    }

    Uni<Landing<CategoryRow, CategoryWrite>> categories(List<CategoryRow> rows, Instant now) {
        var codes = rows.stream()
                .flatMap(row -> Stream.concat(Stream.of(row.code()), row.parentCode().stream()))
                .distinct()
                .toList();
        return store.categories()
                .chain(known -> store.ids(Table.CATEGORY, codes).map(ids -> decide(rows, known, ids)))
                .call(landing ->
                        landing.writes().isEmpty() ? Uni.createFrom().voidItem() : store.write(landing.writes(), now));
    }

    Uni<Landing<BrandRow, BrandWrite>> brands(List<BrandRow> rows, Instant now) {
        var codes = rows.stream().map(BrandRow::code).toList();
        return store.brands(codes)
                .chain(known -> store.ids(Table.BRAND, codes).map(ids -> decideBrands(rows, known, ids)))
                .call(landing -> landing.writes().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : store.writeBrands(landing.writes(), now));
    }

    /** The tree grows row by row, so that a child may follow its parent in the same call. */
    private static Landing<CategoryRow, CategoryWrite> decide(
            List<CategoryRow> rows, Map<String, CategoryRow> known, Map<String, UUID> existing) {
        var ids = new HashMap<>(existing);
        var parents = new HashMap<String, Optional<String>>();
        known.values().forEach(row -> parents.put(row.code(), row.parentCode()));
        var landing = new Landing<CategoryRow, CategoryWrite>(CATEGORY_COLUMNS);
        for (var row : rows) {
            var parent = row.parentCode();
            if (!landing.first(row.code())) {
                landing.refuse("category_code", "stands twice");
            } else if (parent.isPresent() && !parents.containsKey(parent.get())) {
                landing.refuse("parent_code", "there is no such category");
            } else if (!fits(new CategoryTree<>(parents), row)) {
                landing.refuse("parent_code", "the tree allows three levels and no circle");
            } else {
                parents.put(row.code(), parent);
                var id = ids.computeIfAbsent(row.code(), _ -> Ids.next());
                landing.land(
                        known.get(row.code()), row, new CategoryWrite(id, row, parent.map(code -> idOf(ids, code))));
            }
        }
        return landing;
    }

    private static Landing<BrandRow, BrandWrite> decideBrands(
            List<BrandRow> rows, Map<String, BrandRow> known, Map<String, UUID> ids) {
        var landing = new Landing<BrandRow, BrandWrite>(BRAND_COLUMNS);
        for (var row : rows) {
            if (landing.first(row.code())) {
                var id = ids.getOrDefault(row.code(), Ids.next());
                landing.land(known.get(row.code()), row, new BrandWrite(id, row));
            } else {
                landing.refuse("brand_code", "stands twice");
            }
        }
        return landing;
    }

    private static UUID idOf(Map<String, UUID> ids, String code) {
        var id = ids.get(code);
        if (id == null) {
            throw new IllegalStateException("a parent that is there has an id: " + code);
        }
        return id;
    }

    private static boolean fits(CategoryTree<String> tree, CategoryRow row) {
        try {
            return (tree.parents().containsKey(row.code())
                            ? tree.depthBelow(row.parentCode(), row.code())
                            : tree.depthBelow(row.parentCode()))
                    > 0;
        } catch (Refused _) {
            return false;
        }
    }
}
