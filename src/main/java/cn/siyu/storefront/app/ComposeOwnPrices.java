package cn.siyu.storefront.app;

import cn.siyu.audience.Segments;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a product costs one member, by the segments that he is in now (A3): read for him each time, kept by nobody. */
@Singleton
public class ComposeOwnPrices {

    private final ComposeScreens screens;
    private final Segments segments;
    private final Prices prices;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ComposeOwnPrices(
            ComposeScreens screens, Segments segments, Prices prices, Transactions transactions, ShopClock clock) {
        this.screens = screens;
        this.segments = segments;
        this.prices = prices;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The price tags of a product's SKUs that have one, in the order of its page. */
    public Uni<List<PriceTag>> of(SpuId spu, MemberId member) {
        return screens.known(spu)
                .map(screen ->
                        screen.sheet().variants().stream().map(Variant::sku).toList())
                .chain(skus -> segments.of(transactions.reads(), member.value(), clock.instant())
                        .chain(in ->
                                prices.of(skus, in.stream().map(Id::value).collect(Collectors.toUnmodifiableSet())))
                        .map(tags -> inOrder(skus, tags)));
    }

    private static List<PriceTag> inOrder(List<SkuId> skus, Map<SkuId, PriceTag> tags) {
        return skus.stream().filter(tags::containsKey).map(tags::get).toList();
    }
}
