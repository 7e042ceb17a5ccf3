package cn.siyu.trade;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one order; the number that people see is another value. */
public record OrderId(UUID value) implements Id {

    public static OrderId next() {
        return new OrderId(Ids.next());
    }
}
