package cn.siyu.catalog.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The repository of supplier rows. */
@Singleton
class SupplierRows implements PanacheRepositoryBase<SupplierRow, UUID> {}
