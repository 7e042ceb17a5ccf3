package cn.siyu.storefront.app;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.Products;
import cn.siyu.catalog.Products.Card;
import cn.siyu.catalog.Products.Sheet;
import cn.siyu.catalog.Products.Shelf;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.channel.Prices;
import cn.siyu.inventory.Stock;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;

/**
 * Puts together what a screen shows from what the contexts below know, each asked once. Screens are kept for a second, so
 * that a rush of readers costs one; nothing that decides about an order reads them.
 */
@ApplicationScoped
public class ComposeScreens {

    private final Products products;
    private final Prices prices;
    private final Stock stock;

    @Inject
    ComposeScreens(Products products, Prices prices, Stock stock) {
        this.products = products;
        this.prices = prices;
        this.stock = stock;
    }

    /** A list of products with what they cost. */
    public record ShelfScreen(List<Card> cards, Offer offer) {}

    /** A product with what its SKUs cost. */
    public record ProductScreen(Sheet sheet, Offer offer) {}

    @CacheResult(cacheName = "storefront-shelves")
    public Uni<ShelfScreen> shelf(Shelf shelf) {
        return products.shelf(shelf)
                .chain(cards -> offer(cards.stream()
                                .flatMap(card -> card.skus().stream())
                                .toList())
                        .map(offer -> new ShelfScreen(cards, offer)));
    }

    @CacheResult(cacheName = "storefront-products")
    public Uni<ProductScreen> product(SpuId spu) {
        return products.sheet(spu).chain(sheet -> offer(sheet).map(offer -> new ProductScreen(sheet, offer)));
    }

    private Uni<Offer> offer(Sheet sheet) {
        return sheet.state() == ProductState.ON_SALE
                ? offer(sheet.variants().stream().map(Variant::sku).toList())
                : Uni.createFrom().item(Offer.NOTHING);
    }

    private Uni<Offer> offer(Collection<SkuId> skus) {
        return skus.isEmpty()
                ? Uni.createFrom().item(Offer.NOTHING)
                : prices.of(skus).chain(tags -> stock.availability(skus).map(levels -> new Offer(tags, levels)));
    }
}
