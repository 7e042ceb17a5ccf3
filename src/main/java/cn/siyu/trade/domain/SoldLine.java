package cn.siyu.trade.domain;

import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import java.util.Optional;
import java.util.UUID;

/**
 * What was sold, as it was shown when it was sold (A14, L3): nothing of it is ever looked up again.
 *
 * @param exclusionConfirmed the buyer confirmed at checkout that this line is excluded from the seven-day return (L1)
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
        UUID priceList,
        Optional<UUID> supplier,
        ReturnPolicy returnPolicy,
        RegulatoryClass regulatoryClass,
        boolean exclusionConfirmed,
        String shownText) {

    /** Whether the law gives seven days without reason: an exclusion counts only with its confirmation (L1). */
    public boolean returnable() {
        return returnPolicy == ReturnPolicy.SEVEN_DAYS || !exclusionConfirmed;
    }
}
