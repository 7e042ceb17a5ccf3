package cn.siyu.catalog;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one Sku. */
public record SkuId(UUID value) implements Id {

    public static SkuId next() {
        return new SkuId(Ids.next());
    }
}
