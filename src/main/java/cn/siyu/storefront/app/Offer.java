package cn.siyu.storefront.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * What SKUs cost and whether they are there, at one moment. What has no price cannot be had.
 *
 * @param until when it is right by the clock, as long as nobody changes anything; the past: one cannot know
 */
public record Offer(Map<SkuId, PriceTag> prices, Map<SkuId, Availability> stock, Instant until) {

    public static final Offer NOTHING = new Offer(Map.of(), Map.of(), Instant.MAX);

    public Optional<Money> price(SkuId sku) {
        return Optional.ofNullable(prices.get(sku)).map(PriceTag::amount);
    }

    public Availability availability(SkuId sku) {
        return prices.containsKey(sku) ? stock.getOrDefault(sku, Availability.OUT) : Availability.OUT;
    }

    /** The lowest price among what can be had, or among all when nothing can. */
    public Optional<Money> priceFrom(Collection<SkuId> skus) {
        return skus.stream()
                .filter(sku -> availability(sku) != Availability.OUT)
                .flatMap(sku -> price(sku).stream())
                .min(Comparator.naturalOrder())
                .or(() -> skus.stream().flatMap(sku -> price(sku).stream()).min(Comparator.naturalOrder()));
    }

    /** The best of them: one variant in stock is enough. */
    public Availability best(Collection<SkuId> skus) {
        return skus.stream()
                .map(this::availability)
                .min(Comparator.comparingInt(Availability::ordinal))
                .orElse(Availability.OUT);
    }
}
