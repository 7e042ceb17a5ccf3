package cn.siyu.groupbuy.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import java.util.List;

/**
 * What an activity sells: one SKU at the group price, so many units of it.
 *
 * @param steps what it costs at each further step of a ladder; the price is what everybody pays on joining
 */
public record Offer(SkuId sku, Money price, int quota, List<Money> steps) {

    public Offer {
        steps = List.copyOf(steps);
    }

    public Offer(SkuId sku, Money price, int quota) {
        this(sku, price, quota, List.of());
    }

    /** @param step 0 is the first one */
    public Money at(int step) {
        return step == 0 ? price : steps.get(step - 1);
    }

    /** What it costs when the ladder is climbed to its end. */
    public Money lowest() {
        return at(steps.size());
    }
}
