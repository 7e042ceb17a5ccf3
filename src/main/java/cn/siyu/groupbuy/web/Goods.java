package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.page.Changes;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What makes a page old that shows SKUs with their titles, pictures and ordinary prices. */
final class Goods {

    private Goods() {}

    static List<String> topics(Collection<SkuId> skus, Collection<SkuCard> cards) {
        return Stream.concat(
                        skus.stream().map(sku -> Changes.topic("sku", sku.value())),
                        cards.stream()
                                .map(card -> Changes.topic("product", card.spu().value())))
                .toList();
    }
}
