package cn.siyu.trade.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.PriceAdjustment;
import cn.siyu.trade.domain.PriceAdjustment.Ordered;
import cn.siyu.trade.domain.PriceAdjustment.Price;
import cn.siyu.trade.domain.PriceAdjustment.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Other prices for unpaid orders: proposed, carried out, refused. */
@Singleton
public class PriceAdjustmentStore {

    private static final String ORDERED = """
            select id, unit_fen * quantity - discount_fen as amount_fen
              from trade_order_line
             where order_id = $1
             order by position""";

    private static final String PRICE = """
            update trade_order
               set version = version + 1, goods_fen = $3, freight_fen = $4
             where id = $1 and version = $2 and state = 'PENDING_PAYMENT'""";

    private static final String PRICE_LINES = """
            update trade_order_line l
               set adjusted_fen = l.unit_fen * l.quantity - l.discount_fen - n.amount_fen
              from unnest($1::uuid[], $2::bigint[]) as n (id, amount_fen)
             where l.id = n.id""";

    private static final String INSERT = """
            insert into trade_price_adjustment (
                   id, order_id, state, order_version, before_goods_fen, before_freight_fen, goods_fen, freight_fen, reason,
                   proposed_by, proposed_name, proposed_at)
            values ($1, $2, 'PROPOSED', $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

    private static final String DECIDE = """
            update trade_price_adjustment
               set state = $2, decided_by = $3, decided_name = $4, decided_at = $5
             where id = $1 and state = 'PROPOSED'""";

    private static final String COLUMNS = """
            select a.id, a.order_id, o.order_no, a.state, a.order_version, a.before_goods_fen, a.before_freight_fen, a.goods_fen,
                   a.freight_fen, a.reason, a.proposed_by, a.proposed_name, a.proposed_at, a.decided_name, a.decided_at
              from trade_price_adjustment a
              join trade_order o on o.id = a.order_id
            """;

    private static final String MATCHING = " where ($1::text is null or a.state = $1)";

    /** An adjustment as it is shown. */
    public record Sheet(
            PriceAdjustment adjustment,
            String orderNo,
            String proposedBy,
            Instant proposedAt,
            Optional<String> decidedBy,
            Optional<Instant> decidedAt) {}

    /** The lines of an order with what they cost when it was placed. */
    public Uni<List<Ordered>> ordered(Sql sql, OrderId order) {
        return sql.list(ORDERED, row -> new Ordered(row.getUUID("id"), Columns.money(row, "amount_fen")), order);
    }

    /** Answers 0 when the order is not unpaid any more, or is another one. */
    public Uni<Integer> price(Tx tx, PriceAdjustment adjustment, Map<UUID, Money> lines) {
        var ids = List.copyOf(lines.keySet());
        return tx.execute(
                        PRICE,
                        adjustment.order(),
                        adjustment.version(),
                        adjustment.after().goods(),
                        adjustment.after().freight())
                .call(() -> tx.execute(
                        PRICE_LINES, ids, ids.stream().map(lines::get).toList()));
    }

    public Uni<Integer> insert(Tx tx, PriceAdjustment adjustment, Actor proposer, Instant now) {
        return tx.execute(
                INSERT,
                adjustment.id(),
                adjustment.order(),
                adjustment.version(),
                adjustment.before().goods(),
                adjustment.before().freight(),
                adjustment.after().goods(),
                adjustment.after().freight(),
                adjustment.reason(),
                proposer.id(),
                proposer.name(),
                now);
    }

    /** Answers 0 when it was decided already. */
    public Uni<Integer> decide(Tx tx, UUID id, State state, Actor actor, Instant now) {
        return tx.execute(DECIDE, id, state, actor.id(), actor.name(), now);
    }

    /** The adjustment, or null. */
    public Uni<Sheet> find(Sql sql, UUID id) {
        return sql.one(COLUMNS + "where a.id = $1", PriceAdjustmentStore::sheet, id);
    }

    /** What was carried out of an order, the oldest first. */
    public Uni<List<Sheet>> done(Sql sql, OrderId order) {
        return sql.list(
                COLUMNS + "where a.order_id = $1 and a.state = 'DONE' order by a.proposed_at, a.id limit 100",
                PriceAdjustmentStore::sheet,
                order);
    }

    public Uni<List<Sheet>> page(Sql sql, @Nullable State state, int page, int size) {
        return sql.list(
                COLUMNS + MATCHING + " order by a.proposed_at desc, a.id desc limit $2 offset $3",
                PriceAdjustmentStore::sheet,
                state,
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable State state) {
        return sql.one(
                "select count(*) as total from trade_price_adjustment a" + MATCHING,
                row -> row.getLong("total"),
                state);
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                new PriceAdjustment(
                        row.getUUID("id"),
                        new OrderId(row.getUUID("order_id")),
                        Columns.constant(row, "state", State.class),
                        row.getLong("order_version"),
                        new Price(Columns.money(row, "before_goods_fen"), Columns.money(row, "before_freight_fen")),
                        new Price(Columns.money(row, "goods_fen"), Columns.money(row, "freight_fen")),
                        row.getString("reason"),
                        row.getUUID("proposed_by")),
                row.getString("order_no"),
                row.getString("proposed_name"),
                Columns.instant(row, "proposed_at"),
                Optional.ofNullable(row.getString("decided_name")),
                Columns.optionalInstant(row, "decided_at"));
    }
}
