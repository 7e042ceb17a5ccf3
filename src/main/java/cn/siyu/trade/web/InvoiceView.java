package cn.siyu.trade.web;

import cn.siyu.trade.app.Invoices.Detail;
import cn.siyu.trade.domain.Invoice;
import cn.siyu.trade.domain.Invoice.Recipient;
import cn.siyu.trade.store.InvoiceStore.RedLetter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An invoice with everything that belongs to it. */
@Schema(name = "InvoiceView")
record InvoiceView(
        UUID id,
        UUID orderId,
        String orderNo,
        Invoice.State state,
        Invoice.Kind kind,
        String title,
        @Nullable String taxNo,
        String email,

        @Schema(description = "What it is over; before it is issued what it would be over now")
        long amountFen,

        @Nullable String number,

        @Schema(description = "Why it was rejected") @Nullable
        String answer,

        Instant requestedAt,
        @Nullable Instant issuedAt,
        List<RedLetterView> redLetters,
        long version) {

    /** A refund that takes a part of an issued invoice back. */
    @Schema(name = "RedLetterView")
    record RedLetterView(
            String refundNo,
            UUID invoiceId,
            String invoiceNumber,
            UUID orderId,
            String orderNo,
            long amountFen,
            boolean issued,
            @Nullable String number,
            Instant dueAt,
            @Nullable Instant issuedAt) {

        static RedLetterView of(RedLetter letter) {
            return new RedLetterView(
                    letter.refundNo(),
                    letter.invoice(),
                    letter.invoiceNumber(),
                    letter.order(),
                    letter.orderNo(),
                    letter.amount().fen(),
                    letter.issued(),
                    letter.number().orElse(null),
                    letter.dueAt(),
                    letter.issuedAt().orElse(null));
        }
    }

    static InvoiceView of(Detail detail) {
        var to = detail.recipient();
        return of(detail, to.title(), to.taxNo().orElse(null), to.email());
    }

    /** For those who may know of it but not whom it names. */
    static InvoiceView masked(Detail detail) {
        var to = detail.recipient();
        return of(detail, first(to.title()), to.taxNo().map(InvoiceView::first).orElse(null), "***");
    }

    private static String first(String text) {
        return text.substring(0, text.offsetByCodePoints(0, 1)) + "***";
    }

    private static InvoiceView of(Detail detail, String title, @Nullable String taxNo, String email) {
        var sheet = detail.sheet();
        Recipient to = detail.recipient();
        return new InvoiceView(
                sheet.id(),
                sheet.order().value(),
                sheet.orderNo(),
                sheet.state(),
                to.kind(),
                title,
                taxNo,
                email,
                sheet.amount().fen(),
                sheet.number().orElse(null),
                sheet.answer().orElse(null),
                sheet.requestedAt(),
                sheet.issuedAt().orElse(null),
                detail.redLetters().stream().map(RedLetterView::of).toList(),
                sheet.version());
    }
}
