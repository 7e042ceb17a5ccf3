package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Outrun;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.AfterSale.Line;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** After-sales as the rules see them: loaded without a lock, saved by comparing the version. */
@ApplicationScoped
public class AfterSaleStore {

    private static final String COLUMNS = """
            select id, order_id, member_id, version, type, state, reason, refund_no, goods_fen, freight_fen, unshipped, by_law
              from trade_after_sale
            """;

    private static final String BY_ID = COLUMNS + "where id = $1";

    private static final String BY_ID_AND_MEMBER = COLUMNS + "where id = $1 and member_id = $2";

    private static final String BY_REFUND = COLUMNS + "where refund_no = $1";

    private static final String LINES =
            "select line_id, quantity, claimed_fen from trade_after_sale_line where after_sale_id = $1 order by line_id";

    private static final String INSERT = """
            insert into trade_after_sale (
                   id, order_id, member_id, type, state, reason, refund_no, goods_fen, freight_fen, unshipped, by_law,
                   applied_at, changed_at, due_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)""";

    private static final String INSERT_LINES = """
            insert into trade_after_sale_line (after_sale_id, line_id, quantity, claimed_fen)
            select $1, line_id, quantity, claimed_fen
              from unnest($2::uuid[], $3::int[], $4::bigint[]) as n (line_id, quantity, claimed_fen)""";

    private static final String SAVE = """
            update trade_after_sale
               set version = version + 1, state = $3, answer = coalesce($4, answer), changed_at = $5, due_at = $6,
                   return_carrier = coalesce($7, return_carrier), return_tracking_no = coalesce($8, return_tracking_no)
             where id = $1 and version = $2""";

    private static final String CLAIM_DUE = """
            update trade_after_sale a
               set due_at = $2
              from (select id
                      from trade_after_sale
                     where due_at <= $1 and state in ('APPLIED', 'SELLER_AGREED', 'BUYER_SENT')
                     order by due_at
                     limit $3
                       for update skip locked) due
             where a.id = due.id
            returning a.id""";

    /** What is written beside a change of state. */
    public record Remark(
            @Nullable String answer,
            @Nullable String carrier,
            @Nullable String trackingNo) {
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
                        due.orElse(null))
                .chain(() -> tx.execute(
                        INSERT_LINES,
                        claim.id(),
                        claim.lines().stream().map(Line::line).toList(),
                        claim.lines().stream().map(Line::quantity).toList(),
                        claim.lines().stream().map(Line::worth).toList()))
                .replaceWithVoid();
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
                        remark.carrier(),
                        remark.trackingNo())
                .chain(saved -> saved == 1 ? Uni.createFrom().item(claim) : outrun(tx, claim.id()));
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
                                        Columns.money(row, "claimed_fen")),
                                draft.id())
                        .map(draft::of);
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
                List.of());
    }
}
