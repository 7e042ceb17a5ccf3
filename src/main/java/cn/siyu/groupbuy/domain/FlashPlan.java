package cn.siyu.groupbuy.domain;

import cn.siyu.audience.SegmentId;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.trade.Terms.Commission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What staff lay down for a flash sale (B26).
 *
 * @param payTimeout how long units are held for a payment
 * @param segment who may buy; empty: everybody
 */
public record FlashPlan(
        String name,
        List<FlashItem> items,
        Duration payTimeout,
        Optional<SegmentId> segment,
        Commission commission,
        Optional<Rate> commissionRate,
        Instant startsAt,
        Instant endsAt) {

    public FlashPlan {
        items = List.copyOf(items);
    }

    public Optional<FlashItem> item(SkuId sku) {
        return items.stream().filter(each -> each.sku().equals(sku)).findFirst();
    }

    public Map<SkuId, Integer> quotas() {
        return items.stream().collect(Collectors.toMap(FlashItem::sku, FlashItem::quota));
    }

    /** What is wrong with it by itself, by field. {@code cap} limits all commission of an order line. */
    public List<FieldError> faults(Instant now, Rate cap) {
        var faults = new ArrayList<FieldError>();
        if (!startsAt.isBefore(endsAt)) {
            faults.add(new FieldError("endsAt", "must be after startsAt"));
        }
        if (!now.isBefore(endsAt)) {
            faults.add(new FieldError("endsAt", "must lie ahead"));
        }
        if ((commission == Commission.OVERRIDE) != commissionRate.isPresent()) {
            faults.add(new FieldError("commissionBp", "belongs to OVERRIDE and to nothing else"));
        }
        if (commissionRate
                .filter(rate -> rate.basisPoints() > cap.basisPoints())
                .isPresent()) {
            faults.add(new FieldError("commissionBp", "is more than the cap of " + cap.basisPoints()));
        }
        if (new HashSet<>(items.stream().map(FlashItem::sku).toList()).size() < items.size()) {
            faults.add(new FieldError("items", "name each SKU once"));
        }
        for (var i = 0; i < items.size(); i++) {
            if (items.get(i).perOrderQty() > items.get(i).perPersonQty()) {
                faults.add(new FieldError("items[" + i + "].perOrderQty", "is more than perPersonQty"));
            }
        }
        return List.copyOf(faults);
    }

    /** Whether a sale that has begun may become {@code wished}: the same with more units. A countdown does not restart (L2). */
    public boolean growsInto(FlashPlan wished) {
        return wished.withoutQuotas().equals(withoutQuotas())
                && wished.items().stream()
                        .allMatch(item -> item.quota() >= quotas().getOrDefault(item.sku(), Integer.MAX_VALUE));
    }

    /** How many units more this one wants than {@code before}. */
    public Map<SkuId, Integer> raised(FlashPlan before) {
        var had = before.quotas();
        return items.stream()
                .filter(item -> item.quota() > had.getOrDefault(item.sku(), 0))
                .collect(Collectors.toMap(FlashItem::sku, item -> item.quota() - had.getOrDefault(item.sku(), 0)));
    }

    private FlashPlan withoutQuotas() {
        return new FlashPlan(
                name,
                items.stream()
                        .map(item ->
                                new FlashItem(item.sku(), item.price(), 0, item.perOrderQty(), item.perPersonQty()))
                        .toList(),
                payTimeout,
                segment,
                commission,
                commissionRate,
                startsAt,
                endsAt);
    }
}
