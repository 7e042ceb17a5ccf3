package cn.siyu.groupbuy;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one group-buy activity. */
public record ActivityId(UUID value) implements Id {

    public static ActivityId next() {
        return new ActivityId(Ids.next());
    }
}
