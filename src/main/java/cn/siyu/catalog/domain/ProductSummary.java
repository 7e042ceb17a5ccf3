package cn.siyu.catalog.domain;

import cn.siyu.catalog.ProductState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of the merchandiser's list of products. */
public record ProductSummary(
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
        long version) {}
