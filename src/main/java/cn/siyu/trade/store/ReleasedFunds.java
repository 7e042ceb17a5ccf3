package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** When WeChat let the shop have the money of an order. */
@Singleton
public class ReleasedFunds {

    private static final String RELEASE = """
            update trade_order set funds_released_at = $2
             where order_no = $1 and payment_id is not null and funds_released_at is null""";

    private static final String RELEASED = "select funds_released_at from trade_order where id = $1";

    /** Noted once, for an order that lives on a payment; no version moves, since nobody decides by it. */
    public Uni<Integer> release(Tx tx, String orderNo, Instant at) {
        return tx.execute(RELEASE, orderNo, at);
    }

    public Uni<Optional<Instant>> of(Sql sql, OrderId order) {
        return sql.one(RELEASED, row -> Columns.optionalInstant(row, "funds_released_at"), order);
    }
}
