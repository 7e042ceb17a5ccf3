package cn.siyu.groupbuy;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one buy group (拼团). */
public record BuyGroupId(UUID value) implements Id {

    public static BuyGroupId next() {
        return new BuyGroupId(Ids.next());
    }
}
