package cn.siyu.catalog.domain;

import cn.siyu.catalog.ProductState;
import java.util.Optional;
import java.util.UUID;

/** What a merchandiser looks for; without a state everything but the bin. */
public record ProductFilter(
        Optional<ProductState> state, Optional<UUID> category, Optional<UUID> brand, Optional<String> q) {}
