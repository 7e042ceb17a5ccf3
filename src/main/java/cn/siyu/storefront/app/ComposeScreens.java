package cn.siyu.storefront.app;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.Products;
import cn.siyu.catalog.Products.Card;
import cn.siyu.catalog.Products.Sheet;
import cn.siyu.catalog.Products.Shelf;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.catalog.SpuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.inventory.Stock;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.page.Fresh;
import cn.siyu.kernel.page.Fresh.Loaded;
import cn.siyu.kernel.page.FreshValues;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.PurchaseLimits;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts together what a screen shows from what the contexts below know, each asked once. Nothing that decides about an order
 * reads screens.
 */
@Singleton
public class ComposeScreens {

    private static final int MOST_KNOWN = 1_000;

    private final Products products;
    private final Prices prices;
    private final Stock stock;
    private final PurchaseLimits limits;
    private final Skus skus;

    /** For what is made of a product's screen besides its page, such as the page of a shared link. */
    private final Fresh<ProductScreen> known;

    @Inject
    ComposeScreens(
            Products products, Prices prices, Stock stock, PurchaseLimits limits, Skus skus, FreshValues values) {
        this.products = products;
        this.prices = prices;
        this.stock = stock;
        this.limits = limits;
        this.skus = skus;
        this.known = values.most(MOST_KNOWN);
    }

    /** A list of products with what they cost. */
    public record ShelfScreen(List<Card> cards, Offer offer) {

        /** What makes it old. */
        public Set<String> topics() {
            return Stream.concat(
                            Stream.of("products"),
                            cards.stream().flatMap(card -> card.skus().stream()).map(ComposeScreens::topic))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** A product with what its SKUs cost and how many of them may be bought. */
    public record ProductScreen(Sheet sheet, Offer offer, List<PurchaseLimit> limits) {

        /** What makes it old. */
        public Set<String> topics() {
            return Stream.concat(
                            Stream.of(Changes.topic("product", sheet.spu().value())),
                            sheet.variants().stream().map(variant -> topic(variant.sku())))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    public Uni<ShelfScreen> shelf(Shelf shelf) {
        return products.shelf(shelf)
                .chain(cards -> offer(cards.stream()
                                .flatMap(card -> card.skus().stream())
                                .toList())
                        .map(offer -> new ShelfScreen(cards, offer)));
    }

    /** The same, read or kept for a moment. */
    public Uni<ProductScreen> known(SpuId spu) {
        return known.get(
                spu.value().toString(),
                () -> product(spu)
                        .map(screen -> new Loaded<>(
                                screen, screen.topics(), screen.offer().until())));
    }

    public Uni<ProductScreen> product(SpuId spu) {
        return products.sheet(spu)
                .chain(sheet -> offer(sheet)
                        .chain(offer -> limits(sheet).map(binding -> new ProductScreen(sheet, offer, binding))));
    }

    private static String topic(SkuId sku) {
        return Changes.topic("sku", sku.value());
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

    private Uni<Offer> offer(Collection<SkuId> asked) {
        return asked.isEmpty()
                ? Uni.createFrom().item(Offer.NOTHING)
                : prices.of(asked)
                        .chain(tags -> stock.availability(asked)
                                .chain(levels -> skus.components(asked)
                                        .map(bundles -> new Offer(tags, levels, until(asked, tags, bundles)))));
    }

    /** How many there are of a bundle hangs on so many of its parts as no bucket of theirs tells. */
    private static Instant until(
            Collection<SkuId> asked, Map<SkuId, PriceTag> tags, Map<SkuId, List<Component>> bundles) {
        return bundles.isEmpty() ? PriceTag.allUntil(asked, tags) : Instant.MIN;
    }
}
