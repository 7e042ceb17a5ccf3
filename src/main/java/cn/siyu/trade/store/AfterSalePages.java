package cn.siyu.trade.store;

import cn.siyu.catalog.SupplierId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.domain.AfterSale;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** After-sales as screens show them: projections, read only. */
@Singleton
public class AfterSalePages {

    private static final String SHEET = """
            select a.id, a.order_id, o.order_no, a.member_id, a.type, a.state, a.reason, a.answer, a.refund_no,
                   a.goods_fen, a.freight_fen, a.unshipped, a.by_law, a.return_carrier, a.return_tracking_no, a.applied_at,
                   a.changed_at, a.due_at, a.version, a.proofs, a.from_exchange, a.replacement_carrier,
                   a.replacement_tracking_no, a.replacement_sent_at
              from trade_after_sale a
              join trade_order o on o.id = a.order_id
            """;

    private static final String ONE = SHEET + "where a.id = $1 and ($2::uuid is null or a.member_id = $2)";

    private static final String OF_MEMBER = SHEET + """
             where a.member_id = $1 and ($2::timestamptz is null or (a.applied_at, a.id) < ($2, $3::uuid))
             order by a.applied_at desc, a.id desc
             limit $4""";

    private static final String MATCHING = """
             where ($1::text is null or a.state = $1) and ($2::text is null or a.type = $2)
               and ($3::text is null or o.order_no = $3) and ($4::uuid is null or a.member_id = $4)
            """;

    private static final String SEARCH = SHEET + MATCHING + "order by a.applied_at desc, a.id desc limit $5 offset $6";

    private static final String COUNT =
            "select count(*) as total from trade_after_sale a join trade_order o on o.id = a.order_id" + MATCHING;

    private static final String LINES = """
            select l.after_sale_id, l.line_id, l.quantity, l.claimed_fen, o.sku_code, o.title, o.spec_text, o.supplier_id,
                   l.replacement_sku, l.replacement_code, l.replacement_spec
              from trade_after_sale_line l
              join trade_order_line o on o.id = l.line_id
             where l.after_sale_id = $1
             order by o.position""";

    /** An after-sale without its lines. */
    public record Sheet(
            UUID id,
            UUID order,
            String orderNo,
            UUID member,
            AfterSale.Type type,
            AfterSale.State state,
            String reason,
            Optional<String> answer,
            String refundNo,
            Money goods,
            Money freight,
            boolean unshipped,
            boolean byLaw,
            Optional<String> returnCarrier,
            Optional<String> returnTrackingNo,
            Instant appliedAt,
            Instant changedAt,
            Optional<Instant> dueAt,
            long version,
            List<String> proofs,
            Optional<UUID> fromExchange,
            Optional<Sent> replacement) {}

    /** The parcel in which a replacement left. */
    public record Sent(String carrier, String trackingNo, Instant at) {}

    /** What an exchange gives for a line. */
    public record Instead(UUID sku, String skuCode, String specText) {}

    /** Units of one order line, with what was sold. */
    public record Part(
            UUID line,
            int quantity,
            Money worth,
            String skuCode,
            String title,
            String specText,
            Optional<SupplierId> supplier,
            Optional<Instead> instead) {}

    /** What staff search by; an absent value matches all. */
    public record Filter(
            AfterSale.@Nullable State state,
            AfterSale.@Nullable Type type,
            @Nullable String orderNo,
            @Nullable UUID member) {}

    /** The after-sale, or null; with a member only if it is his. */
    public Uni<Sheet> one(Sql sql, AfterSaleId id, Optional<MemberId> member) {
        return sql.one(ONE, AfterSalePages::sheet, id, member.orElse(null));
    }

    public Uni<List<Sheet>> ofMember(Sql sql, MemberId member, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_MEMBER,
                AfterSalePages::sheet,
                member,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    public Uni<List<Sheet>> search(Sql sql, Filter filter, int page, int size) {
        return sql.list(
                SEARCH,
                AfterSalePages::sheet,
                filter.state(),
                filter.type(),
                filter.orderNo(),
                filter.member(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, Filter filter) {
        return sql.one(
                COUNT, row -> row.getLong("total"), filter.state(), filter.type(), filter.orderNo(), filter.member());
    }

    public Uni<List<Part>> parts(Sql sql, AfterSaleId id) {
        return sql.list(
                LINES,
                row -> new Part(
                        row.getUUID("line_id"),
                        row.getInteger("quantity"),
                        Columns.money(row, "claimed_fen"),
                        row.getString("sku_code"),
                        row.getString("title"),
                        row.getString("spec_text"),
                        Optional.ofNullable(row.getUUID("supplier_id")).map(SupplierId::new),
                        Optional.ofNullable(row.getUUID("replacement_sku"))
                                .map(sku -> new Instead(
                                        sku, row.getString("replacement_code"), row.getString("replacement_spec")))),
                id);
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                row.getUUID("id"),
                row.getUUID("order_id"),
                row.getString("order_no"),
                row.getUUID("member_id"),
                Columns.constant(row, "type", AfterSale.Type.class),
                Columns.constant(row, "state", AfterSale.State.class),
                row.getString("reason"),
                Optional.ofNullable(row.getString("answer")),
                row.getString("refund_no"),
                Columns.money(row, "goods_fen"),
                Columns.money(row, "freight_fen"),
                row.getBoolean("unshipped"),
                row.getBoolean("by_law"),
                Optional.ofNullable(row.getString("return_carrier")),
                Optional.ofNullable(row.getString("return_tracking_no")),
                Columns.instant(row, "applied_at"),
                Columns.instant(row, "changed_at"),
                Columns.optionalInstant(row, "due_at"),
                row.getLong("version"),
                List.of(row.getArrayOfStrings("proofs")),
                Optional.ofNullable(row.getUUID("from_exchange")),
                Columns.optionalInstant(row, "replacement_sent_at")
                        .map(at -> new Sent(
                                row.getString("replacement_carrier"), row.getString("replacement_tracking_no"), at)));
    }
}
