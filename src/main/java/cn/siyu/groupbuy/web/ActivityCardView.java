package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SkuCard;
import cn.siyu.groupbuy.app.ShowActivities;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.domain.Offer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An activity in a list. */
@Schema(name = "GroupBuyCardView")
record ActivityCardView(
        UUID id,
        String name,
        UUID spuId,
        String title,
        @Nullable String imageUrl,
        Mode mode,
        int size,
        long fromPriceFen,
        Instant endsAt) {

    static List<ActivityCardView> of(ShowActivities.Shelf shelf) {
        return shelf.activities().stream().map(each -> of(each, shelf)).toList();
    }

    private static ActivityCardView of(Activity activity, ShowActivities.Shelf shelf) {
        var plan = activity.plan();
        var card =
                Optional.ofNullable(shelf.cards().get(plan.offers().getFirst().sku()));
        return new ActivityCardView(
                activity.id().value(),
                plan.name(),
                plan.spu().value(),
                card.map(SkuCard::title).orElse(plan.name()),
                card.flatMap(SkuCard::imageUrl).orElse(null),
                plan.mode(),
                plan.size(),
                plan.offers().stream()
                        .map(Offer::lowest)
                        .min((one, other) -> one.compareTo(other))
                        .orElseThrow()
                        .fen(),
                plan.endsAt());
    }
}
