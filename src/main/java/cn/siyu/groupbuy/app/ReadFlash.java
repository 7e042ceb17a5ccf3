package cn.siyu.groupbuy.app;

import cn.siyu.audience.Segments;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.groupbuy.domain.ConditionText;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.groupbuy.domain.FlashPlan;
import cn.siyu.groupbuy.domain.FlashSale;
import cn.siyu.groupbuy.domain.FlashSaleProblem;
import cn.siyu.groupbuy.store.FlashSaleStore;
import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.trade.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what an order of a flash sale would be: goods, price, freight, and who asks for it. Never inside a transaction. */
@Singleton
public class ReadFlash {

    private final Orders orders;
    private final Segments segments;
    private final Sql reads;
    private final ShopClock clock;
    private final Gather<FlashSaleId, FlashSale> asked;

    @Inject
    ReadFlash(
            FlashSaleStore sales,
            Orders orders,
            Segments segments,
            Lookups lookups,
            Transactions transactions,
            ShopClock clock,
            FreshContext contexts) {
        this.orders = orders;
        this.segments = segments;
        this.reads = transactions.reads();
        this.clock = clock;
        this.asked = new Gather<>(
                contexts,
                ids -> sales.find(lookups.reads(), ids)
                        .map(found -> found.stream().collect(Collectors.toMap(FlashSale::id, Function.identity()))));
    }

    /** A wish with everything that could be read before. */
    public record Read(FlashSale sale, FlashItem item, int quantity, Orders.Draft draft, boolean inAudience) {

        public Money goods() {
            return item.price().times(quantity);
        }

        public Money freight() {
            return draft.freight(item.price());
        }

        public Money total() {
            return goods().plus(freight());
        }
    }

    public Uni<Read> read(FlashSaleId id, Wish wish) {
        return asked.of(id)
                .map(found -> found.orElseThrow(Refused::notFound))
                .invoke(ReadFlash::refuseHidden)
                .chain(sale -> read(sale, wish));
    }

    private Uni<Read> read(FlashSale sale, Wish wish) {
        var item = item(sale, wish);
        var order = new Orders.Wish(
                wish.member(),
                wish.sku(),
                wish.quantity(),
                wish.address(),
                wish.exclusionConfirmed(),
                wish.promoCode());
        return orders.draft(order, Optional.empty())
                .invoke(draft -> CheckFlashPlan.refuseRegulated(draft.regulation()))
                .chain(draft -> inAudience(sale, wish).map(in -> new Read(sale, item, wish.quantity(), draft, in)));
    }

    /** What a buyer is told before he pays, and what is kept with his order (L3). */
    public static String condition(FlashPlan plan) {
        return "秒杀价限时限量，下单即锁定库存；请于 " + plan.payTimeout().toMinutes() + " 分钟内付款，逾期自动取消并释放库存，未付款不产生任何费用。"
                + (plan.segment().isPresent() ? ConditionText.FOR_SOME : "");
    }

    private Uni<Boolean> inAudience(FlashSale sale, Wish wish) {
        return sale.plan()
                .segment()
                .map(segment -> segments.isIn(reads, wish.member().value(), segment, clock.instant()))
                .orElseGet(() -> Uni.createFrom().item(true));
    }

    private static void refuseHidden(FlashSale sale) {
        if (!ShowFlashSales.isShown(sale)) {
            throw Refused.notFound();
        }
    }

    private static FlashItem item(FlashSale sale, Wish wish) {
        var item = sale.plan().item(wish.sku()).orElseThrow(() -> wrong("skuId", "is not sold by this flash sale"));
        if (wish.quantity() > item.perOrderQty()) {
            throw wrong("quantity", "is more than " + item.perOrderQty() + " per order");
        }
        return item;
    }

    private static Refused wrong(String field, String why) {
        return Refused.fields(FlashSaleProblem.FLASH_SALE_QUANTITY, List.of(new FieldError(field, why)));
    }
}
