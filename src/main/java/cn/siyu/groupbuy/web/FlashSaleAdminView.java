package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.app.FlashSheet;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Rate;
import cn.siyu.trade.Terms.Commission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A flash sale as staff see it. */
@Schema(name = "FlashSaleAdminView")
record FlashSaleAdminView(
        UUID id,
        String name,
        ActivityState state,
        long version,
        List<ItemView> items,
        long payTimeoutMinutes,
        @Nullable UUID segmentId,
        Commission commission,
        @Nullable Integer commissionBp,
        Instant startsAt,
        Instant endsAt) {

    /** One SKU of it, with what is set aside and what of that can still be sold; in lists the stock is not looked up. */
    @Schema(name = "FlashItemAdminView")
    record ItemView(
            UUID skuId, long priceFen, int quota, int perOrderQty, int perPersonQty, long allotted, long left) {}

    static FlashSaleAdminView of(FlashSheet sheet) {
        var sale = sheet.sale();
        var plan = sale.plan();
        return new FlashSaleAdminView(
                sale.id().value(),
                plan.name(),
                sale.state(),
                sale.version(),
                plan.items().stream().map(item -> item(item, sheet.stock())).toList(),
                plan.payTimeout().toMinutes(),
                plan.segment().map(Id::value).orElse(null),
                plan.commission(),
                plan.commissionRate().map(Rate::basisPoints).orElse(null),
                plan.startsAt(),
                plan.endsAt());
    }

    private static ItemView item(FlashItem item, List<Level> stock) {
        var level = stock.stream().filter(each -> each.sku().equals(item.sku())).findFirst();
        return new ItemView(
                item.sku().value(),
                item.price().fen(),
                item.quota(),
                item.perOrderQty(),
                item.perPersonQty(),
                level.map(Level::allotted).orElse(0L),
                level.map(Level::left).orElse(0L));
    }
}
