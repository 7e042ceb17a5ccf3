package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SkuCard;
import cn.siyu.groupbuy.app.ReadFlash;
import cn.siyu.groupbuy.app.ShowFlashSales;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.inventory.Stock.Availability;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The page of a flash sale. */
@Schema(name = "FlashSaleView")
record FlashPageView(
        UUID id,
        String name,
        ActivityState state,

        @Schema(description = "To be shown before paying (L3)")
        String condition,

        List<ItemView> items,
        Instant startsAt,
        Instant endsAt) {

    /** One SKU: its price in the sale, and what it costs otherwise. */
    @Schema(name = "FlashItemView")
    record ItemView(
            UUID skuId,
            @Nullable UUID spuId,
            String title,
            String specText,
            @Nullable String imageUrl,
            long flashPriceFen,
            @Nullable Long ordinaryPriceFen,
            int perOrderQty,
            int perPersonQty,
            Availability availability) {}

    static FlashPageView of(ShowFlashSales.Page page) {
        var plan = page.sale().plan();
        return new FlashPageView(
                page.sale().id().value(),
                plan.name(),
                page.sale().state(),
                ReadFlash.condition(plan),
                plan.items().stream().map(item -> item(item, page)).toList(),
                plan.startsAt(),
                plan.endsAt());
    }

    private static ItemView item(FlashItem item, ShowFlashSales.Page page) {
        var card = Optional.ofNullable(page.cards().get(item.sku()));
        return new ItemView(
                item.sku().value(),
                card.map(each -> each.spu().value()).orElse(null),
                card.map(SkuCard::title).orElse(""),
                card.map(SkuCard::specText).orElse(""),
                card.flatMap(SkuCard::imageUrl).orElse(null),
                item.price().fen(),
                Optional.ofNullable(page.ordinary().get(item.sku()))
                        .map(tag -> tag.amount().fen())
                        .orElse(null),
                item.perOrderQty(),
                item.perPersonQty(),
                page.availability().getOrDefault(item.sku(), Availability.OUT));
    }
}
