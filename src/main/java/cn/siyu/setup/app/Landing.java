package cn.siyu.setup.app;

import cn.siyu.catalog.CatalogImport;
import cn.siyu.catalog.CatalogImport.Outcome;
import cn.siyu.catalog.CatalogImport.SkuRow;
import cn.siyu.catalog.SkuId;
import cn.siyu.channel.Prices;
import cn.siyu.inventory.Stock;
import cn.siyu.kernel.csv.CsvRow;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.setup.domain.CatalogueSet;
import cn.siyu.setup.domain.CatalogueSet.Placed;
import cn.siyu.setup.domain.CatalogueSet.ProductEntry;
import cn.siyu.setup.domain.CatalogueSet.SkuEntry;
import cn.siyu.setup.domain.FileKind;
import cn.siyu.setup.domain.Tally;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lands a catalogue set: the catalogue first, then the prices, then the opening balances, each in its own world and each
 * harmless to repeat, so that a run that was cut short is simply run again.
 */
@Singleton
class Landing {

    private static final int BATCH = 50;
    private static final String REASON = "catalogue import";
    private static final String DEFAULT_AXIS = "规格";
    private static final String DEFAULT_VALUE = "标准";

    private final CatalogImport catalog;
    private final Prices prices;
    private final Stock stock;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Landing(CatalogImport catalog, Prices prices, Stock stock, Transactions transactions, ShopClock clock) {
        this.catalog = catalog;
        this.prices = prices;
        this.stock = stock;
        this.transactions = transactions;
        this.clock = clock;
    }

    List<Batch> plan(CatalogueSet set, Actor actor) {
        var all = new ArrayList<Batch>();
        all.addAll(batches(FileKind.CATEGORIES, set.categories(), rows -> catalog.categories(rows, actor)));
        all.addAll(batches(FileKind.BRANDS, set.brands(), rows -> catalog.brands(rows, actor)));
        all.addAll(batches(
                FileKind.PRODUCTS,
                set.products(),
                rows -> catalog.products(
                        rows.stream().map(ProductEntry::product).toList(), actor)));
        parts(set.skus()).forEach(part -> all.add(skus(part, actor)));
        all.addAll(batches(FileKind.ATTRIBUTES, set.attributes(), rows -> catalog.attributes(rows, actor)));
        all.addAll(batches(FileKind.REVIEWS, set.reviews(), rows -> catalog.reviews(rows, actor)));
        var withSkuRow = new HashSet<String>();
        set.skus().forEach(placed -> withSkuRow.add(placed.value().sku().productCode()));
        var alone = set.products().stream()
                .filter(placed -> placed.value().ownPrice().isPresent())
                .filter(placed -> !withSkuRow.contains(placed.value().product().code()))
                .toList();
        parts(alone).forEach(part -> all.add(defaultSkus(part, actor)));
        return all;
    }

    private static <T> List<Batch> batches(
            FileKind kind, List<Placed<T>> rows, Function<List<T>, Uni<List<Outcome>>> land) {
        return parts(rows).stream()
                .map(part -> new Batch(
                        kind,
                        (before, faults) -> land.apply(
                                        part.stream().map(Placed::value).toList())
                                .map(outcomes -> before.plus(kind, count(part, outcomes, faults)))))
                .toList();
    }

    private Batch skus(List<Placed<SkuEntry>> part, Actor actor) {
        return new Batch(
                FileKind.SKUS,
                (before, faults) -> catalog.skus(
                                part.stream()
                                        .map(placed -> placed.value().sku())
                                        .toList(),
                                actor)
                        .chain(outcomes -> {
                            var counted = before.plus(FileKind.SKUS, count(part, outcomes, faults));
                            return priceAndOpen(landed(part, outcomes), counted, actor);
                        }));
    }

    /** A product without a SKU row gets one of its own code, at its own price; its stock stays to be entered. */
    private Batch defaultSkus(List<Placed<ProductEntry>> part, Actor actor) {
        var codes = part.stream().map(placed -> placed.value().product().code()).toList();
        return new Batch(
                FileKind.PRODUCTS,
                (before, faults) -> wanting(codes).chain(wanting -> {
                    var rows = part.stream()
                            .filter(placed ->
                                    wanting.contains(placed.value().product().code()))
                            .toList();
                    return landDefaults(rows, before, faults, actor);
                }));
    }

    /** Which of these products landed and have no SKU but, at most, the one of their own code. */
    private Uni<Set<String>> wanting(List<String> codes) {
        return catalog.existingProducts(codes)
                .chain(there -> catalog.productsWithSkus(there)
                        .chain(withSkus -> catalog.skuIds(there)
                                .map(own -> there.stream()
                                        .filter(code -> own.containsKey(code) || !withSkus.contains(code))
                                        .collect(Collectors.toSet()))));
    }

    private Uni<Tally> landDefaults(List<Placed<ProductEntry>> rows, Tally before, RowFaults faults, Actor actor) {
        var entries = rows.stream()
                .map(placed -> new Placed<>(placed.row(), defaultSku(placed.value())))
                .toList();
        return entries.isEmpty()
                ? Uni.createFrom().item(before)
                : catalog.skus(entries.stream().map(e -> e.value().sku()).toList(), actor)
                        .chain(outcomes -> {
                            var _ = count(entries, outcomes, faults);
                            return price(landed(entries, outcomes), before, actor);
                        });
    }

    private static SkuEntry defaultSku(ProductEntry entry) {
        var code = entry.product().code();
        var sku = new SkuRow(
                code,
                code,
                List.of(Map.entry(DEFAULT_AXIS, DEFAULT_VALUE)),
                entry.product().coverUrl());
        return new SkuEntry(sku, entry.ownPrice().orElseThrow(), 0);
    }

    private Uni<Tally> priceAndOpen(List<SkuEntry> landed, Tally before, Actor actor) {
        return price(landed, before, actor).chain(priced -> open(landed, priced, actor));
    }

    private Uni<Tally> price(List<SkuEntry> landed, Tally before, Actor actor) {
        return ids(landed).chain(ids -> {
            var amounts = new HashMap<SkuId, Money>();
            landed.forEach(entry -> amounts.put(ids.get(entry.sku().code()), entry.price()));
            return amounts.isEmpty()
                    ? Uni.createFrom().item(before)
                    : prices.setDefault(amounts, actor, REASON).map(before::plusPrices);
        });
    }

    private Uni<Tally> open(List<SkuEntry> landed, Tally before, Actor actor) {
        return ids(landed).chain(ids -> {
            var units = new HashMap<SkuId, Integer>();
            landed.forEach(entry -> units.put(ids.get(entry.sku().code()), entry.stock()));
            return units.isEmpty()
                    ? Uni.createFrom().item(before)
                    : transactions
                            .in(tx -> stock.open(tx, units, actor, clock.instant()))
                            .map(differing -> before.plusStockDiffers(differing.size()));
        });
    }

    private Uni<Map<String, SkuId>> ids(List<SkuEntry> landed) {
        return catalog.skuIds(landed.stream().map(entry -> entry.sku().code()).toList());
    }

    private static List<SkuEntry> landed(List<Placed<SkuEntry>> part, List<Outcome> outcomes) {
        var landed = new ArrayList<SkuEntry>();
        for (var i = 0; i < part.size(); i++) {
            if (!(outcomes.get(i) instanceof Outcome.Refused)) {
                landed.add(part.get(i).value());
            }
        }
        return landed;
    }

    private static <T> Tally.Counts count(List<Placed<T>> part, List<Outcome> outcomes, RowFaults faults) {
        var counts = Tally.Counts.NONE;
        for (var i = 0; i < part.size(); i++) {
            counts = counts.plus(counted(part.get(i).row(), outcomes.get(i), faults));
        }
        return counts;
    }

    private static Tally.Counts counted(CsvRow row, Outcome outcome, RowFaults faults) {
        return switch (outcome) {
            case Outcome.Inserted _ -> new Tally.Counts(1, 0, 0, 0, 0);
            case Outcome.Updated _ -> new Tally.Counts(0, 1, 0, 0, 0);
            case Outcome.Unchanged _ -> new Tally.Counts(0, 0, 1, 0, 0);
            case Outcome.Refused(var column, var reason) -> {
                faults.add(row, column, row.text(column), reason);
                yield new Tally.Counts(0, 0, 0, 0, 1);
            }
        };
    }

    private static <T> List<List<T>> parts(List<T> rows) {
        var parts = new ArrayList<List<T>>();
        for (var from = 0; from < rows.size(); from += BATCH) {
            parts.add(rows.subList(from, Math.min(from + BATCH, rows.size())));
        }
        return parts;
    }
}
