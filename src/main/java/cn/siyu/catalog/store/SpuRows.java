package cn.siyu.catalog.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The repository of SPU rows. */
@Singleton
class SpuRows implements PanacheRepositoryBase<SpuRow, UUID> {}
