package cn.siyu.catalog.domain;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.ProductRole;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SupplierId;
import cn.siyu.kernel.money.Money;
import java.util.List;
import java.util.Optional;

/**
 * What a merchandiser writes about an SPU.
 *
 * @param repurchaseDays how long one unit is expected to last a customer
 * @param marketPrice an unconfirmed reference, never shown to consumers (L2)
 * @param detailHtml as it came in, or clean once it is part of a {@link Product}
 */
public record ProductText(
        String title,
        String brief,
        String unit,
        Optional<CategoryId> category,
        Optional<BrandId> brand,
        Optional<SupplierId> supplier,
        Optional<ProductRole> role,
        RegulatoryClass regulatoryClass,
        ReturnPolicy returnPolicy,
        Optional<Integer> repurchaseDays,
        Optional<Money> marketPrice,
        Optional<String> coverUrl,
        List<String> galleryUrls,
        String detailHtml,
        List<Attribute> attributes,
        boolean isNew,
        boolean isHot) {

    public ProductText withDetailHtml(String html) {
        return new ProductText(
                title,
                brief,
                unit,
                category,
                brand,
                supplier,
                role,
                regulatoryClass,
                returnPolicy,
                repurchaseDays,
                marketPrice,
                coverUrl,
                galleryUrls,
                html,
                attributes,
                isNew,
                isHot);
    }
}
