package cn.siyu.catalog.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The repository of SKU rows. */
@ApplicationScoped
class SkuRows implements PanacheRepositoryBase<SkuRow, UUID> {}
