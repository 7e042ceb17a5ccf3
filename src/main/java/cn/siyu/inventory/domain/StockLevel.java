package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * What one pool has of one SKU.
 *
 * @param rank the place of the pool's location in the order in which locations are asked; 0 is the default location
 * @param own the channel's own stock, which is sold before what it shares with others (A6)
 * @param activity whose own pool it is; empty for a pool of everybody
 */
public record StockLevel(
        SkuId sku, UUID pool, int rank, boolean own, Optional<UUID> activity, int onHand, int reserved, int safety) {

    /** The order in which pools are asked. */
    public static final Comparator<StockLevel> ORDER =
            Comparator.comparing(StockLevel::own).reversed().thenComparingInt(StockLevel::rank);

    public StockLevel(SkuId sku, UUID pool, int rank, int onHand, int reserved, int safety) {
        this(sku, pool, rank, false, Optional.empty(), onHand, reserved, safety);
    }

    /** Units that may still be promised; a safety stock above what is there makes none, not fewer than none. */
    public int saleable() {
        return Math.max(0, onHand - reserved - safety);
    }

    /** Units that belong to nobody yet, the safety stock included: staff may move these. */
    public int free() {
        return onHand - reserved;
    }
}
