package cn.siyu.storefront.web;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.storefront.app.ComposeScreens.ProductScreen;
import cn.siyu.storefront.app.Offer;
import cn.siyu.storefront.domain.Matrix;
import cn.siyu.trade.PurchaseLimit;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The page of one product: all that the first screen needs, in one answer that is the same for everybody. */
@Schema(name = "ProductPage")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProductPage(
        UUID spuId,
        String title,
        String brief,
        String unit,

        @Schema(description = "False when it was taken down; then nothing can be had")
        boolean onSale,

        String coverUrl,
        List<String> galleryUrls,
        @Schema(description = "Clean HTML") String detailHtml,
        List<Parameter> parameters,

        @Schema(description = "In the order in which they are shown")
        List<Axis> axes,

        @Schema(description = "Every combination of the axes; one without skuId is not made")
        List<Cell> matrix,

        @Nullable Long priceFromFen,
        Availability availability,
        ReturnPolicy returnPolicy,
        @Schema(description = "To be shown as it is") String returnPolicyText,
        RegulatoryClass regulatoryClass,

        @Schema(description = "How many units may be bought at all")
        List<Limit> limits) {

    /** A line of the parameter table. */
    @Schema(name = "ProductPageParameter")
    public record Parameter(String name, String value) {}

    /** How many units one order, person or door may buy; of one SKU, or without {@code skuId} of all together. */
    @Schema(name = "ProductPageLimit")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limit(@Nullable UUID skuId, PurchaseLimit.Scope scope, PurchaseLimit.Period period, int units) {

        static Limit of(PurchaseLimit limit) {
            return new Limit(limit.sku().map(SkuId::value).orElse(null), limit.scope(), limit.period(), limit.units());
        }
    }

    /** An axis with its values in order. */
    @Schema(name = "ProductPageAxis")
    public record Axis(String name, List<String> values) {}

    /** One combination: a value for each axis in their order; without {@code skuId} the product is not made in it. */
    @Schema(name = "ProductPageCell")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cell(
            List<String> values,
            @Nullable UUID skuId,
            @Nullable Long priceFen,
            @Nullable Availability availability,
            @Nullable String imageUrl) {

        static Cell of(List<String> values, Variant variant, Offer offer) {
            return new Cell(
                    values,
                    variant.sku().value(),
                    offer.price(variant.sku()).map(Money::fen).orElse(null),
                    offer.availability(variant.sku()),
                    variant.imageUrl());
        }

        private static Cell of(Matrix.Cell cell, Offer offer) {
            return cell.variant()
                    .map(variant -> of(cell.values(), variant, offer))
                    .orElseGet(() -> new Cell(cell.values(), null, null, null, null));
        }
    }

    static ProductPage of(ProductScreen screen) {
        var sheet = screen.sheet();
        var offer = screen.offer();
        var skus = sheet.variants().stream().map(Variant::sku).toList();
        return new ProductPage(
                sheet.spu().value(),
                sheet.title(),
                sheet.brief(),
                sheet.unit(),
                sheet.state() == ProductState.ON_SALE,
                sheet.coverUrl(),
                sheet.galleryUrls(),
                sheet.detailHtml(),
                sheet.parameters().stream()
                        .map(line -> new Parameter(line.name(), line.value()))
                        .toList(),
                sheet.axes().stream()
                        .map(axis -> new Axis(axis.name(), axis.values()))
                        .toList(),
                new Matrix(sheet.axes(), sheet.variants())
                        .cells().stream().map(cell -> Cell.of(cell, offer)).toList(),
                offer.priceFrom(skus).map(Money::fen).orElse(null),
                offer.best(skus),
                sheet.returnPolicy(),
                text(sheet.returnPolicy()),
                sheet.regulatoryClass(),
                screen.limits().stream().map(Limit::of).toList());
    }

    /** L1: the exclusion only holds with the buyer's confirmation, and says so. */
    private static String text(ReturnPolicy policy) {
        return switch (policy) {
            case SEVEN_DAYS -> "支持七天无理由退货";
            case EXCLUDED_WITH_CONFIRMATION -> "下单时经您确认后，本商品不适用七天无理由退货；未确认的仍可退货";
        };
    }
}
