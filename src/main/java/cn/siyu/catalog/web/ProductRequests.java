package cn.siyu.catalog.web;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.ProductRole;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SupplierId;
import cn.siyu.catalog.app.CreateProduct;
import cn.siyu.catalog.domain.Attribute;
import cn.siyu.catalog.domain.NewSku;
import cn.siyu.catalog.domain.ProductText;
import cn.siyu.catalog.domain.SkuText;
import cn.siyu.catalog.domain.SpecValue;
import cn.siyu.kernel.money.Money;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What merchandisers send about products and SKUs. */
final class ProductRequests {

    /** Codes are natural keys of imports too. */
    static final String CODE = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    static final String ADDRESS = "(https?://|/images/)\\S{1,2000}";

    private ProductRequests() {}

    /** The text of a product; {@code version} is the one that was read. */
    @Schema(name = "ProductEdit")
    record ProductEdit(
            @NotNull @Valid Text text,
            @NotNull @PositiveOrZero Long version) {}

    /** A new product: axes in the order in which they are shown, SKUs as many as are known. */
    @Schema(name = "ProductCreate")
    record ProductCreate(
            @NotNull @Pattern(regexp = CODE) String code,
            @NotNull @Valid Text text,
            @NotNull @Size(min = 1, max = 3) List<@NotBlank @Size(max = 20) String> axes,
            @NotNull @Size(max = 200) List<@NotNull @Valid SkuCreate> skus) {

        CreateProduct.Asked toAsked() {
            return new CreateProduct.Asked(
                    code,
                    text.toText(),
                    axes,
                    skus.stream().map(SkuCreate::toNewSku).toList());
        }
    }

    /** What is written about a product. */
    @Schema(name = "ProductText")
    record Text(
            @NotBlank @Size(max = 60) String title,
            @Nullable @Size(max = 200) String brief,
            @Nullable @Size(max = 10) String unit,
            @Nullable UUID categoryId,
            @Nullable UUID brandId,
            @Nullable UUID supplierId,
            @Nullable ProductRole role,
            @Nullable RegulatoryClass regulatoryClass,
            @Nullable ReturnPolicy returnPolicy,
            @Nullable @Min(1) @Max(3650) Integer repurchaseDays,

            @Schema(description = "An unconfirmed reference; never shown to consumers") @Nullable @PositiveOrZero
            Long marketPriceFen,

            @Nullable @Pattern(regexp = ADDRESS) String coverUrl,
            @Nullable @Size(max = 20) List<@NotNull @Pattern(regexp = ADDRESS) String> galleryUrls,
            @Nullable @Size(max = 200_000) String detailHtml,
            @Nullable @Size(max = 60) List<@NotNull @Valid AttributeText> attributes,
            @Nullable Boolean isNew,
            @Nullable Boolean isHot) {

        ProductText toText() {
            return new ProductText(
                    title.strip(),
                    Optional.ofNullable(brief).orElse(""),
                    Optional.ofNullable(unit).orElse("件"),
                    Optional.ofNullable(categoryId).map(CategoryId::new),
                    Optional.ofNullable(brandId).map(BrandId::new),
                    Optional.ofNullable(supplierId).map(SupplierId::new),
                    Optional.ofNullable(role),
                    Optional.ofNullable(regulatoryClass).orElse(RegulatoryClass.NONE),
                    Optional.ofNullable(returnPolicy).orElse(ReturnPolicy.SEVEN_DAYS),
                    Optional.ofNullable(repurchaseDays),
                    Optional.ofNullable(marketPriceFen).map(Money::new),
                    Optional.ofNullable(coverUrl),
                    Optional.ofNullable(galleryUrls).orElse(List.of()),
                    Optional.ofNullable(detailHtml).orElse(""),
                    Optional.ofNullable(attributes).orElse(List.of()).stream()
                            .map(line -> new Attribute(line.name(), line.value()))
                            .toList(),
                    Boolean.TRUE.equals(isNew),
                    Boolean.TRUE.equals(isHot));
        }
    }

    /** A line of the parameter table; a name stands once. */
    @Schema(name = "ProductAttributeText")
    record AttributeText(
            @NotBlank @Size(max = 40) String name,
            @NotNull @Size(max = 500) String value) {}

    /** A value on an axis of the product. */
    @Schema(name = "SpecValueText")
    record SpecText(
            @NotBlank @Size(max = 20) String axis,
            @NotBlank @Size(max = 40) String value) {

        SpecValue toSpecValue() {
            return new SpecValue(axis, value);
        }
    }

    /** A new SKU: one value for each axis. */
    @Schema(name = "SkuCreate")
    record SkuCreate(
            @NotNull @Pattern(regexp = CODE) String code,
            @NotNull @Size(min = 1, max = 3) List<@NotNull @Valid SpecText> spec,
            @Nullable @Size(max = 40) String barcode,
            @Nullable @PositiveOrZero Long costFen,
            @Nullable @PositiveOrZero Long weightGrams,
            @Nullable @PositiveOrZero Long volumeMl,
            @Nullable @Pattern(regexp = ADDRESS) String imageUrl) {

        NewSku toNewSku() {
            return new NewSku(
                    code,
                    spec.stream().map(SpecText::toSpecValue).toList(),
                    text(barcode, costFen, weightGrams, volumeMl, imageUrl, false));
        }
    }

    /** What may change about a SKU; {@code version} is the one that was read. */
    @Schema(name = "SkuEdit")
    record SkuEdit(
            @Nullable @Size(max = 40) String barcode,
            @Nullable @PositiveOrZero Long costFen,
            @Nullable @PositiveOrZero Long weightGrams,
            @Nullable @PositiveOrZero Long volumeMl,
            @Nullable @Pattern(regexp = ADDRESS) String imageUrl,
            @Nullable Boolean discontinued,
            @NotNull @PositiveOrZero Long version) {

        SkuText toText() {
            return text(barcode, costFen, weightGrams, volumeMl, imageUrl, Boolean.TRUE.equals(discontinued));
        }
    }

    /** When a product goes on sale and comes down by itself; what is absent is not scheduled. */
    @Schema(name = "ProductSchedule")
    record ScheduleText(
            @Nullable Instant publishAt, @Nullable Instant unpublishAt) {}

    private static SkuText text(
            @Nullable String barcode,
            @Nullable Long costFen,
            @Nullable Long weightGrams,
            @Nullable Long volumeMl,
            @Nullable String imageUrl,
            boolean discontinued) {
        return new SkuText(
                Optional.ofNullable(barcode),
                Optional.ofNullable(costFen).map(Money::new),
                Optional.ofNullable(weightGrams).orElse(0L),
                Optional.ofNullable(volumeMl).orElse(0L),
                Optional.ofNullable(imageUrl),
                discontinued);
    }
}
