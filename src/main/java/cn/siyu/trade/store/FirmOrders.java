package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.trade.Orders.Firmed;
import cn.siyu.trade.Orders.GoneBack;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Firm orders and what went back of them, in the order of time. */
@Singleton
public class FirmOrders {

    private static final String FIRM = """
            select id, firm_at
              from trade_order
             where firm_at >= $1 and firm_at < $2 and (firm_at, id) > ($3::timestamptz, $4::uuid)
             order by firm_at, id limit $5""";

    private static final String GONE_BACK = """
            select r.refund_no, r.order_id, r.amount_fen, r.settled_at
              from trade_refund r
              join trade_order o on o.id = r.order_id
             where r.settled_at >= $1 and r.settled_at < $2 and (r.settled_at, r.refund_no) > ($3::timestamptz, $4::text)
               and o.firm_at is not null and r.cause not in ('LATE_PAYMENT', 'DOUBLE_PAYMENT', 'NO_PLACE', 'HOLD_FAILED')
             order by r.settled_at, r.refund_no limit $5""";

    private static final UUID LOWEST = new UUID(0, 0);

    public Uni<List<Firmed>> firm(Sql sql, Instant from, Instant until, Optional<Firmed> after, int limit) {
        return sql.list(
                FIRM,
                row -> new Firmed(row.getUUID("id"), Columns.instant(row, "firm_at")),
                from,
                until,
                after.map(Firmed::at).orElse(from),
                after.map(Firmed::order).orElse(LOWEST),
                limit);
    }

    public Uni<List<GoneBack>> goneBack(Sql sql, Instant from, Instant until, Optional<GoneBack> after, int limit) {
        return sql.list(
                GONE_BACK,
                row -> new GoneBack(
                        row.getString("refund_no"),
                        row.getUUID("order_id"),
                        Columns.money(row, "amount_fen"),
                        Columns.instant(row, "settled_at")),
                from,
                until,
                after.map(GoneBack::at).orElse(from),
                after.map(GoneBack::refundNo).orElse(""),
                limit);
    }
}
