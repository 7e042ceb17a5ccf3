package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;
import java.util.Optional;
import java.util.UUID;

/**
 * What one pool has of one SKU.
 *
 * @param rank the place of the pool's location in the order in which locations are asked; 0 is the default location
 * @param activity whose own pool it is; empty for a pool of everybody
 */
public record StockLevel(
        SkuId sku, UUID pool, int rank, Optional<UUID> activity, int onHand, int reserved, int safety) {

    public StockLevel(SkuId sku, UUID pool, int rank, int onHand, int reserved, int safety) {
        this(sku, pool, rank, Optional.empty(), onHand, reserved, safety);
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
