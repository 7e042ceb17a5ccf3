package cn.siyu.catalog.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The repository of brand rows. */
@Singleton
class BrandRows implements PanacheRepositoryBase<BrandRow, UUID> {}
