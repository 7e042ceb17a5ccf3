package cn.siyu.trade.web;

import cn.siyu.catalog.ReturnAddress;
import cn.siyu.trade.app.ReadAfterSales.Detail;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.store.AfterSalePages.Part;
import cn.siyu.trade.store.AfterSalePages.Sheet;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An after-sale; its lines are shown only where it is shown alone. */
@Schema(name = "AfterSaleView")
record AfterSaleView(
        UUID id,
        UUID orderId,
        String orderNo,
        UUID memberId,
        AfterSale.Type type,
        AfterSale.State state,
        String reason,

        @Schema(description = "What staff answered") @Nullable
        String answer,

        @Schema(description = "Pictures that show why") List<String> proofs,

        String refundNo,

        @Schema(description = "What goes back, freight included; nothing while it is an EXCHANGE")
        long amountFen,

        long freightFen,

        @Schema(description = "The goods had not left the house")
        boolean unshipped,

        @Schema(description = "Approved itself inside the seven days")
        boolean byLaw,

        @Nullable String returnCarrier,
        @Nullable String returnTrackingNo,

        @Schema(description = "The exchange that gave the units which are claimed here") @Nullable
        UUID exchangeId,

        @Schema(description = "The parcel in which the replacement left") @Nullable
        ReplacementParcel replacementParcel,

        Instant appliedAt,
        Instant changedAt,

        @Schema(description = "When time alone decides the next step") @Nullable
        Instant dueAt,

        List<Line> lines) {

    /** Units of one order line. */
    @Schema(name = "AfterSaleLineView")
    record Line(
            UUID orderLineId,
            int quantity,
            long amountFen,
            String skuCode,
            String title,
            String specText,

            @Schema(description = "What an exchange gives for them") @Nullable
            ReplacementSku replacement,

            @Schema(
                    description =
                            "Where these units are sent back to: the supplier's address or the shop's; while they are to be sent")
            @Nullable
            ReturnTo returnTo) {
        static Line of(Part part, @Nullable ReturnAddress returnTo) {
            return new Line(
                    part.line(),
                    part.quantity(),
                    part.worth().fen(),
                    part.skuCode(),
                    part.title(),
                    part.specText(),
                    part.instead()
                            .map(what -> new ReplacementSku(what.sku(), what.skuCode(), what.specText()))
                            .orElse(null),
                    returnTo == null ? null : new ReturnTo(returnTo.recipient(), returnTo.phone(), returnTo.address()));
        }
    }

    /** A SKU of the same product. */
    @Schema(name = "AfterSaleReplacementView")
    record ReplacementSku(UUID skuId, String skuCode, String specText) {}

    /** A parcel to the buyer. */
    @Schema(name = "AfterSaleReplacementParcelView")
    record ReplacementParcel(String carrier, String trackingNo, Instant sentAt) {}

    /** An address as it is written on a parcel. */
    @Schema(name = "AfterSaleReturnToView")
    record ReturnTo(String recipient, String phone, String address) {}

    static AfterSaleView of(Detail detail) {
        return of(
                detail.sheet(),
                detail.parts().stream()
                        .map(part -> Line.of(part, detail.returnTo().get(part.line())))
                        .toList());
    }

    static AfterSaleView of(Sheet sheet) {
        return of(sheet, List.of());
    }

    private static AfterSaleView of(Sheet sheet, List<Line> lines) {
        return new AfterSaleView(
                sheet.id(),
                sheet.order(),
                sheet.orderNo(),
                sheet.member(),
                sheet.type(),
                sheet.state(),
                sheet.reason(),
                sheet.answer().orElse(null),
                sheet.proofs(),
                sheet.refundNo(),
                sheet.type() == AfterSale.Type.EXCHANGE
                        ? 0
                        : sheet.goods().plus(sheet.freight()).fen(),
                sheet.freight().fen(),
                sheet.unshipped(),
                sheet.byLaw(),
                sheet.returnCarrier().orElse(null),
                sheet.returnTrackingNo().orElse(null),
                sheet.fromExchange().orElse(null),
                sheet.replacement()
                        .map(sent -> new ReplacementParcel(sent.carrier(), sent.trackingNo(), sent.at()))
                        .orElse(null),
                sheet.appliedAt(),
                sheet.changedAt(),
                sheet.dueAt().orElse(null),
                lines);
    }
}
