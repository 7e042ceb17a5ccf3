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
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.PurchaseLimits;
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
    private final PurchaseLimits limits;

    @Inject
    ComposeScreens(Products products, Prices prices, Stock stock, PurchaseLimits limits) {
        this.products = products;
        this.prices = prices;
        this.stock = stock;
        this.limits = limits;
    }

    /** A list of products with what they cost. */
    public record ShelfScreen(List<Card> cards, Offer offer) {}

    /** A product with what its SKUs cost and how many of them may be bought. */
    public record ProductScreen(Sheet sheet, Offer offer, List<PurchaseLimit> limits) {}

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
        return products.sheet(spu)
                .chain(sheet -> offer(sheet)
                        .chain(offer -> limits(sheet).map(binding -> new ProductScreen(sheet, offer, binding))));
    }

    private Uni<List<PurchaseLimit>> limits(Sheet sheet) {
        return limits.of(
                sheet.variants().stream().map(Variant::sku).toList(),
                List.of(sheet.spu().value()));
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
