package cn.siyu.setup.app;

import cn.siyu.catalog.CatalogImport;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.setup.domain.CatalogueSet;
import cn.siyu.setup.domain.CatalogueSet.Placed;
import cn.siyu.setup.domain.FileKind;
import cn.siyu.setup.domain.Tally;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The dry run: whether every row names only what the set itself brings or the shop already has, whether titles hold forbidden
 * words, and whether the set's own tree is too deep or a ring. Lands nothing.
 */
@Singleton
class Rehearsal {

    private static final String UNKNOWN = "is neither in this set nor in the shop";
    private static final int LEVELS = 3;

    private final CatalogImport catalog;

    @Inject
    Rehearsal(CatalogImport catalog) {
        this.catalog = catalog;
    }

    List<Batch> plan(CatalogueSet set) {
        var categories = codes(set.categories(), CatalogImport.CategoryRow::code);
        var brands = codes(set.brands(), CatalogImport.BrandRow::code);
        var products = codes(set.products(), entry -> entry.product().code());
        var parents = set.categories().stream()
                .map(Placed::value)
                .collect(Collectors.toMap(CatalogImport.CategoryRow::code, CatalogImport.CategoryRow::parentCode));
        var all = new ArrayList<Batch>();
        all.add(check(
                FileKind.CATEGORIES,
                set.categories(),
                List.of(new Reference<>(
                        "parent_code", CatalogImport.CategoryRow::parentCode, categories, catalog::existingCategories)),
                row -> tooDeep(row, parents)));
        all.add(check(FileKind.BRANDS, set.brands(), List.of(), _ -> Optional.empty()));
        all.add(check(
                FileKind.PRODUCTS,
                set.products(),
                List.of(
                        new Reference<>(
                                "category_code",
                                entry -> Optional.of(entry.product().categoryCode()),
                                categories,
                                catalog::existingCategories),
                        new Reference<>(
                                "brand_code", entry -> entry.product().brandCode(), brands, catalog::existingBrands)),
                entry -> catalog.claimIn(entry.product().name())
                        .map(word -> new Wrong("name", "must not say \"" + word + "\""))));
        all.add(check(
                FileKind.SKUS,
                set.skus(),
                List.of(product(entry -> entry.sku().productCode(), products)),
                _ -> Optional.empty()));
        all.add(check(
                FileKind.ATTRIBUTES,
                set.attributes(),
                List.of(product(CatalogImport.AttributeRow::productCode, products)),
                _ -> Optional.empty()));
        all.add(check(
                FileKind.REVIEWS,
                set.reviews(),
                List.of(product(CatalogImport.ReviewRow::productCode, products)),
                _ -> Optional.empty()));
        return all;
    }

    /** A cell that names another row: by which column, which code, what the set brings, and how to ask for the rest. */
    private record Reference<T>(
            String column,
            Function<T, Optional<String>> code,
            Set<String> inSet,
            Function<Collection<String>, Uni<Set<String>>> existing) {

        Uni<Set<String>> known(List<Placed<T>> rows) {
            var asked = rows.stream()
                    .flatMap(placed -> code.apply(placed.value()).stream())
                    .filter(name -> !inSet.contains(name))
                    .collect(Collectors.toSet());
            return asked.isEmpty()
                    ? Uni.createFrom().item(inSet)
                    : existing.apply(asked).map(found -> {
                        var known = new HashSet<>(inSet);
                        known.addAll(found);
                        return known;
                    });
        }
    }

    private <T> Reference<T> product(Function<T, String> code, Set<String> products) {
        return new Reference<>(
                "product_code", row -> Optional.of(code.apply(row)), products, catalog::existingProducts);
    }

    /** What is wrong with a row by itself. */
    private record Wrong(String column, String reason) {}

    private static Optional<Wrong> tooDeep(CatalogImport.CategoryRow row, Map<String, Optional<String>> parents) {
        var levels = 1;
        for (var parent = row.parentCode(); parent.isPresent(); levels++) {
            if (levels == LEVELS) {
                return Optional.of(new Wrong("parent_code", "the tree allows three levels and no circle"));
            }
            parent = parents.getOrDefault(parent.get(), Optional.empty());
        }
        return Optional.empty();
    }

    private static <T> Batch check(
            FileKind kind, List<Placed<T>> rows, List<Reference<T>> references, Function<T, Optional<Wrong>> alone) {
        return new Batch(kind, (before, faults) -> {
            var bad = new HashSet<Placed<T>>();
            rows.forEach(placed -> alone.apply(placed.value())
                    .ifPresent(wrong -> note(placed, wrong.column(), wrong.reason(), faults, bad)));
            Uni<Void> checked = Uni.createFrom().voidItem();
            for (var reference : references) {
                checked = checked.chain(() -> reference
                                .known(rows)
                                .invoke(known -> rows.stream()
                                        .filter(placed -> reference
                                                .code()
                                                .apply(placed.value())
                                                .filter(name -> !known.contains(name))
                                                .isPresent())
                                        .forEach(placed -> note(placed, reference.column(), UNKNOWN, faults, bad))))
                        .replaceWithVoid();
            }
            return checked.map(_ -> before.plus(kind, new Tally.Counts(0, 0, 0, rows.size() - bad.size(), bad.size())));
        });
    }

    private static <T> void note(Placed<T> placed, String column, String reason, RowFaults faults, Set<Placed<T>> bad) {
        bad.add(placed);
        faults.add(placed.row(), column, placed.row().text(column), reason);
    }

    private static <T> Set<String> codes(List<Placed<T>> rows, Function<T, String> code) {
        return rows.stream().map(placed -> code.apply(placed.value())).collect(Collectors.toUnmodifiableSet());
    }
}
