package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.groupbuy.domain.FlashSale;
import cn.siyu.groupbuy.store.FlashOrderStore;
import cn.siyu.groupbuy.store.FlashOrderStore.Taken;
import cn.siyu.groupbuy.store.FlashSaleStore;
import cn.siyu.inventory.Allotments;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows flash sales: to members what runs or begins soon, to staff all there are. */
@Singleton
public class ShowFlashSales {

    /** Sessions are announced that long before they begin. */
    private static final Duration AHEAD = Duration.ofDays(2);

    private final FlashSaleStore sales;
    private final FlashOrderStore taken;
    private final Allotments allotments;
    private final Skus skus;
    private final Prices prices;
    private final Leftovers leftovers;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    ShowFlashSales(
            FlashSaleStore sales,
            FlashOrderStore taken,
            Allotments allotments,
            Skus skus,
            Prices prices,
            Leftovers leftovers,
            Transactions transactions,
            ShopClock clock) {
        this.sales = sales;
        this.taken = taken;
        this.allotments = allotments;
        this.skus = skus;
        this.prices = prices;
        this.leftovers = leftovers;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** A sale with its goods, what they cost otherwise, and roughly what is left. */
    public record Page(
            FlashSale sale,
            Map<SkuId, SkuCard> cards,
            Map<SkuId, PriceTag> ordinary,
            Map<SkuId, Availability> availability) {

        public List<SkuId> skus() {
            return sale.plan().items().stream().map(FlashItem::sku).toList();
        }
    }

    /** Sessions that run or begin soon, the first to begin first. */
    public Uni<List<FlashSale>> sessions(int limit) {
        var now = clock.instant();
        return sales.shown(reads, now, now.plus(AHEAD), limit);
    }

    public Uni<Page> shown(FlashSaleId id) {
        return find(id).invoke(sale -> {
                    if (!isShown(sale)) {
                        throw Refused.notFound();
                    }
                })
                .chain(this::page);
    }

    private Uni<Page> page(FlashSale sale) {
        var ids = sale.plan().items().stream().map(FlashItem::sku).toList();
        return skus.cards(ids)
                .map(cards -> cards.stream().collect(Collectors.toMap(SkuCard::sku, Function.identity())))
                .chain(cards -> prices.of(ids)
                        .chain(tags -> allotments
                                .levels(reads, List.of(sale.id().value()))
                                .map(levels -> new Page(sale, cards, tags, leftovers.inWords(levels)))));
    }

    public Uni<FlashSheet> any(FlashSaleId id) {
        return find(id).chain(sale ->
                allotments.levels(reads, List.of(id.value())).map(levels -> new FlashSheet(sale, levels)));
    }

    public Uni<NumberedPage<FlashSale>> search(@Nullable ActivityState state, int page, int size) {
        return sales.search(reads, state, size, (page - 1) * size)
                .chain(found -> sales.count(reads, state).map(total -> new NumberedPage<>(found, page, size, total)));
    }

    /** What was taken of a sale, for staff. */
    public Uni<NumberedPage<Taken>> orders(FlashSaleId id, int page, int size) {
        return find(id).chain(() -> taken.page(reads, id, size, (page - 1) * size))
                .chain(found -> taken.count(reads, id).map(total -> new NumberedPage<>(found, page, size, total)));
    }

    /** A sale is announced from its publication on. */
    static boolean isShown(FlashSale sale) {
        return sale.state() != ActivityState.DRAFT;
    }

    private Uni<FlashSale> find(FlashSaleId id) {
        return sales.find(reads, id).onItem().ifNull().failWith(Refused::notFound);
    }
}
