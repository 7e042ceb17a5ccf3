package cn.siyu.catalog;

import java.util.List;
import java.util.Optional;

/**
 * What others need to know of a SKU to sell it and to remember what was sold (A14).
 *
 * @param specText such as {@code 红 / 110}
 * @param imageUrl over https or our own; absent means the placeholder
 * @param weightGrams for freight
 * @param regulatoryClass its own; of a bundle that of the first regulated component, when it has none itself (L6)
 * @param categories that the product is in, the nearest first
 * @param components what a bundle consists of; empty for everything else
 * @param role what the product is for on the ladder, if that was said
 */
public record SkuCard(
        SkuId sku,
        SpuId spu,
        String skuCode,
        String title,
        String specText,
        Optional<String> imageUrl,
        long weightGrams,
        ProductState state,
        ReturnPolicy returnPolicy,
        RegulatoryClass regulatoryClass,
        Optional<SupplierId> supplier,
        List<CategoryId> categories,
        List<Component> components,
        Optional<BrandId> brand,
        Optional<ProductRole> role) {}
