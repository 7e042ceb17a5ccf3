package cn.siyu.catalog.domain;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.SkuId;
import java.util.List;
import java.util.Optional;

/**
 * A SKU that consists of units of others (A10).
 *
 * @param regulated the class of the first component that the law does not let be promoted freely
 */
public record Bundle(SkuId sku, List<Component> components, Optional<RegulatoryClass> regulated, long version) {

    /** A bundle of regulated goods is regulated, whatever is written about itself (L6). */
    public RegulatoryClass classOf(RegulatoryClass own) {
        return own == RegulatoryClass.NONE ? regulated.orElse(own) : own;
    }
}
