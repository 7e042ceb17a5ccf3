package cn.siyu.trade.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Invoice;
import cn.siyu.trade.domain.Invoice.Recipient;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.InvoiceStore;
import cn.siyu.trade.store.InvoiceStore.Promised;
import cn.siyu.trade.store.InvoiceStore.RedLetter;
import cn.siyu.trade.store.InvoiceStore.Sealed;
import cn.siyu.trade.store.InvoiceStore.Sheet;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Invoices as buyers ask for them and staff issue them in the tax office's system (L13). The amount is what the order's buyer
 * has paid and was not promised back in that moment; the order's row is held meanwhile, so a refund comes before or after.
 */
@Singleton
public class Invoices {

    private static final Set<String> NUMBERS = Set.of("trade_invoice_number_uk", "trade_red_letter_number_uk");

    private final InvoiceStore invoices;
    private final OrderStore orders;
    private final PiiCipher cipher;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    Invoices(
            InvoiceStore invoices,
            OrderStore orders,
            PiiCipher cipher,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.invoices = invoices;
        this.orders = orders;
        this.cipher = cipher;
        this.audit = audit;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** An invoice with its red letters, opened for whoever may read it. */
    public record Detail(Sheet sheet, Recipient recipient, List<RedLetter> redLetters) {}

    // The buyer

    /** Asks, or asks otherwise while it has not been issued. */
    public Uni<Detail> ask(MemberId member, OrderId id, Recipient recipient) {
        return transactions
                .in(tx -> invoices.lockOrder(tx, id)
                        .chain(() -> orders.findOf(tx, member, id))
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .invoke(Invoice::demandFor)
                        .chain(order -> invoices.live(tx, id)
                                .chain(live ->
                                        live == null ? begin(tx, order, recipient) : readdress(tx, live, recipient))))
                .chain(() -> own(member, id));
    }

    private Uni<Integer> begin(Tx tx, Order order, Recipient recipient) {
        var id = Ids.next();
        return invoices.insert(tx, id, order.id(), order.member(), seal(id, recipient), clock.instant());
    }

    private Uni<Integer> readdress(Tx tx, Invoice live, Recipient recipient) {
        live.demandRequested();
        return invoices.readdress(tx, live.id(), seal(live.id(), recipient), clock.instant());
    }

    public Uni<Detail> own(MemberId member, OrderId id) {
        return invoices.newest(reads, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::detail);
    }

    public Uni<Detail> withdraw(MemberId member, OrderId id) {
        return invoices.newest(reads, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(sheet -> transactions.in(tx -> invoices.find(tx, sheet.id())
                        .chain(found -> invoices.save(tx, found.withdrawn(), List.of(), null, clock.instant()))))
                .chain(() -> own(member, id));
    }

    // Staff

    public Uni<Detail> issue(UUID id, long version, String number, Actor actor) {
        return transactions
                .in(tx -> known(tx, id, version)
                        .chain(invoice -> invoices.lockOrder(tx, invoice.order())
                                .chain(() -> orders.find(tx, invoice.order()))
                                .chain(order -> invoices.promised(tx, order.id())
                                        .chain(back -> issue(tx, invoice, order, back, number))))
                        .call(issued -> audit.append(
                                tx,
                                entry(
                                        actor,
                                        "invoice.issue",
                                        id,
                                        null,
                                        Map.of(
                                                "number",
                                                number,
                                                "amountFen",
                                                issued.amount().orElseThrow().fen())))))
                .onFailure(Invoices::numberUsed)
                .transform(_ -> new Refused(TradeProblem.INVOICE_NUMBER_USED))
                .chain(() -> any(id));
    }

    private Uni<Invoice> issue(Tx tx, Invoice invoice, Order order, List<Promised> back, String number) {
        var gone = Money.sum(back.stream().map(Promised::amount).toList());
        return invoices.save(
                tx,
                invoice.issued(number, order.money().total().minus(gone)),
                back.stream().map(Promised::refundNo).toList(),
                null,
                clock.instant());
    }

    public Uni<Detail> reject(UUID id, long version, String reason, Actor actor) {
        return transactions
                .in(tx -> known(tx, id, version)
                        .chain(invoice -> invoices.save(tx, invoice.rejected(), List.of(), reason, clock.instant()))
                        .call(() -> audit.append(tx, entry(actor, "invoice.reject", id, reason, null))))
                .chain(() -> any(id));
    }

    public Uni<RedLetter> issueRedLetter(String refundNo, String number, Actor actor) {
        return transactions
                .in(tx -> invoices.redLetter(tx, refundNo)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .call(letter -> invoices.redLetterIssued(tx, refundNo, number, clock.instant())
                                .invoke(Invoices::due))
                        .call(letter -> audit.append(
                                tx,
                                entry(
                                        actor,
                                        "invoice.red-letter",
                                        letter.invoice(),
                                        null,
                                        Map.of("refundNo", refundNo, "number", number))))
                        .chain(() -> invoices.redLetter(tx, refundNo)))
                .onFailure(Invoices::numberUsed)
                .transform(_ -> new Refused(TradeProblem.INVOICE_NUMBER_USED));
    }

    public Uni<Detail> any(UUID id) {
        return invoices.sheet(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::detail);
    }

    public Uni<NumberedPage<Sheet>> page(Invoice.@Nullable State state, int page, int size) {
        return invoices.page(reads, state, page, size)
                .chain(items ->
                        invoices.count(reads, state).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** What is still to be taken back, or what was. */
    public Uni<NumberedPage<RedLetter>> redLetters(boolean issued, int page, int size) {
        return invoices.redLetterPage(reads, issued, page, size)
                .chain(items -> invoices.redLetterCount(reads, issued)
                        .map(total -> new NumberedPage<>(items, page, size, total)));
    }

    private Uni<Invoice> known(Tx tx, UUID id, long version) {
        return invoices.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(invoice -> {
                    if (invoice.version() != version) {
                        throw Invoice.changed(invoice.state());
                    }
                });
    }

    private Uni<Detail> detail(Sheet sheet) {
        return invoices.redLetters(reads, sheet.id()).map(letters -> new Detail(sheet, open(sheet), letters));
    }

    private Sealed seal(UUID id, Recipient recipient) {
        return new Sealed(
                recipient.kind(),
                cipher.seal(recipient.title(), place(id, "title")),
                recipient
                        .taxNo()
                        .map(number -> cipher.seal(number, place(id, "tax_no")))
                        .orElse(null),
                cipher.seal(recipient.email(), place(id, "email")));
    }

    private Recipient open(Sheet sheet) {
        var sealed = sheet.recipient();
        return new Recipient(
                sealed.kind(),
                cipher.open(sealed.title(), place(sheet.id(), "title")),
                Optional.ofNullable(sealed.taxNo()).map(number -> cipher.open(number, place(sheet.id(), "tax_no"))),
                cipher.open(sealed.email(), place(sheet.id(), "email")));
    }

    private static String place(UUID id, String column) {
        return "trade_invoice:" + id + ":" + column;
    }

    private static boolean numberUsed(Throwable failure) {
        return Violations.constraint(failure).filter(NUMBERS::contains).isPresent();
    }

    private static void due(int rows) {
        if (rows == 0) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED, "The red letter is issued already", Map.of("state", "ISSUED"));
        }
    }

    private static AuditEntry entry(
            Actor actor, String action, UUID id, @Nullable String reason, @Nullable Object after) {
        return new AuditEntry(actor, action, "invoice", id.toString(), reason, null, after);
    }
}
