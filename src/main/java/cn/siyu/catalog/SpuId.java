package cn.siyu.catalog;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one Spu. */
public record SpuId(UUID value) implements Id {

    public static SpuId next() {
        return new SpuId(Ids.next());
    }
}
