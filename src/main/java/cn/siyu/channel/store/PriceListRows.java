package cn.siyu.channel.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The repository of price lists. */
@Singleton
class PriceListRows implements PanacheRepositoryBase<PriceListRow, UUID> {}
