package cn.siyu.catalog.app;

import cn.siyu.catalog.CatalogImport.SkuRow;
import cn.siyu.catalog.domain.Axes;
import cn.siyu.catalog.domain.SpecValue;
import cn.siyu.catalog.store.ImportedSkus;
import cn.siyu.catalog.store.ImportedSkus.Known;
import cn.siyu.catalog.store.ImportedSkus.Owner;
import cn.siyu.catalog.store.ImportedSkus.Write;
import cn.siyu.catalog.store.ProductStore;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SKUs of an import: the first of a product names its axes, each further one adds its values. */
@Singleton
class ImportSkus {

    private static final List<Landing.Column<SkuRow>> COLUMNS =
            List.of(new Landing.Column<>("image_url", SkuRow::imageUrl));

    private final ImportedSkus skus;

    @Inject
    ImportSkus(ImportedSkus skus) {
        this.skus = skus;
    }

    Uni<Landing<SkuRow, Write>> skus(List<SkuRow> rows, Instant now) {
        var codes = rows.stream().map(SkuRow::code).distinct().toList();
        var productCodes = rows.stream().map(SkuRow::productCode).distinct().toList();
        return skus.owners(productCodes)
                .chain(owners -> skus.skus(codes, productCodes).map(known -> new Decision(owners, known)))
                .invoke(decision -> rows.forEach(decision::decide))
                .call(decision -> decision.landing.writes().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : skus.write(decision.landing.writes(), decision.owners.values(), now))
                .map(decision -> decision.landing);
    }

    /** The rows of one call as they are decided in turn, and the axes as they grow. */
    private static final class Decision {

        private final Landing<SkuRow, Write> landing = new Landing<>(COLUMNS);
        private final Map<String, Owner> owners;
        private final List<Known> known;

        Decision(Map<String, Owner> owners, List<Known> known) {
            this.owners = new HashMap<>(owners);
            this.known = new ArrayList<>(known);
        }

        void decide(SkuRow row) {
            var owner = owners.get(row.productCode());
            if (!landing.first(row.code())) {
                landing.refuse("sku_code", "stands twice");
            } else if (owner == null) {
                landing.refuse("product_code", "there is no such product");
            } else {
                decide(row, owner);
            }
        }

        private void decide(SkuRow row, Owner owner) {
            var spec = row.specs().stream()
                    .map(entry -> new SpecValue(entry.getKey(), entry.getValue()))
                    .toList();
            try {
                var axes = owner.axes().orNamedBy(spec);
                decide(row, owner, axes, axes.tupleOf(spec));
            } catch (Refused refused) {
                landing.refuse("specs", String.valueOf(refused.getMessage()));
            }
        }

        private void decide(SkuRow row, Owner owner, Axes axes, List<String> tuple) {
            var same = find(row.code());
            var twin = known.stream()
                    .filter(sku -> sku.product().equals(row.productCode())
                            && sku.tuple().equals(tuple))
                    .findFirst();
            if (same.filter(sku -> !sku.product().equals(row.productCode())).isPresent()) {
                landing.refuse("sku_code", "belongs to another product");
            } else if (same.filter(sku -> !sku.tuple().equals(tuple)).isPresent()) {
                landing.refuse("specs", "a SKU keeps its combination");
            } else if (same.isEmpty() && twin.isPresent()) {
                landing.refuse(
                        "specs", "the combination is taken by " + twin.get().code());
            } else if (same.isEmpty() && skusOf(row.productCode()) >= ProductStore.MOST_SKUS) {
                landing.refuse("product_code", "has " + ProductStore.MOST_SKUS + " SKUs already");
            } else {
                land(row, owner, axes.with(tuple), tuple, same);
            }
        }

        private void land(SkuRow row, Owner owner, Axes axes, List<String> tuple, Optional<Known> same) {
            var id = same.map(Known::id).orElseGet(Ids::next);
            owners.put(owner.code(), new Owner(owner.id(), owner.code(), owner.state(), axes));
            if (same.isEmpty()) {
                known.add(new Known(id, row.productCode(), row.code(), tuple, row.imageUrl()));
            }
            landing.land(
                    same.map(sku -> new SkuRow(row.code(), row.productCode(), row.specs(), sku.imageUrl()))
                            .orElse(null),
                    row,
                    new Write(id, owner.id(), row.code(), tuple, row.imageUrl()));
        }

        private Optional<Known> find(String code) {
            return known.stream().filter(sku -> sku.code().equals(code)).findFirst();
        }

        private long skusOf(String productCode) {
            return known.stream()
                    .filter(sku -> sku.product().equals(productCode))
                    .count();
        }
    }
}
