package cn.siyu.channel;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The price of one unit of a SKU, and the list that gave it (A3).
 *
 * @param until when it ends, if that is known already
 */
public record PriceTag(SkuId sku, PriceListId list, Money amount, Optional<Instant> until) {

    public PriceTag(SkuId sku, PriceListId list, Money amount) {
        this(sku, list, amount, Optional.empty());
    }

    /**
     * Until when these are the prices of all that was asked for, as long as nobody changes one: the past when one has no price,
     * because that of an interval to come may begin at any moment.
     */
    public static Instant allUntil(Collection<SkuId> asked, Map<SkuId, PriceTag> tags) {
        return asked.stream()
                .map(sku -> Optional.ofNullable(tags.get(sku))
                        .map(tag -> tag.until().orElse(Instant.MAX))
                        .orElse(Instant.MIN))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }
}
