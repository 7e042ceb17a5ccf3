package cn.siyu.groupbuy.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.groupbuy.domain.FlashPlan;
import cn.siyu.groupbuy.domain.FlashSaleProblem;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.domain.Plan;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Names what else takes place in the same time, so that staff need not search for it. Two who publish in one moment do not see each
 * other here: the exclusion constraints have the last word.
 */
@Singleton
public class OverlapStore {

    private static final String ACTIVITY = """
            select id, name
              from groupbuy_activity
             where spu_id = $1 and id <> $2 and state in ('SCHEDULED', 'RUNNING', 'PAUSED')
               and tstzrange(starts_at, ends_at) && tstzrange($3, $4)
             order by starts_at
             limit 1""";

    private static final String ITEMS = """
            select distinct on (i.sku_id) i.sku_id, s.name
              from groupbuy_flash_item i
              join groupbuy_flash_sale s on s.id = i.sale_id
             where i.sku_id = any($1::uuid[]) and i.sale_id <> $2 and i.live
               and tstzrange(i.starts_at, i.ends_at) && tstzrange($3, $4)
             order by i.sku_id, i.starts_at""";

    private record Other(UUID id, String name) {}

    /** Refused with the other activity of this product. */
    public Uni<Void> refuse(Tx tx, ActivityId id, Plan plan) {
        return tx.list(
                        ACTIVITY,
                        row -> new Other(row.getUUID("id"), row.getString("name")),
                        plan.spu(),
                        id,
                        plan.startsAt(),
                        plan.endsAt())
                .invoke(found -> found.forEach(other -> {
                    throw Refused.with(
                            GroupBuyProblem.GROUP_BUY_OVERLAPS,
                            "The activity \"" + other.name() + "\" of this product takes place in the same time",
                            Map.of("activityId", other.id()));
                }))
                .replaceWithVoid();
    }

    /** Refused with each item that is in another sale. */
    public Uni<Void> refuse(Tx tx, FlashSaleId id, FlashPlan plan) {
        var skus = plan.items().stream().map(FlashItem::sku).toList();
        return tx.list(
                        ITEMS,
                        row -> new Other(row.getUUID("sku_id"), row.getString("name")),
                        skus,
                        id,
                        plan.startsAt(),
                        plan.endsAt())
                .invoke(found -> {
                    if (!found.isEmpty()) {
                        throw Refused.fields(FlashSaleProblem.FLASH_SALE_OVERLAPS, errors(skus, found));
                    }
                })
                .replaceWithVoid();
    }

    private static List<FieldError> errors(List<SkuId> skus, List<Other> found) {
        return IntStream.range(0, skus.size())
                .boxed()
                .flatMap(i -> found.stream()
                        .filter(other -> other.id().equals(skus.get(i).value()))
                        .map(other -> new FieldError(
                                "items[" + i + "].skuId",
                                "is in the flash sale \"" + other.name() + "\" in the same time")))
                .toList();
    }
}
