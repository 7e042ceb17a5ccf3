package cn.siyu.groupbuy;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one flash sale (秒杀): a session with its goods. */
public record FlashSaleId(UUID value) implements Id {

    public static FlashSaleId next() {
        return new FlashSaleId(Ids.next());
    }
}
