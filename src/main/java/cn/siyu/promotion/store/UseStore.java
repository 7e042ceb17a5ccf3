package cn.siyu.promotion.store;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.domain.Coupon;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Coupons in orders. Coupons are locked sorted by id; the order's own row is not touched here. */
@Singleton
public class UseStore {

    private static final String HOLD = """
            update promotion_coupon set state = 'HELD', changed_at = $2 where id = any($1::uuid[]) and state = 'AVAILABLE'""";

    private static final String INSERT = """
            insert into promotion_use (coupon_id, order_id, state, held_at)
            select coupon_id, order_id, 'HELD', $3 from unnest($1::uuid[], $2::uuid[]) as n (coupon_id, order_id)
            on conflict on constraint promotion_use_pk do update set state = 'HELD', held_at = $3, ended_at = null""";

    private static final String OF_ORDERS = """
            select coupon_id from promotion_use where order_id = any($1::uuid[]) and state = any($2::text[]) order by coupon_id""";

    private static final String LOCK =
            CouponStore.COLUMNS + "where c.id = any($1::uuid[]) order by c.id for update of c";

    private static final String USE_COUPONS = """
            update promotion_coupon c
               set state = 'USED', changed_at = $2
              from promotion_use u
             where u.order_id = $1 and u.state = 'HELD' and c.id = u.coupon_id and c.state = 'HELD'""";

    private static final String USE = """
            update promotion_use set state = 'USED', used_at = $2 where order_id = $1 and state = 'HELD'""";

    private static final String END = """
            update promotion_use
               set state = 'RETURNED', ended_at = $2
             where order_id = any($1::uuid[]) and state in ('HELD', 'USED')
            returning coupon_id, order_id""";

    private static final String RETURN = """
            update promotion_coupon c
               set state = n.state, valid_until = n.valid_until, extended = n.extended, changed_at = $5
              from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::boolean[]) as n (id, state, valid_until, extended)
             where c.id = n.id""";

    private static final String REVOKE_PRESENTS = """
            update promotion_coupon c
               set state = 'REVOKED', changed_at = $2
              from (select id from promotion_coupon
                     where source in ('PAID', 'LEADER', 'SERVED') and source_id = $1 and state = 'AVAILABLE'
                     order by id for update) g
             where c.id = g.id""";

    /** Which states of a use are asked for. */
    public enum Use {
        HELD,
        USED,
        RETURNED
    }

    /** Whoever calls holds them and has looked: they are in hand (H4). */
    public Uni<Integer> hold(Tx tx, Collection<CouponId> coupons, Instant now) {
        return tx.execute(HOLD, coupons, now);
    }

    /** Coupons that were held for orders are in them from now on. */
    public Uni<Integer> enter(Tx tx, Map<CouponId, UUID> orders, Instant now) {
        return tx.execute(INSERT, orders.keySet(), orders.values(), now);
    }

    /** The coupons that these orders have, or had, in one of these states. */
    public Uni<List<CouponId>> ofOrders(Tx tx, Collection<UUID> orders, Use... states) {
        return tx.list(OF_ORDERS, row -> new CouponId(row.getUUID("coupon_id")), orders, List.of(states));
    }

    public Uni<List<Coupon>> lock(Tx tx, Collection<CouponId> coupons) {
        return tx.list(LOCK, CouponStore::coupon, coupons);
    }

    public Uni<Integer> use(Tx tx, UUID order, Instant now) {
        return tx.execute(USE_COUPONS, order, now).chain(() -> tx.execute(USE, order, now));
    }

    /**
     * Ends what the orders have, and answers which coupon was in which: nothing when somebody was faster. Whoever calls holds
     * the coupons.
     */
    public Uni<Map<CouponId, UUID>> end(Tx tx, Collection<UUID> orders, Instant now) {
        return tx.list(
                        END,
                        row -> Map.entry(new CouponId(row.getUUID("coupon_id")), row.getUUID("order_id")),
                        orders,
                        now)
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Writes down what became of coupons that an order let go. */
    public Uni<Integer> putBack(Tx tx, List<Coupon> back, Instant now) {
        return back.isEmpty()
                ? Uni.createFrom().item(0)
                : tx.execute(
                        RETURN,
                        back.stream().map(Coupon::id).toList(),
                        back.stream().map(Coupon::state).toList(),
                        back.stream().map(each -> each.span().until()).toList(),
                        back.stream().map(Coupon::extended).toList(),
                        now);
    }

    public Uni<Integer> revokePresents(Tx tx, UUID order, Instant now) {
        return tx.execute(REVOKE_PRESENTS, order, now);
    }
}
