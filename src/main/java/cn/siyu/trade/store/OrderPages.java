package cn.siyu.trade.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.domain.SealedAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders as screens show them: projections, read only. */
@Singleton
public class OrderPages {

    private static final String CARD = """
            select o.id, o.order_no, o.member_id, o.state, o.goods_fen, o.freight_fen, o.refunded_fen, o.placed_at, o.paid_at,
                   o.pay_by, o.region_text, t.activity_id, t.hold_id, l.title, l.image_url, u.units
              from trade_order o
              join trade_order_line l on l.order_id = o.id and l.position = 0
              left join trade_order_terms t on t.order_id = o.id
              join lateral (select sum(quantity) as units from trade_order_line where order_id = o.id) u on true
            """;

    private static final String OF_MEMBER = CARD + """
             where o.member_id = $1 and ($2::text is null or o.state = $2)
               and ($3::timestamptz is null or (o.placed_at, o.id) < ($3, $4::uuid))
             order by o.placed_at desc, o.id desc
             limit $5""";

    private static final String MATCHING = """
             where ($1::text is null or o.state = $1) and ($2::text is null or o.order_no = $2)
               and ($3::uuid is null or o.member_id = $3) and ($4::timestamptz is null or o.placed_at >= $4)
               and ($5::timestamptz is null or o.placed_at < $5)
            """;

    private static final String SEARCH = CARD + MATCHING + " order by o.placed_at desc, o.id desc limit $6 offset $7";

    private static final String SEARCH_AFTER = CARD + MATCHING + """
               and ($6::timestamptz is null or (o.placed_at, o.id) < ($6, $7::uuid))
             order by o.placed_at desc, o.id desc
             limit $8""";

    private static final String COUNT = "select count(*) as total from trade_order o" + MATCHING;

    private static final String SHEET = """
            select placed_at, pay_by, paid_at, shipped_at, received_at, completed_at, cancelled_at, closed_at, address_id,
                   region_code, region_text, recipient_sealed, phone_sealed, detail_sealed
              from trade_order
             where id = $1""";

    private static final String NOTES =
            "select author, note, noted_at from trade_order_note where order_id = $1 order by noted_at, id limit 200";

    private static final String ADD_NOTE =
            "insert into trade_order_note (id, order_id, author, note, noted_at) values ($1, $2, $3, $4, $5)";

    /** An order as a line of a list. */
    public record Card(
            UUID id,
            String number,
            UUID member,
            Kind state,
            Optional<UUID> activity,
            Optional<UUID> hold,
            Money goods,
            Money freight,
            Money refunded,
            Instant placedAt,
            Optional<Instant> paidAt,
            Instant payBy,
            String regionText,
            String title,
            Optional<String> imageUrl,
            long units) {}

    /** When an order passed its states, and where it goes. */
    public record Sheet(
            Instant placedAt,
            Instant payBy,
            Optional<Instant> paidAt,
            Optional<Instant> shippedAt,
            Optional<Instant> receivedAt,
            Optional<Instant> completedAt,
            Optional<Instant> cancelledAt,
            Optional<Instant> closedAt,
            SealedAddress address) {}

    /** What staff wrote down about an order. */
    public record Note(String author, String text, Instant at) {}

    /** What staff search by; an absent value matches all. */
    public record Filter(
            @Nullable Kind state,
            @Nullable String number,
            @Nullable UUID member,
            @Nullable Instant from,
            @Nullable Instant to) {}

    public Uni<List<Card>> ofMember(Sql sql, MemberId member, @Nullable Kind state, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_MEMBER,
                OrderPages::card,
                member,
                state,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    public Uni<List<Card>> search(Sql sql, Filter filter, int page, int size) {
        return sql.list(
                SEARCH,
                OrderPages::card,
                filter.state(),
                filter.number(),
                filter.member(),
                filter.from(),
                filter.to(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<List<Card>> searchAfter(Sql sql, Filter filter, Optional<Cursor> after, int limit) {
        return sql.list(
                SEARCH_AFTER,
                OrderPages::card,
                filter.state(),
                filter.number(),
                filter.member(),
                filter.from(),
                filter.to(),
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    public Uni<Long> count(Sql sql, Filter filter) {
        return sql.one(
                COUNT,
                row -> row.getLong("total"),
                filter.state(),
                filter.number(),
                filter.member(),
                filter.from(),
                filter.to());
    }

    public Uni<Sheet> sheet(Sql sql, OrderId order) {
        return sql.one(SHEET, OrderPages::sheet, order);
    }

    public Uni<List<Note>> notes(Sql sql, OrderId order) {
        return sql.list(
                NOTES,
                row -> new Note(row.getString("author"), row.getString("note"), Columns.instant(row, "noted_at")),
                order);
    }

    public Uni<Integer> addNote(Sql sql, UUID id, OrderId order, Note note) {
        return sql.execute(ADD_NOTE, id, order, note.author(), note.text(), note.at());
    }

    private static Card card(Row row) {
        return new Card(
                row.getUUID("id"),
                row.getString("order_no"),
                row.getUUID("member_id"),
                Columns.constant(row, "state", Kind.class),
                Optional.ofNullable(row.getUUID("activity_id")),
                Optional.ofNullable(row.getUUID("hold_id")),
                Columns.money(row, "goods_fen"),
                Columns.money(row, "freight_fen"),
                Columns.money(row, "refunded_fen"),
                Columns.instant(row, "placed_at"),
                Columns.optionalInstant(row, "paid_at"),
                Columns.instant(row, "pay_by"),
                row.getString("region_text"),
                row.getString("title"),
                Optional.ofNullable(row.getString("image_url")),
                row.getLong("units"));
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                Columns.instant(row, "placed_at"),
                Columns.instant(row, "pay_by"),
                Columns.optionalInstant(row, "paid_at"),
                Columns.optionalInstant(row, "shipped_at"),
                Columns.optionalInstant(row, "received_at"),
                Columns.optionalInstant(row, "completed_at"),
                Columns.optionalInstant(row, "cancelled_at"),
                Columns.optionalInstant(row, "closed_at"),
                new SealedAddress(
                        row.getUUID("address_id"),
                        row.getString("region_code"),
                        row.getString("region_text"),
                        row.getString("recipient_sealed"),
                        row.getString("phone_sealed"),
                        row.getString("detail_sealed")));
    }
}
