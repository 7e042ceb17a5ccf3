package cn.siyu.catalog.web;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.domain.ProductSummary;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A product in the merchandiser's list. */
@Schema(name = "ProductLine")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProductLine(
        UUID id,
        String code,
        String title,
        ProductState state,
        @Nullable UUID categoryId,
        @Nullable UUID brandId,
        @Nullable String coverUrl,
        @Nullable Instant publishAt,
        @Nullable Instant unpublishAt,
        Instant createdAt,
        long version) {

    static ProductLine of(ProductSummary summary) {
        return new ProductLine(
                summary.id(),
                summary.code(),
                summary.title(),
                summary.state(),
                summary.categoryId(),
                summary.brandId(),
                summary.coverUrl(),
                summary.publishAt(),
                summary.unpublishAt(),
                summary.createdAt(),
                summary.version());
    }
}
