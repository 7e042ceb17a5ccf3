package cn.siyu.groupbuy.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.domain.FlashDecision.Buyer;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A flash sale while many ask for its goods: each is decided by {@link FlashDecision}, on what those before him have left. A
 * decision counts for those behind only once it is {@link #take taken}: somebody for whom there are no goods takes nothing.
 */
public final class FlashShares {

    private final FlashSale sale;
    private final Instant now;
    private final Map<Share, Integer> units;
    private final Map<Share, Integer> taken = new LinkedHashMap<>();

    /** One person's part of one SKU of the sale. */
    public record Share(SkuId sku, MemberId member) {}

    /** @param units what those who ask have of it already, unpaid ones included (A13) */
    public FlashShares(FlashSale sale, Map<Share, Integer> units, Instant now) {
        this.sale = sale;
        this.units = new HashMap<>(units);
        this.now = now;
    }

    public FlashSale sale() {
        return sale;
    }

    public FlashDecision decide(FlashItem item, MemberId member, boolean inAudience, int quantity) {
        var has = units.getOrDefault(new Share(item.sku(), member), 0);
        return FlashDecision.decide(sale, item, new Buyer(inAudience, has), quantity, now);
    }

    /** The decision is carried out: from here on everybody reckons with it. */
    public void take(FlashItem item, MemberId member, int quantity) {
        var share = new Share(item.sku(), member);
        units.merge(share, quantity, Math::addExact);
        taken.merge(share, quantity, Math::addExact);
    }

    /** What each has taken here. */
    public Map<Share, Integer> taken() {
        return taken;
    }
}
