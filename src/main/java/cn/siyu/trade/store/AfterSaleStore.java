package cn.siyu.trade.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Outrun;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.AfterSale.Line;
import cn.siyu.trade.domain.Exchanged;
import cn.siyu.trade.domain.Exchanged.Held;
import cn.siyu.trade.domain.Replacement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** After-sales as the rules see them: loaded without a lock, saved by comparing the version. */
@Singleton
public class AfterSaleStore {

    private static final String COLUMNS = """
            select id, order_id, member_id, version, type, state, reason, refund_no, goods_fen, freight_fen, unshipped, by_law,
                   from_exchange
              from trade_after_sale
            """;

    private static final String BY_ID = COLUMNS + "where id = $1";

    private static final String BY_ID_AND_MEMBER = COLUMNS + "where id = $1 and member_id = $2";

    private static final String BY_REFUND = COLUMNS + "where refund_no = $1";

    private static final String LINES = """
            select line_id, quantity, claimed_fen, replacement_sku, replacement_code, replacement_spec, replacement_components
              from trade_after_sale_line
             where after_sale_id = $1
             order by line_id""";

    private static final String INSERT = """
            insert into trade_after_sale (
                   id, order_id, member_id, type, state, reason, refund_no, goods_fen, freight_fen, unshipped, by_law,
                   applied_at, changed_at, due_at, from_exchange)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14)""";

    private static final String INSERT_LINES = """
            insert into trade_after_sale_line (
                   after_sale_id, line_id, quantity, claimed_fen, replacement_sku, replacement_code, replacement_spec,
                   replacement_components)
            select $1, line_id, quantity, claimed_fen, sku::uuid, code, spec, components::jsonb
              from unnest($2::uuid[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[])
                   as n (line_id, quantity, claimed_fen, sku, code, spec, components)""";

    private static final String SAVE = """
            update trade_after_sale
               set version = version + 1, state = $3, answer = coalesce($4, answer), changed_at = $5::timestamptz, due_at = $6,
                   return_carrier = coalesce($7, return_carrier), return_tracking_no = coalesce($8, return_tracking_no),
                   type = $9, replacement_carrier = $10::text, replacement_tracking_no = $11,
                   replacement_sent_at = case when $10::text is not null then $5::timestamptz end
             where id = $1 and version = $2""";

    private static final String CLAIM_DUE = """
            update trade_after_sale a
               set due_at = $2
              from (select id
                      from trade_after_sale
                     where due_at <= $1 and state in ('APPLIED', 'SELLER_AGREED', 'BUYER_SENT', 'SELLER_RECEIVED')
                     order by due_at
                     limit $3
                       for update skip locked) due
             where a.id = due.id
            returning a.id""";

    /** What exchanges of an order gave, less what is in a claim again. */
    private static final String EXCHANGED = """
            select a.id, a.replacement_sent_at, l.line_id, l.replacement_sku, l.replacement_code, l.replacement_spec,
                   l.replacement_components,
                   l.quantity - coalesce((
                       select sum(x.quantity)
                         from trade_after_sale c
                         join trade_after_sale_line x on x.after_sale_id = c.id
                        where c.from_exchange = a.id and x.line_id = l.line_id
                          and c.state not in ('BUYER_CANCELLED', 'SELLER_REJECTED', 'RECEIPT_REFUSED')), 0)::int as units
              from trade_after_sale a
              join trade_after_sale_line l on l.after_sale_id = a.id
             where a.order_id = $1 and a.type = 'EXCHANGE' and a.state = 'DONE'
             order by a.id, l.line_id""";

    /** A parcel by its carrier and number. */
    public record Waybill(String carrier, String trackingNo) {}

    /**
     * What is written beside a change of state.
     *
     * @param back the parcel in which goods come back; {@code out} that in which a replacement leaves
     */
    public record Remark(
            @Nullable String answer,
            @Nullable Waybill back,
            @Nullable Waybill out) {
        public static final Remark NONE = new Remark(null, null, null);

        public static Remark answer(String text) {
            return new Remark(text, null, null);
        }
    }

    /** The after-sale, or null. */
    public Uni<AfterSale> find(Sql sql, AfterSaleId id) {
        return sql.one(BY_ID, AfterSaleStore::draft, id).chain(draft -> withLines(sql, draft));
    }

    /** The member's own, or null. */
    public Uni<AfterSale> findOf(Sql sql, MemberId member, AfterSaleId id) {
        return sql.one(BY_ID_AND_MEMBER, AfterSaleStore::draft, id, member).chain(draft -> withLines(sql, draft));
    }

    /** Whose refund it is, or null. */
    public Uni<AfterSale> findByRefund(Sql sql, String refundNo) {
        return sql.one(BY_REFUND, AfterSaleStore::draft, refundNo).chain(draft -> withLines(sql, draft));
    }

    public Uni<Void> insert(Tx tx, AfterSale claim, Optional<Instant> due, Instant now) {
        return tx.execute(
                        INSERT,
                        claim.id(),
                        claim.order(),
                        claim.member(),
                        claim.type(),
                        claim.state(),
                        claim.reason(),
                        claim.refundNo(),
                        claim.goods(),
                        claim.freight(),
                        claim.unshipped(),
                        claim.byLaw(),
                        now,
                        due.orElse(null),
                        claim.from().orElse(null))
                .chain(() -> tx.execute(
                        INSERT_LINES,
                        claim.id(),
                        claim.lines().stream().map(Line::line).toList(),
                        claim.lines().stream().map(Line::quantity).toList(),
                        claim.lines().stream().map(Line::worth).toList(),
                        given(claim, each -> each.sku().value().toString()).toArray(String[]::new),
                        given(claim, Replacement::skuCode).toArray(String[]::new),
                        given(claim, Replacement::specText).toArray(String[]::new),
                        given(claim, each -> OrderLines.json(each.components())).toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static <T> Stream<@Nullable T> given(AfterSale claim, Function<Replacement, T> part) {
        return claim.lines().stream().map(line -> line.instead().map(part).orElse(null));
    }

    /** Keeps the pictures that a claim came with. */
    public Uni<Integer> prove(Tx tx, AfterSaleId id, List<String> proofs) {
        return tx.execute("update trade_after_sale set proofs = $2::text[] where id = $1", id, proofs);
    }

    /** Saves if nobody was faster; otherwise refuses with the state that it is in now. */
    public Uni<AfterSale> save(Tx tx, AfterSale claim, Remark remark, Optional<Instant> due, Instant now) {
        return tx.execute(
                        SAVE,
                        claim.id(),
                        claim.version(),
                        claim.state(),
                        remark.answer(),
                        now,
                        due.orElse(null),
                        carrier(remark.back()),
                        trackingNo(remark.back()),
                        claim.type(),
                        carrier(remark.out()),
                        trackingNo(remark.out()))
                .chain(saved -> saved == 1 ? Uni.createFrom().item(claim) : outrun(tx, claim.id()));
    }

    private static @Nullable String carrier(@Nullable Waybill parcel) {
        return parcel == null ? null : parcel.carrier();
    }

    private static @Nullable String trackingNo(@Nullable Waybill parcel) {
        return parcel == null ? null : parcel.trackingNo();
    }

    /** What exchanges of an order gave and is in no other claim. */
    public Uni<List<Exchanged>> exchanged(Sql sql, OrderId order) {
        return sql.list(EXCHANGED, AfterSaleStore::exchanged, order).map(AfterSaleStore::merged);
    }

    private static Exchanged exchanged(Row row) {
        return new Exchanged(
                new AfterSaleId(row.getUUID("id")),
                Columns.instant(row, "replacement_sent_at"),
                Map.of(row.getUUID("line_id"), new Held(row.getInteger("units"), replacement(row))));
    }

    /** Each row has one line. */
    private static List<Exchanged> merged(List<Exchanged> rows) {
        var byId = new LinkedHashMap<AfterSaleId, Exchanged>();
        rows.forEach(row -> byId.merge(row.exchange(), row, Exchanged::and));
        return List.copyOf(byId.values());
    }

    /** Those that have waited too long; others leave them alone until {@code again}. */
    public Uni<List<AfterSaleId>> claimDue(Tx tx, Instant now, Instant again, int limit) {
        return tx.list(CLAIM_DUE, row -> new AfterSaleId(row.getUUID("id")), now, again, limit);
    }

    private Uni<AfterSale> outrun(Tx tx, AfterSaleId id) {
        return find(tx, id).chain(current -> Uni.createFrom().failure(new Outrun(AfterSale.changed(current.state()))));
    }

    private Uni<AfterSale> withLines(Sql sql, @Nullable AfterSale draft) {
        return draft == null
                ? Uni.createFrom().nullItem()
                : sql.list(
                                LINES,
                                row -> new Line(
                                        row.getUUID("line_id"),
                                        row.getInteger("quantity"),
                                        Columns.money(row, "claimed_fen"),
                                        row.getUUID("replacement_sku") == null
                                                ? Optional.empty()
                                                : Optional.of(replacement(row))),
                                draft.id())
                        .map(draft::of);
    }

    private static Replacement replacement(Row row) {
        return new Replacement(
                new SkuId(row.getUUID("replacement_sku")),
                row.getString("replacement_code"),
                row.getString("replacement_spec"),
                OrderLines.components(row.getJsonArray("replacement_components")));
    }

    private static AfterSale draft(Row row) {
        return new AfterSale(
                new AfterSaleId(row.getUUID("id")),
                new OrderId(row.getUUID("order_id")),
                new MemberId(row.getUUID("member_id")),
                row.getLong("version"),
                Columns.constant(row, "type", AfterSale.Type.class),
                Columns.constant(row, "state", AfterSale.State.class),
                row.getString("reason"),
                row.getString("refund_no"),
                Columns.money(row, "goods_fen"),
                Columns.money(row, "freight_fen"),
                row.getBoolean("unshipped"),
                row.getBoolean("by_law"),
                Optional.ofNullable(row.getUUID("from_exchange")).map(AfterSaleId::new),
                List.of());
    }
}
