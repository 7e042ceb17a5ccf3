package cn.siyu.catalog.app;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.Products;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.Category;
import cn.siyu.catalog.domain.Media;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.Sku;
import cn.siyu.catalog.store.BundleStore;
import cn.siyu.catalog.store.CategoryStore;
import cn.siyu.catalog.store.ProductStore;
import cn.siyu.catalog.store.Shelves;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.web.Cursor;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Shows consumers what is on sale. */
@Singleton
public class BrowseProducts implements Products {

    private final Shelves shelves;
    private final ProductStore products;
    private final CategoryStore categories;
    private final BundleStore bundles;

    @Inject
    BrowseProducts(Shelves shelves, ProductStore products, CategoryStore categories, BundleStore bundles) {
        this.shelves = shelves;
        this.products = products;
        this.categories = categories;
        this.bundles = bundles;
    }

    @Override
    @WithSession
    public Uni<List<Card>> shelf(Shelf shelf) {
        return shelves.page(shelf);
    }

    @Override
    @WithSession
    public Uni<Sheet> sheet(SpuId spu) {
        return products.find(spu)
                .chain(product -> bundles.regulatedIn(spu).map(contained -> sheet(product, contained)));
    }

    @Override
    @WithSession
    public Uni<List<Node>> categories() {
        return categories
                .all()
                .map(all -> all.stream().map(BrowseProducts::node).toList());
    }

    @Override
    @WithSession
    public Uni<List<ImportedReview>> reviews(SpuId spu, Optional<Cursor> after, int limit) {
        return shelves.reviews(spu, after, limit);
    }

    @Override
    @WithSession
    public Uni<List<String>> suggestions(String q, int limit) {
        return shelves.titles(q, limit);
    }

    private static Sheet sheet(Product product, Optional<RegulatoryClass> contained) {
        if (product.state() != ProductState.ON_SALE && product.state() != ProductState.OFF_SALE) {
            throw Refused.notFound();
        }
        var text = product.text();
        return new Sheet(
                product.id(),
                text.title(),
                text.brief(),
                text.unit(),
                product.state(),
                text.category(),
                Media.orPlaceholder(text.coverUrl()),
                text.galleryUrls().stream()
                        .map(url -> Media.orPlaceholder(Optional.of(url)))
                        .toList(),
                text.detailHtml(),
                text.attributes().stream()
                        .map(line -> new Parameter(line.name(), line.value()))
                        .toList(),
                product.axes().axes().stream()
                        .map(axis -> new Axis(axis.name(), axis.values()))
                        .toList(),
                product.skus().stream()
                        .filter(sku -> !sku.text().discontinued())
                        .map(sku -> variant(product, sku))
                        .toList(),
                text.returnPolicy(),
                // A bundle of regulated goods is regulated (L6).
                text.regulatoryClass() == RegulatoryClass.NONE
                        ? contained.orElse(RegulatoryClass.NONE)
                        : text.regulatoryClass());
    }

    private static Variant variant(Product product, Sku sku) {
        var image = Media.shown(sku.text().imageUrl()).or(() -> product.text().coverUrl());
        return new Variant(sku.id(), sku.tuple(), Media.orPlaceholder(image));
    }

    private static Node node(Category category) {
        return new Node(
                category.id(),
                category.parent(),
                category.name(),
                category.description(),
                Media.orPlaceholder(category.imageUrl()),
                category.depth());
    }
}
