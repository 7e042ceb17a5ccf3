package cn.siyu.channel.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The repository of price lists. */
@ApplicationScoped
class PriceListRows implements PanacheRepositoryBase<PriceListRow, UUID> {}
