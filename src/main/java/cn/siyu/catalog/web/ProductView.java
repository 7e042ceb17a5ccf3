package cn.siyu.catalog.web;

import cn.siyu.catalog.ProductRole;
import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.Sku;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Money;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A product with all that a merchandiser may see of it. */
@Schema(name = "Product")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProductView(
        UUID id,
        String code,
        String title,
        String brief,
        String unit,
        ProductState state,
        @Nullable UUID categoryId,
        @Nullable UUID brandId,
        @Nullable UUID supplierId,
        @Nullable ProductRole role,
        RegulatoryClass regulatoryClass,
        ReturnPolicy returnPolicy,
        @Nullable Integer repurchaseDays,

        @Schema(description = "An unconfirmed reference; never shown to consumers") @Nullable
        Long marketPriceFen,

        @Nullable String coverUrl,
        List<String> galleryUrls,
        String detailHtml,
        List<AttributeView> attributes,
        boolean isNew,
        boolean isHot,
        List<AxisView> axes,
        List<SkuView> skus,
        @Nullable Instant publishAt,
        @Nullable Instant unpublishAt,
        @Nullable Instant publishedAt,
        Instant createdAt,
        long version) {

    /** A line of the parameter table. */
    @Schema(name = "ProductAttribute")
    public record AttributeView(String name, String value) {}

    /** An axis with its values in order. */
    @Schema(name = "ProductAxis")
    public record AxisView(String name, List<String> values) {}

    /** A value on an axis. */
    @Schema(name = "SpecValue")
    public record SpecView(String axis, String value) {}

    /** A SKU of the product. */
    @Schema(name = "Sku")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SkuView(
            UUID id,
            String code,
            List<SpecView> spec,
            @Nullable String barcode,
            @Nullable Long costFen,
            long weightGrams,
            long volumeMl,
            @Nullable String imageUrl,
            boolean discontinued,
            long version) {}

    static ProductView of(Product product) {
        var text = product.text();
        return new ProductView(
                product.id().value(),
                product.code(),
                text.title(),
                text.brief(),
                text.unit(),
                product.state(),
                text.category().map(Id::value).orElse(null),
                text.brand().map(Id::value).orElse(null),
                text.supplier().map(Id::value).orElse(null),
                text.role().orElse(null),
                text.regulatoryClass(),
                text.returnPolicy(),
                text.repurchaseDays().orElse(null),
                text.marketPrice().map(Money::fen).orElse(null),
                text.coverUrl().orElse(null),
                text.galleryUrls(),
                text.detailHtml(),
                text.attributes().stream()
                        .map(line -> new AttributeView(line.name(), line.value()))
                        .toList(),
                text.isNew(),
                text.isHot(),
                product.axes().axes().stream()
                        .map(axis -> new AxisView(axis.name(), axis.values()))
                        .toList(),
                product.skus().stream()
                        .map(sku -> view(product.axes().names(), sku))
                        .toList(),
                product.schedule().publishAt().orElse(null),
                product.schedule().unpublishAt().orElse(null),
                product.publishedAt().orElse(null),
                product.createdAt(),
                product.version());
    }

    private static SkuView view(List<String> axes, Sku sku) {
        return new SkuView(
                sku.id().value(),
                sku.code(),
                IntStream.range(0, axes.size())
                        .mapToObj(i -> new SpecView(axes.get(i), sku.tuple().get(i)))
                        .toList(),
                sku.text().barcode().orElse(null),
                sku.text().cost().map(Money::fen).orElse(null),
                sku.text().weightGrams(),
                sku.text().volumeMl(),
                sku.text().imageUrl().orElse(null),
                sku.text().discontinued(),
                sku.version());
    }
}
