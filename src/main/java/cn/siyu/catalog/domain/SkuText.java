package cn.siyu.catalog.domain;

import cn.siyu.kernel.money.Money;
import java.util.Optional;

/**
 * What a merchandiser writes about a SKU beside its code and combination.
 *
 * @param cost what a unit costs the shop; never shown to consumers
 */
public record SkuText(
        Optional<String> barcode,
        Optional<Money> cost,
        long weightGrams,
        long volumeMl,
        Optional<String> imageUrl,
        boolean discontinued) {}
