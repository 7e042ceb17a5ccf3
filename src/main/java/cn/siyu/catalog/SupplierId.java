package cn.siyu.catalog;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one Supplier. */
public record SupplierId(UUID value) implements Id {

    public static SupplierId next() {
        return new SupplierId(Ids.next());
    }
}
