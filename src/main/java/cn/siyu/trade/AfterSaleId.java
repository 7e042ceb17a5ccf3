package cn.siyu.trade;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.id.Ids;
import java.util.UUID;

/** Names one after-sale. */
public record AfterSaleId(UUID value) implements Id {

    public static AfterSaleId next() {
        return new AfterSaleId(Ids.next());
    }
}
