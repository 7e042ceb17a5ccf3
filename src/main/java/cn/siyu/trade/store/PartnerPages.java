package cn.siyu.trade.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Origin.Source;
import cn.siyu.trade.domain.OrderState.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Orders as those see them who brought them: the scope is in the query. */
@Singleton
public class PartnerPages {

    private static final String SINCE = " and ($3::timestamptz is null or (placed_at, order_id) < ($3, $4::uuid))";

    private static final String NEWEST = " order by placed_at desc, order_id desc limit $5";

    /** Each branch reads no more of its own index than one page. */
    private static final String OF_PARTNER =
            """
            with mine as (
                (select order_id, placed_at, 'DISTRIBUTOR' as role from trade_order_origin where distributor_member_id = $1""" + SINCE + NEWEST + """
            )
                union all
                (select order_id, placed_at, 'KOC' as role from trade_order_origin where koc_member_id = $1""" + SINCE + NEWEST + """
            )
                union all
                (select order_id, placed_at, 'SELLER' as role from trade_order_origin where seller_distributor_id = $2""" + SINCE + NEWEST + """
            )),
            once as (select order_id, placed_at, min(role) as role from mine group by order_id, placed_at""" + NEWEST + """
            )
            select o.id, o.order_no, o.member_id, o.state, o.goods_fen, o.refunded_fen, o.placed_at, o.firm_at, once.role,
                   g.source, g.community_id, l.title, u.units
              from once
              join trade_order o on o.id = once.order_id
              join trade_order_origin g on g.order_id = o.id
              join trade_order_line l on l.order_id = o.id and l.position = 0
              join lateral (select sum(quantity) as units from trade_order_line where order_id = o.id) u on true
             order by o.placed_at desc, o.id desc""";

    /** In which of his parts somebody brought an order. */
    @Schema(name = "PartnerOrderPart")
    public enum Part {
        DISTRIBUTOR,
        KOC,
        SELLER
    }

    /** An order as a line of a list of those that somebody brought. */
    public record Brought(
            UUID id,
            String number,
            MemberId buyer,
            Kind state,
            Money goods,
            Money refunded,
            Instant placedAt,
            Optional<Instant> firmAt,
            Part part,
            Source source,
            Optional<UUID> community,
            String title,
            long units) {}

    /** @param distributor that the member is, if he is one: as such he may be the seller of an order */
    public Uni<List<Brought>> broughtBy(
            Sql sql, MemberId member, @Nullable UUID distributor, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_PARTNER,
                PartnerPages::brought,
                member,
                distributor,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    private static Brought brought(Row row) {
        return new Brought(
                row.getUUID("id"),
                row.getString("order_no"),
                new MemberId(row.getUUID("member_id")),
                Columns.constant(row, "state", Kind.class),
                Columns.money(row, "goods_fen"),
                Columns.money(row, "refunded_fen"),
                Columns.instant(row, "placed_at"),
                Columns.optionalInstant(row, "firm_at"),
                Columns.constant(row, "role", Part.class),
                Columns.constant(row, "source", Source.class),
                Optional.ofNullable(row.getUUID("community_id")),
                row.getString("title"),
                row.getLong("units"));
    }
}
