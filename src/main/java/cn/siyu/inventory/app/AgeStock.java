package cn.siyu.inventory.app;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.inventory.store.AgeStore;
import cn.siyu.inventory.store.AgeStore.Ages;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports how long stock has been lying there and what it has cost, for those who must not let it grow old. */
@Singleton
public class AgeStock {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final AgeStore ages;
    private final Skus catalog;
    private final ShopClock clock;

    @Inject
    AgeStock(AgeStore ages, Skus catalog, ShopClock clock) {
        this.ages = ages;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** A row of the report; the card is absent when the catalogue does not know the SKU, the cost when nobody wrote it down. */
    public record Row(Ages ages, Optional<SkuCard> card, Optional<Money> cost) {}

    /** All rows of the next {@code limit} SKUs, and where the following ones begin. */
    public record Part(List<Row> rows, Optional<Cursor> next) {}

    public Uni<Part> part(@Nullable UUID sku, @Nullable UUID location, Optional<Cursor> after, int limit) {
        return ages.after(after.map(Cursor::id).orElse(BEFORE_ALL), sku, location, limit, clock.instant())
                .chain(found -> described(found).map(rows -> part(rows, limit)));
    }

    private Uni<List<Row>> described(List<Ages> found) {
        var skus = found.stream().map(Ages::sku).distinct().toList();
        return catalog.cards(skus)
                .map(cards -> cards.stream().collect(toMap(SkuCard::sku, identity())))
                .chain(cards -> catalog.costs(skus).map(costs -> rows(found, cards, costs)));
    }

    private static List<Row> rows(List<Ages> found, Map<SkuId, SkuCard> cards, Map<SkuId, Money> costs) {
        return found.stream()
                .map(each -> new Row(
                        each, Optional.ofNullable(cards.get(each.sku())), Optional.ofNullable(costs.get(each.sku()))))
                .toList();
    }

    private Part part(List<Row> rows, int limit) {
        var skus = rows.stream().map(row -> row.ages().sku()).distinct().toList();
        return new Part(
                rows,
                skus.size() < limit
                        ? Optional.empty()
                        : Optional.of(new Cursor(clock.instant(), skus.getLast().value())));
    }
}
