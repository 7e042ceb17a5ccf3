package cn.siyu.trade.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Invoice;
import cn.siyu.trade.domain.Invoice.Kind;
import cn.siyu.trade.domain.Invoice.State;
import cn.siyu.trade.store.RefundStore.Refund;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invoices and the red letters that follow them. */
@Singleton
public class InvoiceStore {

    /** Refunds and invoices of one order are written one after the other. */
    private static final String LOCK_ORDER = "select id from trade_order where id = $1 for update";

    private static final String COLUMNS = "select id, order_id, version, state, number, amount_fen from trade_invoice ";

    private static final String BY_ID = COLUMNS + "where id = $1";

    private static final String LIVE = COLUMNS + "where order_id = $1 and state in ('REQUESTED', 'ISSUED')";

    private static final String INSERT = """
            insert into trade_invoice (
                   id, order_id, member_id, state, kind, title_sealed, tax_no_sealed, email_sealed, requested_at, changed_at)
            values ($1, $2, $3, 'REQUESTED', $4, $5, $6, $7, $8, $8)""";

    private static final String READDRESS = """
            update trade_invoice
               set version = version + 1, kind = $2, title_sealed = $3, tax_no_sealed = $4, email_sealed = $5, changed_at = $6
             where id = $1""";

    private static final String SAVE = """
            update trade_invoice
               set version = version + 1, state = $3, number = $4, amount_fen = $5, deducted = $6::text[], answer = $7,
                   changed_at = $8::timestamptz, issued_at = case when $3 = 'ISSUED' then $8::timestamptz end
             where id = $1 and version = $2""";

    /** Only what belonged to the order itself; money that came twice or too late was never invoiced. */
    private static final String PROMISED = """
            select refund_no, amount_fen
              from trade_refund
             where order_id = $1 and cause in ('AFTER_SALE', 'STAFF', 'HOLD_FAILED')
             order by refund_no""";

    private static final String RED_LETTER = """
            insert into trade_red_letter (refund_no, invoice_id, amount_fen, state, due_at)
            select $1::text, id, $3::bigint, 'DUE', $4::timestamptz
              from trade_invoice
             where order_id = $2 and state = 'ISSUED' and not ($1::text = any (deducted))
            on conflict do nothing""";

    private static final String RED_LETTER_ISSUED = """
            update trade_red_letter
               set state = 'ISSUED', number = $2, issued_at = $3
             where refund_no = $1 and state = 'DUE'""";

    private static final String RED_LETTERS = """
            select r.refund_no, r.invoice_id, i.number as invoice_number, i.order_id, o.order_no, r.amount_fen, r.state, r.number,
                   r.due_at, r.issued_at
              from trade_red_letter r
              join trade_invoice i on i.id = r.invoice_id
              join trade_order o on o.id = i.order_id
            """;

    private static final String SHEET = """
            select i.id, i.order_id, o.order_no, i.member_id, i.version, i.state, i.kind, i.title_sealed, i.tax_no_sealed,
                   i.email_sealed, i.number, i.answer, i.requested_at, i.issued_at,
                   coalesce(i.amount_fen, o.goods_fen + o.freight_fen - coalesce((
                       select sum(f.amount_fen)
                         from trade_refund f
                        where f.order_id = o.id and f.cause in ('AFTER_SALE', 'STAFF', 'HOLD_FAILED')), 0)::bigint) as amount_fen
              from trade_invoice i
              join trade_order o on o.id = i.order_id
            """;

    private static final String MATCHING = " where ($1::text is null or i.state = $1)";

    /** Sealed, as it is kept. */
    public record Sealed(Kind kind, String title, @Nullable String taxNo, String email) {}

    /** An invoice as it is shown; {@code amount} is what it is over, or would be over now. */
    public record Sheet(
            UUID id,
            OrderId order,
            String orderNo,
            UUID member,
            long version,
            State state,
            Sealed recipient,
            Optional<String> number,
            Optional<String> answer,
            Money amount,
            Instant requestedAt,
            Optional<Instant> issuedAt) {}

    /** A refund that takes a part of an invoice back. */
    public record RedLetter(
            String refundNo,
            UUID invoice,
            String invoiceNumber,
            UUID order,
            String orderNo,
            Money amount,
            boolean issued,
            Optional<String> number,
            Instant dueAt,
            Optional<Instant> issuedAt) {}

    /** A refund that was promised when the invoice was issued. */
    public record Promised(String refundNo, Money amount) {}

    public Uni<Integer> lockOrder(Tx tx, OrderId order) {
        return tx.execute(LOCK_ORDER, order);
    }

    /** The invoice, or null. */
    public Uni<Invoice> find(Sql sql, UUID id) {
        return sql.one(BY_ID, InvoiceStore::invoice, id);
    }

    /** The one that counts, or null. */
    public Uni<Invoice> live(Sql sql, OrderId order) {
        return sql.one(LIVE, InvoiceStore::invoice, order);
    }

    public Uni<Integer> insert(Tx tx, UUID id, OrderId order, MemberId member, Sealed sealed, Instant now) {
        return tx.execute(
                INSERT, id, order, member, sealed.kind(), sealed.title(), sealed.taxNo(), sealed.email(), now);
    }

    public Uni<Integer> readdress(Tx tx, UUID id, Sealed sealed, Instant now) {
        return tx.execute(READDRESS, id, sealed.kind(), sealed.title(), sealed.taxNo(), sealed.email(), now);
    }

    /** Saves if nobody was faster; otherwise refuses with the state that it is in now. */
    public Uni<Invoice> save(Tx tx, Invoice next, List<String> deducted, @Nullable String answer, Instant now) {
        return tx.execute(
                        SAVE,
                        next.id(),
                        next.version(),
                        next.state(),
                        next.number().orElse(null),
                        next.amount().orElse(null),
                        deducted,
                        answer,
                        now)
                .chain(saved -> saved == 1
                        ? Uni.createFrom().item(next)
                        : find(tx, next.id())
                                .chain(current -> Uni.createFrom().failure(Invoice.changed(current.state()))));
    }

    public Uni<List<Promised>> promised(Sql sql, OrderId order) {
        return sql.list(
                PROMISED, row -> new Promised(row.getString("refund_no"), Columns.money(row, "amount_fen")), order);
    }

    /** A refund has arrived: what of it an issued invoice still names has to be taken back. */
    public Uni<Integer> owe(Tx tx, Refund refund, Instant now) {
        return tx.execute(RED_LETTER, refund.number(), refund.order(), refund.amount(), now);
    }

    /** Answers 0 when no such red letter is due. */
    public Uni<Integer> redLetterIssued(Tx tx, String refundNo, String number, Instant now) {
        return tx.execute(RED_LETTER_ISSUED, refundNo, number, now);
    }

    /** The red letter over this refund, or null. */
    public Uni<RedLetter> redLetter(Sql sql, String refundNo) {
        return sql.one(RED_LETTERS + "where r.refund_no = $1", InvoiceStore::redLetter, refundNo);
    }

    public Uni<List<RedLetter>> redLetters(Sql sql, UUID invoice) {
        return sql.list(
                RED_LETTERS + "where r.invoice_id = $1 order by r.due_at, r.refund_no limit 100",
                InvoiceStore::redLetter,
                invoice);
    }

    /** The longest due first. */
    public Uni<List<RedLetter>> redLetterPage(Sql sql, boolean issued, int page, int size) {
        return sql.list(
                RED_LETTERS + "where r.state = $1 order by r.due_at, r.refund_no limit $2 offset $3",
                InvoiceStore::redLetter,
                issued ? "ISSUED" : "DUE",
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> redLetterCount(Sql sql, boolean issued) {
        return sql.one(
                "select count(*) as total from trade_red_letter where state = $1",
                row -> row.getLong("total"),
                issued ? "ISSUED" : "DUE");
    }

    /** The invoice, or null. */
    public Uni<Sheet> sheet(Sql sql, UUID id) {
        return sql.one(SHEET + "where i.id = $1", InvoiceStore::sheet, id);
    }

    /** The newest of a member's order, or null. */
    public Uni<Sheet> newest(Sql sql, MemberId member, OrderId order) {
        return sql.one(
                SHEET + "where i.order_id = $1 and i.member_id = $2 order by i.requested_at desc, i.id desc limit 1",
                InvoiceStore::sheet,
                order,
                member);
    }

    public Uni<List<Sheet>> page(Sql sql, @Nullable State state, int page, int size) {
        return sql.list(
                SHEET + MATCHING + " order by i.requested_at desc, i.id desc limit $2 offset $3",
                InvoiceStore::sheet,
                state,
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable State state) {
        return sql.one("select count(*) as total from trade_invoice i" + MATCHING, row -> row.getLong("total"), state);
    }

    private static Invoice invoice(Row row) {
        return new Invoice(
                row.getUUID("id"),
                new OrderId(row.getUUID("order_id")),
                row.getLong("version"),
                Columns.constant(row, "state", State.class),
                Optional.ofNullable(row.getString("number")),
                Optional.ofNullable(row.getLong("amount_fen")).map(Money::new));
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                row.getUUID("id"),
                new OrderId(row.getUUID("order_id")),
                row.getString("order_no"),
                row.getUUID("member_id"),
                row.getLong("version"),
                Columns.constant(row, "state", State.class),
                new Sealed(
                        Columns.constant(row, "kind", Kind.class),
                        row.getString("title_sealed"),
                        row.getString("tax_no_sealed"),
                        row.getString("email_sealed")),
                Optional.ofNullable(row.getString("number")),
                Optional.ofNullable(row.getString("answer")),
                Columns.money(row, "amount_fen"),
                Columns.instant(row, "requested_at"),
                Columns.optionalInstant(row, "issued_at"));
    }

    private static RedLetter redLetter(Row row) {
        return new RedLetter(
                row.getString("refund_no"),
                row.getUUID("invoice_id"),
                row.getString("invoice_number"),
                row.getUUID("order_id"),
                row.getString("order_no"),
                Columns.money(row, "amount_fen"),
                row.getString("state").equals("ISSUED"),
                Optional.ofNullable(row.getString("number")),
                Columns.instant(row, "due_at"),
                Columns.optionalInstant(row, "issued_at"));
    }
}
