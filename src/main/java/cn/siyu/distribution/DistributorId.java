package cn.siyu.distribution;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one distributor. */
public record DistributorId(UUID value) implements Id {

    public static DistributorId next() {
        return new DistributorId(Ids.next());
    }
}
