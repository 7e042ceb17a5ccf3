package cn.siyu.catalog.app;

import cn.siyu.catalog.CatalogImport.ProductRow;
import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.store.ImportStore;
import cn.siyu.catalog.store.ImportStore.Table;
import cn.siyu.catalog.store.ImportedGoods;
import cn.siyu.catalog.store.ImportedGoods.Known;
import cn.siyu.catalog.store.ImportedGoods.Write;
import cn.siyu.kernel.id.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Products of an import; details are cleaned before they are compared, so that an unchanged file changes nothing. */
@Singleton
class ImportProducts {

    private static final List<Landing.Column<ProductRow>> COLUMNS = List.of(
            new Landing.Column<>("name", ProductRow::name),
            new Landing.Column<>("category_code", ProductRow::categoryCode),
            new Landing.Column<>("brand_code", ProductRow::brandCode),
            new Landing.Column<>("brief", ProductRow::brief),
            new Landing.Column<>("unit", ProductRow::unit),
            new Landing.Column<>("market_price_fen", ProductRow::marketPrice),
            new Landing.Column<>("is_new", ProductRow::isNew),
            new Landing.Column<>("is_hot", ProductRow::isHot),
            new Landing.Column<>("on_sale", ProductRow::onSale),
            new Landing.Column<>("cover_url", ProductRow::coverUrl),
            new Landing.Column<>("gallery_urls", ProductRow::galleryUrls),
            new Landing.Column<>("detail_html", ProductRow::detailHtml));

    private final ImportStore store;
    private final ImportedGoods goods;
    private final ForbiddenWords words;

    @Inject
    ImportProducts(ImportStore store, ImportedGoods goods, ForbiddenWords words) {
        this.store = store;
        this.goods = goods;
        this.words = words;
    }

    private record References(Map<String, UUID> categories, Map<String, UUID> brands) {}

    Uni<Landing<ProductRow, Write>> products(List<ProductRow> rows, Instant now) {
        var codes = rows.stream().map(ProductRow::code).distinct().toList();
        return references(rows)
                .chain(references -> goods.products(codes).map(known -> decide(rows, known, references)))
                .call(landing ->
                        landing.writes().isEmpty() ? Uni.createFrom().voidItem() : goods.write(landing.writes(), now));
    }

    private Uni<References> references(List<ProductRow> rows) {
        var categories = rows.stream().map(ProductRow::categoryCode).distinct().toList();
        var brands = rows.stream()
                .flatMap(row -> row.brandCode().stream())
                .distinct()
                .toList();
        return store.ids(Table.CATEGORY, categories)
                .chain(categoryIds ->
                        store.ids(Table.BRAND, brands).map(brandIds -> new References(categoryIds, brandIds)));
    }

    private Landing<ProductRow, Write> decide(List<ProductRow> rows, Map<String, Known> known, References references) {
        var landing = new Landing<ProductRow, Write>(COLUMNS);
        rows.forEach(row -> decide(landing, clean(row), known.get(row.code()), references));
        return landing;
    }

    Optional<String> claimIn(String title) {
        return words.claims().in(title);
    }

    private void decide(
            Landing<ProductRow, Write> landing, ProductRow row, @Nullable Known known, References references) {
        var category = references.categories().get(row.categoryCode());
        var brand = row.brandCode().map(references.brands()::get);
        var claim = words.claims().in(row.name());
        if (!landing.first(row.code())) {
            landing.refuse("product_code", "stands twice");
        } else if (claim.isPresent()) {
            landing.refuse("name", "must not say \"" + claim.get() + "\"");
        } else if (category == null) {
            landing.refuse("category_code", "there is no such category");
        } else if (row.brandCode().isPresent() && brand.isEmpty()) {
            landing.refuse("brand_code", "there is no such brand");
        } else if (known != null && known.state() == ProductState.RECYCLED) {
            landing.refuse("product_code", "is in the bin");
        } else {
            var id = known == null ? Ids.next() : known.id();
            landing.land(
                    known == null ? null : known.row(), row, new Write(id, row, category, brand, state(known, row)));
        }
    }

    /** The file's word counts when it is new; otherwise the state is the merchandiser's. */
    private static ProductState state(@Nullable Known known, ProductRow row) {
        return known != null && known.row().onSale() == row.onSale()
                ? known.state()
                : row.onSale() ? ProductState.ON_SALE : ProductState.OFF_SALE;
    }

    private static ProductRow clean(ProductRow row) {
        return new ProductRow(
                row.code(),
                row.name(),
                row.categoryCode(),
                row.brandCode().filter(code -> !code.isEmpty()),
                row.brief(),
                row.unit(),
                row.marketPrice(),
                row.isNew(),
                row.isHot(),
                row.onSale(),
                row.coverUrl(),
                row.galleryUrls(),
                CleanHtml.clean(row.detailHtml()));
    }
}
