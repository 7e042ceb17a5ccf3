package cn.siyu.catalog.app;

import cn.siyu.catalog.CatalogImport;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.store.ImportStore;
import cn.siyu.catalog.store.ImportStore.Table;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lands the rows of an import, one kind at a call; imports wait for one another, so that each sees what the other wrote. */
@Singleton
class ImportCatalog implements CatalogImport {

    private final ImportStore store;
    private final ImportTree tree;
    private final ImportProducts goods;
    private final ImportSkus variants;
    private final ImportTexts texts;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    ImportCatalog(
            ImportStore store,
            ImportTree tree,
            ImportProducts goods,
            ImportSkus variants,
            ImportTexts texts,
            Trail trail,
            ShopClock clock) {
        this.store = store;
        this.tree = tree;
        this.goods = goods;
        this.variants = variants;
        this.texts = texts;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public Optional<String> claimIn(String title) {
        return goods.claimIn(title);
    }

    @Override
    @WithTransaction
    public Uni<List<Outcome>> categories(List<CategoryRow> rows, Actor actor) {
        return land("category", actor, tree.categories(rows, clock.instant()));
    }

    @Override
    @WithTransaction
    public Uni<List<Outcome>> brands(List<BrandRow> rows, Actor actor) {
        return land("brand", actor, tree.brands(rows, clock.instant()));
    }

    @Override
    @WithTransaction
    public Uni<List<Outcome>> products(List<ProductRow> rows, Actor actor) {
        return land("product", actor, goods.products(rows, clock.instant()));
    }

    @Override
    @WithTransaction
    public Uni<List<Outcome>> skus(List<SkuRow> rows, Actor actor) {
        return land("sku", actor, variants.skus(rows, clock.instant()));
    }

    @Override
    @WithTransaction
    public Uni<List<Outcome>> attributes(List<AttributeRow> rows, Actor actor) {
        return land("attribute", actor, texts.attributes(rows));
    }

    @Override
    @WithTransaction
    public Uni<List<Outcome>> reviews(List<ReviewRow> rows, Actor actor) {
        return land("review", actor, texts.reviews(rows, clock.instant()));
    }

    @Override
    @WithSession
    public Uni<Map<String, SkuId>> skuIds(Collection<String> skuCodes) {
        return store.ids(Table.SKU, skuCodes)
                .map(ids -> ids.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new SkuId(entry.getValue()))));
    }

    @Override
    @WithSession
    public Uni<Set<String>> productsWithSkus(Collection<String> productCodes) {
        return store.productsWithSkus(productCodes);
    }

    @Override
    @WithSession
    public Uni<Set<String>> existingCategories(Collection<String> codes) {
        return store.ids(Table.CATEGORY, codes).map(Map::keySet);
    }

    @Override
    @WithSession
    public Uni<Set<String>> existingBrands(Collection<String> codes) {
        return store.ids(Table.BRAND, codes).map(Map::keySet);
    }

    @Override
    @WithSession
    public Uni<Set<String>> existingProducts(Collection<String> codes) {
        return store.ids(Table.SPU, codes).map(Map::keySet);
    }

    /** One audit entry for a call that changed something: how many, and what changed under which code. */
    private Uni<List<Outcome>> land(String kind, Actor actor, Uni<? extends Landing<?, ?>> work) {
        return store.hold()
                .chain(() -> work)
                .call(landing -> landing.writes().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : trail.record(
                                new AuditEntry(actor, kind + ".import", "import", kind, null, null, landing.summary())))
                .map(Landing::outcomes);
    }
}
