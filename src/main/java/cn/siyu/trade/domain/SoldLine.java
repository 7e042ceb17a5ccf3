package cn.siyu.trade.domain;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What was sold, as it was shown when it was sold (A14, L3): nothing of it is ever looked up again.
 *
 * @param unitPrice what it is sold for; {@code listPrice} what it costs by the price list: an activity has a price of its own
 * @param categories of the product then, the nearest first
 * @param exclusionConfirmed the buyer confirmed at checkout that this line is excluded from the seven-day return (L1)
 * @param components what a bundle consisted of; empty for everything else
 * @param shownText what the buyer was told about returning before he paid
 */
public record SoldLine(
        SkuId sku,
        UUID spu,
        String skuCode,
        String title,
        String specText,
        Optional<String> imageUrl,
        long weightGrams,
        Money unitPrice,
        Money listPrice,
        UUID priceList,
        List<UUID> categories,
        Optional<UUID> supplier,
        ReturnPolicy returnPolicy,
        RegulatoryClass regulatoryClass,
        boolean exclusionConfirmed,
        String shownText,
        List<Component> components) {

    /** The same at the price of an activity. */
    public SoldLine at(Money price) {
        return new SoldLine(
                sku,
                spu,
                skuCode,
                title,
                specText,
                imageUrl,
                weightGrams,
                price,
                listPrice,
                priceList,
                categories,
                supplier,
                returnPolicy,
                regulatoryClass,
                exclusionConfirmed,
                shownText,
                components);
    }

    /** What leaves the shelf when so many units are sold: of a bundle its components (A10). */
    public Map<SkuId, Integer> stock(int units) {
        return stock(sku, components, units);
    }

    static Map<SkuId, Integer> stock(SkuId sku, List<Component> components, int units) {
        return components.isEmpty()
                ? Map.of(sku, units)
                : components.stream()
                        .collect(Collectors.toMap(Component::sku, part -> Math.multiplyExact(part.units(), units)));
    }

    /** Whether the law gives seven days without reason: an exclusion counts only with its confirmation (L1). */
    public boolean returnable() {
        return returnPolicy == ReturnPolicy.SEVEN_DAYS || !exclusionConfirmed;
    }
}
