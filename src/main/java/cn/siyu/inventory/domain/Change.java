package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;

/** One line of an adjustment: how staff says what is really there. */
public sealed interface Change {

    SkuId sku();

    /** By how much the units on hand change. */
    int delta(StockLevel level);

    /** So many more, or fewer. */
    record By(SkuId sku, int units) implements Change {
        @Override
        public int delta(StockLevel level) {
            return units;
        }
    }

    /** So many were counted, whatever the books say; reserved units lie there too and are counted. */
    record Counted(SkuId sku, int units) implements Change {
        @Override
        public int delta(StockLevel level) {
            return units - level.onHand();
        }
    }
}
