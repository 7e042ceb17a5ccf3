package cn.siyu.trade.store;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.domain.Order;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Paid orders that are let go or given up, many at a time. The rows are locked sorted by id; whoever calls holds the lock of
 * what the orders sit in, so none of them moves between two statements.
 */
@Singleton
public class HeldOrders {

    /** An order with money promised back is given up already. */
    private static final String WAITING = " where id = any($1::uuid[]) and state = 'GROUPING' and promised_fen = 0 ";

    private static final String FIND = "select id from trade_order" + WAITING + "order by id";

    private static final String RELEASE = """
            with waiting as (select id from trade_order""" + WAITING + """
                              order by id for update)
            update trade_order o
               set version = version + 1, state = 'TO_SHIP', due_at = null
              from waiting
              left join trade_order_origin g on g.order_id = waiting.id
             where o.id = waiting.id
            returning o.id, o.order_no, o.member_id, o.payment_id, o.goods_fen, o.freight_fen, o.buyer_keys, g.distributor_id""";

    /** With nothing to pay back the order is closed at once. */
    private static final String GIVE_UP = """
            with waiting as (select id from trade_order""" + WAITING + """
                              order by id for update)
            update trade_order o
               set version = version + 1, promised_fen = goods_fen + freight_fen, promised_freight_fen = freight_fen,
                   state = case when goods_fen + freight_fen = 0 then 'CLOSED' else state end,
                   closed_at = case when goods_fen + freight_fen = 0 then $2::timestamptz end
              from waiting
             where o.id = waiting.id
            returning o.id, o.order_no, o.member_id, o.payment_id, o.goods_fen, o.freight_fen, o.buyer_keys,
                      null::uuid as distributor_id""";

    private static final String GIVE_UP_LINES = """
            update trade_order_line
               set withdrawn = quantity, claimed = quantity, claimed_fen = unit_fen * quantity - discount_fen - adjusted_fen
             where order_id = any($1::uuid[])""";

    private static final String MAKE_FIRM = """
            update trade_order o
               set firm_at = $1, first_order = n.first_order
              from unnest($2::uuid[], $3::boolean[]) as n (id, first_order)
             where o.id = n.id""";

    /** What is needed of an order that is let go or given up. */
    public record Paid(
            UUID id,
            String number,
            UUID payment,
            Money goods,
            Money freight,
            Person buyer,
            Optional<DistributorId> distributor) {

        public static Paid of(Order order) {
            return new Paid(
                    order.id().value(),
                    order.number(),
                    order.payment().orElseThrow(),
                    order.money().goods(),
                    order.money().freight(),
                    order.standing().buyer(order.member()),
                    order.standing().distributor());
        }

        static Paid of(Row row) {
            return new Paid(
                    row.getUUID("id"),
                    row.getString("order_no"),
                    row.getUUID("payment_id"),
                    Columns.money(row, "goods_fen"),
                    Columns.money(row, "freight_fen"),
                    new Person(row.getUUID("member_id"), Set.of(row.getArrayOfStrings("buyer_keys"))),
                    Optional.ofNullable(row.getUUID("distributor_id")).map(DistributorId::new));
        }

        public Money total() {
            return goods.plus(freight);
        }
    }

    /** Those of these orders that wait and were not given up. */
    public Uni<List<UUID>> waiting(Tx tx, Collection<UUID> orders) {
        return tx.list(FIND, row -> row.getUUID("id"), orders);
    }

    /** Answers those that were let go. */
    public Uni<List<Paid>> release(Tx tx, Collection<UUID> orders) {
        return tx.list(RELEASE, Paid::of, orders);
    }

    /** Answers those that were given up: all of their money is promised back, none of their units will be sent. */
    public Uni<List<Paid>> giveUp(Tx tx, Collection<UUID> orders, Instant now) {
        return tx.list(GIVE_UP, Paid::of, orders, now)
                .call(given -> given.isEmpty()
                        ? Uni.createFrom().item(0)
                        : tx.execute(GIVE_UP_LINES, given.stream().map(Paid::id).toList()));
    }

    public Uni<Void> makeFirm(Tx tx, List<UUID> orders, List<Boolean> first, Instant now) {
        return tx.execute(MAKE_FIRM, now, orders, first).replaceWithVoid();
    }
}
