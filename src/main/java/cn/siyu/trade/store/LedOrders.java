package cn.siyu.trade.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.SoldOrder.Led;
import cn.siyu.trade.SoldOrder.Share;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders of buy groups whose leaders are rewarded: written once, never changed. */
@Singleton
public class LedOrders {

    private static final String INSERT = """
            insert into trade_order_led (order_id, leader_order_id, member_id, distributor_id, share_bp, instead)
            select n.id, $2, $3, $4::uuid, $5::int, $6 from unnest($1::uuid[]) as n (id)
            on conflict on constraint trade_order_led_pk do nothing""";

    private static final String OTHERS = """
            select order_id from trade_order_led
             where leader_order_id = $1 and order_id <> $1 and share_bp is not null
             order by order_id""";

    public Uni<Integer> insert(Tx tx, Collection<UUID> orders, Led led) {
        return orders.isEmpty()
                ? Uni.createFrom().item(0)
                : tx.execute(
                        INSERT,
                        orders,
                        led.order(),
                        led.leader(),
                        led.share().map(Share::distributor).orElse(null),
                        led.share().map(share -> share.rate().basisPoints()).orElse(null),
                        led.instead());
    }

    /** The orders of others from which the buyer of this one earns because he led their group. */
    public Uni<List<UUID>> others(Sql sql, UUID leaderOrder) {
        return sql.list(OTHERS, row -> row.getUUID("order_id"), leaderOrder);
    }

    static Optional<Led> led(Row row) {
        return Optional.ofNullable(row.getUUID("leader_order_id"))
                .map(order -> new Led(
                        order,
                        new MemberId(row.getUUID("led_by")),
                        Optional.ofNullable(row.getUUID("led_distributor_id"))
                                .map(id -> new Share(new DistributorId(id), new Rate(row.getInteger("led_bp")))),
                        row.getBoolean("led_instead")));
    }
}
