package cn.siyu.catalog;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one Brand. */
public record BrandId(UUID value) implements Id {

    public static BrandId next() {
        return new BrandId(Ids.next());
    }
}
