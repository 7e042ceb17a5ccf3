package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.TierFigures;
import cn.siyu.distribution.domain.TierFigures.Totals;
import cn.siyu.distribution.domain.TierWindow;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What tiers hang on: sales to direct customers, net, and certificates. What somebody bought himself is never among it (L8). */
@Singleton
public class TierFactStore {

    private static final String TOTALS = """
            select o.distributor, f.name, sum(o.goods_fen)::bigint as goods_fen, sum(o.refunded_fen)::bigint as refunded_fen,
                   count(*) filter (where o.goods_fen > o.refunded_fen)::int as orders,
                   count(distinct o.member_id) filter (where o.goods_fen > o.refunded_fen)::int as customers,
                   count(distinct o.sold_on) filter (where o.goods_fen > o.refunded_fen)::int as active_days
              from unnest($2::text[], $3::text[]) as f (name, first_day)
              join distribution_customer_order o
                on o.distributor = any($1::uuid[]) and o.sold_on >= f.first_day::date and o.sold_on <= $4
              join distribution_distributor d on d.id = o.distributor and d.member_id <> o.member_id
             group by o.distributor, f.name""";

    private static final String CERTIFICATES = """
            select distributor, count(*)::int as held
              from distribution_certificate
             where distributor = any($1::uuid[]) and held_from < $2 and (held_until is null or held_until >= $2)
               and (revoked_at is null or revoked_at >= $2)
             group by distributor""";

    private static final String GIVE_BACK = """
            update distribution_customer_order
               set refunded_fen = least(goods_fen, refunded_fen + $2)
             where order_id = $1""";

    private static final String CLAIM = """
            select order_id, distributor
              from distribution_customer_order
             where not weighed
             order by at
             limit $1
               for update skip locked""";

    private static final String WEIGHED =
            "update distribution_customer_order set weighed = true where order_id = any($1::uuid[])";

    /** An order that no tier has been looked at for. */
    public record Unweighed(UUID order, DistributorId distributor) {}

    /**
     * Up to and with {@code asOf}.
     *
     * @param end the instant at which that day ends, or the present one: for what holds at an instant
     */
    public Uni<Map<DistributorId, TierFigures>> figures(
            Sql sql, Collection<DistributorId> who, Set<TierWindow> windows, LocalDate asOf, Instant end) {
        var ordered = List.copyOf(windows);
        return sql.list(
                        TOTALS,
                        TierFactStore::part,
                        who,
                        ordered,
                        ordered.stream()
                                .map(window -> window.first(asOf).toString())
                                .toList(),
                        asOf)
                .chain(parts -> sql.list(
                                CERTIFICATES,
                                row -> Map.entry(new DistributorId(row.getUUID("distributor")), row.getInteger("held")),
                                who,
                                end)
                        .map(held -> figures(who, parts, held)));
    }

    /** Money of an order went back; what is not noted here was nobody's sale. */
    public Uni<Void> giveBack(Tx tx, UUID order, Money goods) {
        return tx.execute(GIVE_BACK, order, goods).replaceWithVoid();
    }

    /** Held until the transaction ends; those that another instance holds are passed over. */
    public Uni<List<Unweighed>> claim(Tx tx, int limit) {
        return tx.list(
                CLAIM,
                row -> new Unweighed(row.getUUID("order_id"), new DistributorId(row.getUUID("distributor"))),
                limit);
    }

    public Uni<Void> weighed(Tx tx, Collection<UUID> orders) {
        return tx.execute(WEIGHED, orders).replaceWithVoid();
    }

    private record Part(DistributorId distributor, TierWindow window, Totals totals) {}

    private static Part part(Row row) {
        return new Part(
                new DistributorId(row.getUUID("distributor")),
                Columns.constant(row, "name", TierWindow.class),
                new Totals(
                        row.getLong("goods_fen"),
                        row.getLong("refunded_fen"),
                        row.getInteger("orders"),
                        row.getInteger("customers"),
                        row.getInteger("active_days")));
    }

    private static Map<DistributorId, TierFigures> figures(
            Collection<DistributorId> who, List<Part> parts, List<Map.Entry<DistributorId, Integer>> held) {
        var windows = new HashMap<DistributorId, Map<TierWindow, Totals>>();
        parts.forEach(part -> windows.computeIfAbsent(part.distributor(), _ -> new EnumMap<>(TierWindow.class))
                .put(part.window(), part.totals()));
        var certificates = new HashMap<DistributorId, Integer>();
        held.forEach(each -> certificates.put(each.getKey(), each.getValue()));
        var all = new HashMap<DistributorId, TierFigures>();
        who.forEach(id ->
                all.put(id, new TierFigures(windows.getOrDefault(id, Map.of()), certificates.getOrDefault(id, 0))));
        return all;
    }
}
