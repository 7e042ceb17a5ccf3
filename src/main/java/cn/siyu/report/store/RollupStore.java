package cn.siyu.report.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.domain.Dimension;
import cn.siyu.report.domain.Overview;
import cn.siyu.report.domain.People;
import cn.siyu.report.domain.Sale.Key;
import cn.siyu.report.domain.Span;
import cn.siyu.report.domain.Sums;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sums by day: folded from the facts, each fact once, and compared with them. */
@Singleton
public class RollupStore {

    /** Everything that a sale is counted under; to be formatted with a source of sales. */
    private static final String SALE_PARTS = """
            select day, 'ALL' as dimension, '' as key, gross_fen, first from %1$s
            union all
            select day, 'SIDE', case when distributor_id is null then 'C' else 'B' end, gross_fen, first from %1$s
            union all
            select day, 'ACQUISITION', acquisition, gross_fen, first from %1$s
            union all
            select day, 'DISTRIBUTOR', distributor_id::text, gross_fen, first from %1$s where distributor_id is not null
            union all
            select day, 'KOC', koc_id::text, gross_fen, first from %1$s where koc_id is not null
            union all
            select day, 'COMMUNITY', community_id::text, gross_fen, first from %1$s where community_id is not null""";

    /** A refund is counted under what its order is counted under, on its own day. */
    private static final String REFUND_PARTS = """
            select day, 'ALL' as dimension, '' as key, amount_fen from %1$s
            union all
            select day, 'SIDE', case when distributor_id is null then 'C' else 'B' end, amount_fen from %1$s
            union all
            select day, 'ACQUISITION', acquisition, amount_fen from %1$s
            union all
            select day, 'DISTRIBUTOR', distributor_id::text, amount_fen from %1$s where distributor_id is not null
            union all
            select day, 'KOC', koc_id::text, amount_fen from %1$s where koc_id is not null
            union all
            select day, 'COMMUNITY', community_id::text, amount_fen from %1$s where community_id is not null""";

    private static final String SALE_SUMS = """
            select day, dimension, key, count(*) as orders, sum(gross_fen) as gross_fen,
                   count(*) filter (where first) as first_orders,
                   coalesce(sum(gross_fen) filter (where first), 0) as first_gross_fen, 0 as refunds, 0 as refunded_fen
              from (%s) p
             group by day, dimension, key""";

    private static final String REFUND_SUMS = """
            select day, dimension, key, 0 as orders, 0 as gross_fen, 0 as first_orders, 0 as first_gross_fen,
                   count(*) as refunds, sum(amount_fen) as refunded_fen
              from (%s) p
             group by day, dimension, key""";

    /** In one order, so that two instances never wait for each other in a circle. */
    private static final String ADD = """
            insert into report_day as d (day, dimension, key, orders, gross_fen, first_orders, first_gross_fen, refunds, refunded_fen)
            %s
             order by day, dimension, key
            on conflict (day, dimension, key) do update
               set orders = d.orders + excluded.orders,
                   gross_fen = d.gross_fen + excluded.gross_fen,
                   first_orders = d.first_orders + excluded.first_orders,
                   first_gross_fen = d.first_gross_fen + excluded.first_gross_fen,
                   refunds = d.refunds + excluded.refunds,
                   refunded_fen = d.refunded_fen + excluded.refunded_fen""";

    private static final String FOLD_SALES = """
            with taken as (
                select order_id, day, gross_fen, first, acquisition, distributor_id, koc_id, community_id
                  from report_sale
                 where not folded
                 order by heard_at, order_id limit $1 for update skip locked),
            marked as (
                update report_sale s set folded = true from taken t where s.order_id = t.order_id)
            """ + ADD.formatted(SALE_SUMS.formatted(SALE_PARTS.formatted("taken")));

    private static final String FOLD_REFUNDS =
            """
            with picked as (
                select refund_no, order_id, day, amount_fen
                  from report_refund
                 where not folded
                 order by heard_at, refund_no limit $1 for update skip locked),
            marked as (
                update report_refund r set folded = true from picked t where r.refund_no = t.refund_no),
            taken as (
                select t.day, t.amount_fen, s.acquisition, s.distributor_id, s.koc_id, s.community_id
                  from picked t join report_sale s on s.order_id = t.order_id)
            """ + ADD.formatted(REFUND_SUMS.formatted(REFUND_PARTS.formatted("taken")));

    private static final String TOTALS = """
            sum(orders)::bigint as orders, sum(gross_fen)::bigint as gross_fen, sum(first_orders)::bigint as first_orders,
            sum(first_gross_fen)::bigint as first_gross_fen, sum(refunds)::bigint as refunds,
            sum(refunded_fen)::bigint as refunded_fen""";

    private static final String BY_KEY = """
            select * from (
                select dimension, key, %s,
                       row_number() over (partition by dimension order by sum(gross_fen) desc, key collate "C") as place
                  from report_day
                 where day between $1 and $2
                 group by dimension, key) ranked
             where place <= $3""".formatted(TOTALS);

    private static final String BY_DAY = """
            select day, orders, gross_fen, first_orders, first_gross_fen, refunds, refunded_fen
              from report_day
             where dimension = 'ALL' and day between $1 and $2""";

    private static final String PEOPLE = """
            select count(distinct member_id) as buyers, count(distinct member_id) filter (where first) as fresh
              from report_sale
             where folded and day between $1 and $2""";

    private static final String WAITING = """
            select least((select min(heard_at) from report_sale where not folded),
                         (select min(heard_at) from report_refund where not folded)) as since""";

    /** What is folded must add up to the sums, at every instant: both are read by one statement. */
    private static final String DIFFERENCES = """
            with sales as (
                select day, gross_fen, first, acquisition, distributor_id, koc_id, community_id
                  from report_sale where folded and day >= $1),
            refunds as (
                select r.day, r.amount_fen, s.acquisition, s.distributor_id, s.koc_id, s.community_id
                  from report_refund r join report_sale s on s.order_id = r.order_id where r.folded and r.day >= $1),
            facts as (
                select day, dimension, key, %1$s from (%2$s union all %3$s) both_sums group by day, dimension, key)
            select coalesce(f.day, d.day) as day, coalesce(f.dimension, d.dimension) as dimension, coalesce(f.key, d.key) as key,
                   concat_ws(' ', f.orders, f.gross_fen, f.first_orders, f.first_gross_fen, f.refunds, f.refunded_fen) as facts,
                   concat_ws(' ', d.orders, d.gross_fen, d.first_orders, d.first_gross_fen, d.refunds, d.refunded_fen) as sums
              from facts f
              full join (select * from report_day where day >= $1) d
                on d.day = f.day and d.dimension = f.dimension and d.key = f.key
             where (f.orders, f.gross_fen, f.first_orders, f.first_gross_fen, f.refunds, f.refunded_fen)
                   is distinct from
                   (d.orders, d.gross_fen, d.first_orders, d.first_gross_fen, d.refunds, d.refunded_fen)
             order by 1, 2, 3 limit 1000""".formatted(
                    TOTALS,
                    SALE_SUMS.formatted(SALE_PARTS.formatted("sales")),
                    REFUND_SUMS.formatted(REFUND_PARTS.formatted("refunds")));

    private static final String ONE_SNAPSHOT = "set transaction isolation level repeatable read, read only";

    /** A sum that its facts do not add up to. */
    public record Crooked(LocalDate day, String dimension, String key, String facts, String sums) {}

    /** An overview, and since when facts wait to be in it; empty when none do. */
    public record Reading(Overview overview, Optional<Instant> waitingSince) {}

    /**
     * Adds sales that are in no sum yet; answers how many sums it changed. Alone in its transaction: the order in which one
     * statement takes the sums keeps two instances out of a circle, two statements have no such order.
     */
    public Uni<Integer> foldSales(Tx tx, int most) {
        return tx.execute(FOLD_SALES, most);
    }

    /** The same for refunds. */
    public Uni<Integer> foldRefunds(Tx tx, int most) {
        return tx.execute(FOLD_REFUNDS, most);
    }

    /** All of it as of one instant; the first thing that its transaction does. */
    public Uni<Reading> read(Tx tx, Span span) {
        return tx.execute(ONE_SNAPSHOT)
                .chain(() -> byKey(tx, span))
                .chain(byKey -> byDay(tx, span)
                        .chain(byDay -> people(tx, span).map(people -> Overview.of(span, byKey, byDay, people))))
                .chain(overview -> waiting(tx).map(since -> new Reading(overview, since)));
    }

    public Uni<List<Crooked>> differences(Sql sql, LocalDate from) {
        return sql.list(
                DIFFERENCES,
                row -> new Crooked(
                        row.getLocalDate("day"),
                        row.getString("dimension"),
                        row.getString("key"),
                        row.getString("facts"),
                        row.getString("sums")),
                from);
    }

    private static Uni<Map<Key, Sums>> byKey(Sql sql, Span span) {
        return sql.list(BY_KEY, RollupStore::keyed, span.from(), span.to(), Overview.TOP)
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Uni<Map<LocalDate, Sums>> byDay(Sql sql, Span span) {
        return sql.list(BY_DAY, row -> Map.entry(row.getLocalDate("day"), sums(row)), span.from(), span.to())
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Uni<People> people(Sql sql, Span span) {
        return sql.one(PEOPLE, row -> new People(row.getLong("buyers"), row.getLong("fresh")), span.from(), span.to());
    }

    private static Uni<Optional<Instant>> waiting(Sql sql) {
        return sql.one(WAITING, row -> Columns.optionalInstant(row, "since"));
    }

    private static Map.Entry<Key, Sums> keyed(Row row) {
        return Map.entry(new Key(Columns.constant(row, "dimension", Dimension.class), row.getString("key")), sums(row));
    }

    private static Sums sums(Row row) {
        return new Sums(
                row.getLong("orders"),
                row.getLong("gross_fen"),
                row.getLong("first_orders"),
                row.getLong("first_gross_fen"),
                row.getLong("refunds"),
                row.getLong("refunded_fen"));
    }
}
