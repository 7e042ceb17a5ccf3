package cn.siyu.storefront.web;

import cn.siyu.catalog.Products.Card;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.storefront.app.ComposeScreens.ShelfScreen;
import cn.siyu.storefront.app.Offer;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of products. */
@Schema(name = "ProductCards")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShelfView(List<CardView> items, @Nullable String nextCursor) {

    /** A product in a list. */
    @Schema(name = "ProductCard")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CardView(
            UUID spuId,
            String title,
            String brief,
            String coverUrl,
            boolean isNew,
            boolean isHot,
            @Nullable Long priceFromFen,
            Availability availability) {

        static CardView of(Card card, Offer offer) {
            return new CardView(
                    card.spu().value(),
                    card.title(),
                    card.brief(),
                    card.coverUrl(),
                    card.isNew(),
                    card.isHot(),
                    offer.priceFrom(card.skus()).map(Money::fen).orElse(null),
                    offer.best(card.skus()));
        }
    }

    /** @param screen one product more than is shown, if there is a next page */
    static ShelfView of(ShelfScreen screen, int limit) {
        var shown = screen.cards().stream().limit(limit).toList();
        var next = screen.cards().size() > limit ? end(shown.getLast()) : null;
        return new ShelfView(
                shown.stream().map(card -> CardView.of(card, screen.offer())).toList(), next);
    }

    private static String end(Card last) {
        return new Cursor(last.publishedAt(), last.spu().value()).encode();
    }
}
