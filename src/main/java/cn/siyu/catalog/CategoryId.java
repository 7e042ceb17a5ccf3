package cn.siyu.catalog;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one Category. */
public record CategoryId(UUID value) implements Id {

    public static CategoryId next() {
        return new CategoryId(Ids.next());
    }
}
