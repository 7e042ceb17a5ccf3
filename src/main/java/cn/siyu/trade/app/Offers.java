package cn.siyu.trade.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.Segments;
import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** What things cost for one member: a price list of a segment comes before the one for everybody (A3). */
@ApplicationScoped
class Offers {

    private final Prices prices;
    private final Segments segments;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Offers(Prices prices, Segments segments, Transactions transactions, ShopClock clock) {
        this.prices = prices;
        this.segments = segments;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Reads only; never inside a transaction. */
    Uni<Map<SkuId, PriceTag>> prices(MemberId member, Collection<SkuId> skus) {
        return segments.of(transactions.reads(), member.value(), clock.instant())
                .chain(mine ->
                        prices.of(skus, mine.stream().map(SegmentId::value).collect(Collectors.toSet())));
    }
}
