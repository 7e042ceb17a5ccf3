package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;
import java.util.UUID;

/**
 * What one pool has of one SKU.
 *
 * @param rank the place of the pool's location in the order in which locations are asked; 0 is the default location
 */
public record StockLevel(SkuId sku, UUID pool, int rank, int onHand, int reserved, int safety) {

    /** Units that may still be promised; a safety stock above what is there makes none, not fewer than none. */
    public int saleable() {
        return Math.max(0, onHand - reserved - safety);
    }

    /** Units that belong to nobody yet, the safety stock included: staff may move these. */
    public int free() {
        return onHand - reserved;
    }
}
