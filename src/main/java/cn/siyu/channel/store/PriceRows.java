package cn.siyu.channel.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The repository of price rows; they are written set-based by {@link PriceStore}. */
@ApplicationScoped
class PriceRows implements PanacheRepositoryBase<PriceRow, UUID> {}
