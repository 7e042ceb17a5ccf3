package cn.siyu.report.store;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.domain.Board.By;
import cn.siyu.report.domain.Board.Of;
import cn.siyu.report.domain.Board.Place;
import cn.siyu.report.domain.Board.Score;
import cn.siyu.report.domain.Span;
import cn.siyu.report.store.RollupStore.Crooked;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Settled orders, their sums by day and partner, and the places that follow. */
@Singleton
public class BoardStore {

    private static final String ADD_SETTLED = """
            insert into report_settled (order_id, at, day, distributor_id, koc_id, sales_fen, first)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict on constraint report_settled_pk do nothing""";

    private static final String ADD_REFUND = """
            insert into report_settled_refund (refund_no, order_id, goods_fen, at)
            values ($1, $2, $3, $4)
            on conflict on constraint report_settled_refund_pk do nothing""";

    private static final String STALE = "update report_settled set stale = true where order_id = $1";

    private static final String TAKE = """
            select order_id from report_settled where stale order by order_id limit $1 for update skip locked""";

    /** What is left of settled orders now; those that are locked stay so until what is counted is written. */
    private static final String LEFT = """
            select s.order_id, s.day, s.distributor_id, s.koc_id, s.first, s.counted_fen, s.counted_orders, s.counted_first,
                   greatest(0, s.sales_fen - coalesce(r.fen, 0))::bigint as fen
              from report_settled s
              left join lateral (select sum(goods_fen) as fen from report_settled_refund x
                                  where x.order_id = s.order_id and x.at > s.at) r on true""";

    private static final String FOLD = """
            with now_is as (%s where s.order_id = any($1::uuid[])),
            marked as (
                update report_settled s
                   set stale = false, counted_fen = n.fen, counted_orders = (n.fen > 0)::int,
                       counted_first = (n.fen > 0 and n.first)::int
                  from now_is n where n.order_id = s.order_id),
            deltas as (
                select n.day, p.board, p.partner_id, n.fen - n.counted_fen as fen,
                       (n.fen > 0)::int - n.counted_orders as orders,
                       (n.fen > 0 and n.first)::int - n.counted_first as fresh
                  from now_is n
                 cross join lateral (values ('DISTRIBUTOR', n.distributor_id), ('KOC', n.koc_id)) as p (board, partner_id)
                 where p.partner_id is not null)
            insert into report_board_day as b (day, board, partner_id, sales_fen, orders, new_customers)
            select day, board, partner_id, sum(fen)::bigint, sum(orders), sum(fresh)
              from deltas group by day, board, partner_id order by day, board, partner_id
            on conflict on constraint report_board_day_pk do update
               set sales_fen = b.sales_fen + excluded.sales_fen, orders = b.orders + excluded.orders,
                   new_customers = b.new_customers + excluded.new_customers""".formatted(LEFT);

    private static final String PLACES = """
            with scores as (
                select d.partner_id, sum(d.sales_fen)::bigint as sales_fen, sum(d.orders)::bigint as orders,
                       sum(d.new_customers)::bigint as new_customers, bool_or(a.partner_id is not null) as hidden
                  from report_board_day d
                  left join report_board_absence a on a.partner_id = d.partner_id
                 where d.board = $1 and d.day between $2 and $3
                   and ($4 or a.partner_id is null or d.partner_id = any($6::uuid[]))
                 group by d.partner_id),
            scored as (
                select *, case $5 when 'SALES' then sales_fen when 'ORDERS' then orders else new_customers end as score
                  from scores),
            ranked as (
                select *, rank() over (order by score desc) as rank,
                       row_number() over (order by score desc, partner_id) as place
                  from scored where score > 0)
            select rank, partner_id, sales_fen, orders, new_customers, hidden
              from ranked
             where place <= $7 or partner_id = any($6::uuid[])
             order by place""";

    private static final String DIFFERENCES = """
            with left_over as (%s where s.day >= $1 and not s.stale),
            facts as (
                select n.day, p.board, p.partner_id, sum(n.fen)::bigint as sales_fen, count(*) filter (where n.fen > 0) as orders,
                       count(*) filter (where n.fen > 0 and n.first) as new_customers
                  from left_over n
                 cross join lateral (values ('DISTRIBUTOR', n.distributor_id), ('KOC', n.koc_id)) as p (board, partner_id)
                 where p.partner_id is not null
                 group by n.day, p.board, p.partner_id)
            select coalesce(f.day, d.day) as day, coalesce(f.board, d.board) as board,
                   coalesce(f.partner_id, d.partner_id) as partner_id,
                   concat_ws(' ', f.sales_fen, f.orders, f.new_customers) as facts,
                   concat_ws(' ', d.sales_fen, d.orders, d.new_customers) as sums
              from facts f
              full join (select * from report_board_day where day >= $1) d
                on d.day = f.day and d.board = f.board and d.partner_id = f.partner_id
             where (coalesce(f.sales_fen, 0), coalesce(f.orders, 0), coalesce(f.new_customers, 0))
                   is distinct from
                   (coalesce(d.sales_fen, 0), coalesce(d.orders, 0), coalesce(d.new_customers, 0))
               and not exists (select 1 from report_settled w where w.stale and w.day = coalesce(f.day, d.day))
             order by 1, 2, 3 limit 1000""".formatted(LEFT);

    private static final String HIDE = """
            insert into report_board_absence (partner_id, since)
            select id, $2 from unnest($1::uuid[]) as id
            on conflict on constraint report_board_absence_pk do nothing""";

    private static final String SHOW = "delete from report_board_absence where partner_id = any($1::uuid[])";

    private static final String HIDDEN =
            "select exists (select 1 from report_board_absence where partner_id = any($1::uuid[])) as hidden";

    /** An order that is settled, and whose it is. */
    public record Settled(
            UUID order,
            Instant at,
            LocalDate day,
            Optional<UUID> distributor,
            Optional<UUID> koc,
            long salesFen,
            boolean first) {}

    /** Which places are wanted; those of {@code own} are always among them. */
    public record Wanted(Of of, By by, Span span, boolean withHidden, Collection<UUID> own, int most) {}

    /** One that is there already is passed over. */
    public Uni<Void> addSettled(Tx tx, Settled settled) {
        return tx.execute(
                        ADD_SETTLED,
                        settled.order(),
                        settled.at(),
                        settled.day(),
                        settled.distributor().orElse(null),
                        settled.koc().orElse(null),
                        settled.salesFen(),
                        settled.first())
                .replaceWithVoid();
    }

    /** Notes a refund, and that its order's day has to be counted anew. */
    public Uni<Void> addRefund(Tx tx, String refundNo, UUID order, long goodsFen, Instant at) {
        return tx.execute(ADD_REFUND, refundNo, order, goodsFen, at)
                .chain(() -> tx.execute(STALE, order))
                .replaceWithVoid();
    }

    /**
     * Counts orders that are out of date; answers how many. They are locked by a statement of their own, so that the next one
     * sees every refund that was noted before.
     */
    public Uni<Integer> fold(Tx tx, int most) {
        return tx.list(TAKE, row -> row.getUUID("order_id"), (long) most)
                .chain(orders -> orders.isEmpty()
                        ? Uni.createFrom().item(0)
                        : tx.execute(FOLD, orders).replaceWith(orders.size()));
    }

    public Uni<List<Place>> places(Sql sql, Wanted wanted) {
        return sql.list(
                PLACES,
                BoardStore::place,
                wanted.of(),
                wanted.span().from(),
                wanted.span().to(),
                wanted.withHidden(),
                wanted.by(),
                wanted.own(),
                (long) wanted.most());
    }

    /** Sums that settled orders do not add up to; a day that is about to be counted is left out. */
    public Uni<List<Crooked>> differences(Sql sql, LocalDate from) {
        return sql.list(
                DIFFERENCES,
                row -> new Crooked(
                        row.getLocalDate("day"),
                        "BOARD-" + row.getString("board"),
                        row.getUUID("partner_id").toString(),
                        row.getString("facts"),
                        row.getString("sums")),
                from);
    }

    public Uni<Void> hide(Tx tx, Collection<UUID> partners, Instant now) {
        return tx.execute(HIDE, partners, now).replaceWithVoid();
    }

    public Uni<Void> show(Tx tx, Collection<UUID> partners) {
        return tx.execute(SHOW, partners).replaceWithVoid();
    }

    public Uni<Boolean> isHidden(Sql sql, Collection<UUID> partners) {
        return sql.one(HIDDEN, row -> row.getBoolean("hidden"), partners);
    }

    private static Place place(Row row) {
        return new Place(
                row.getLong("rank"),
                row.getUUID("partner_id"),
                new Score(row.getLong("sales_fen"), row.getLong("orders"), row.getLong("new_customers")),
                row.getBoolean("hidden"));
    }
}
