package cn.siyu.channel.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The repository of price rows; they are written set-based by {@link PriceStore}. */
@Singleton
class PriceRows implements PanacheRepositoryBase<PriceRow, UUID> {}
