package cn.siyu.commission.store;

import cn.siyu.commission.domain.Policy;
import cn.siyu.commission.domain.Policy.OwnPurchase;
import cn.siyu.commission.domain.Recalculation.Period;
import cn.siyu.commission.domain.Recalculation.Place;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** What was heard of orders whose commissions are written, many at a time and as of one instant. */
@Singleton
public class SettledStore {

    /** A refund that is heard meanwhile is seen on both sides, or on none. */
    private static final String SNAPSHOT = "set transaction isolation level repeatable read";

    /** Nobody waits for it. */
    private static final String PATIENCE = "set local statement_timeout = '60s'";

    private static final String COUNT = """
            select count(*) as orders from commission_order where accrued and firm_at >= $1 and firm_at < $2""";

    private static final String NEXT = """
            select order_id, firm_at, cap_bp, own_purchase
              from commission_order
             where accrued and (firm_at, order_id) > ($1, $2::uuid) and firm_at < $3
             order by firm_at, order_id
             limit $4""";

    /**
     * An order whose set of commissions is written.
     *
     * @param policy that was kept with it
     */
    public record Settled(Place place, Policy policy) {

        public UUID order() {
            return place.order();
        }
    }

    /** Whatever this transaction reads is of one instant; the first thing that it does. */
    public Uni<Void> oneSnapshot(Tx tx) {
        return tx.execute(SNAPSHOT).chain(() -> tx.execute(PATIENCE)).replaceWithVoid();
    }

    public Uni<Long> count(Sql sql, Period period) {
        return sql.one(COUNT, row -> row.getLong("orders"), period.from(), period.to());
    }

    /** In the order in which they became firm. */
    public Uni<List<Settled>> next(Sql sql, Place after, Period period, int limit) {
        return sql.list(NEXT, SettledStore::settled, after.firmAt(), after.order(), period.to(), (long) limit);
    }

    private static Settled settled(Row row) {
        return new Settled(
                new Place(Columns.instant(row, "firm_at"), row.getUUID("order_id")),
                Policy.of(
                        new Rate(row.getInteger("cap_bp")), Columns.constant(row, "own_purchase", OwnPurchase.class)));
    }
}
