package cn.siyu.report.app;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.report.domain.Refunded;
import cn.siyu.report.domain.Sale;
import cn.siyu.report.store.FactStore;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Orders.Firmed;
import cn.siyu.trade.Orders.GoneBack;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the facts of one shop day against the orders and refunds of trade, one by one. */
@Singleton
class CompareDay {

    private static final int PAGE = 500;

    private final FactStore facts;
    private final Orders orders;
    private final Transactions transactions;

    @Inject
    CompareDay(FactStore facts, Orders orders, Transactions transactions) {
        this.facts = facts;
        this.orders = orders;
        this.transactions = transactions;
    }

    /** Something that is not as it was recomputed; an empty text: it is not there. */
    record Difference(LocalDate day, String what, String id, String recomputed, String kept) {}

    Uni<List<Difference>> compare(LocalDate day, Instant until) {
        var from = ShopCalendar.startOf(day);
        var next = ShopCalendar.startOf(day.plusDays(1));
        var to = next.isBefore(until) ? next : until;
        return sales(day, from, to)
                .chain(differing -> refunds(day, from, to).map(more -> {
                    differing.addAll(more);
                    return differing;
                }));
    }

    private Uni<List<Difference>> sales(LocalDate day, Instant from, Instant to) {
        var sql = transactions.reads();
        return all((Optional<Firmed> after) -> orders.firmBetween(sql, from, to, after, PAGE))
                .chain(firm -> sold(sql, firm))
                .chain(sold -> all((Optional<Sale> after) -> facts.sales(sql, from, to, after, PAGE))
                        .map(kept -> differing(
                                day,
                                "order",
                                byId(sold, sale -> sale.order().toString()),
                                byId(kept, sale -> sale.order().toString()))));
    }

    private Uni<List<Difference>> refunds(LocalDate day, Instant from, Instant to) {
        var sql = transactions.reads();
        return all((Optional<GoneBack> after) -> orders.goneBackBetween(sql, from, to, after, PAGE))
                .map(found -> found.stream().map(Sales::of).toList())
                .chain(found -> all((Optional<Refunded> after) -> facts.refunds(sql, from, to, after, PAGE))
                        .map(kept -> differing(
                                day, "refund", byId(found, Refunded::refundNo), byId(kept, Refunded::refundNo))));
    }

    private Uni<List<Sale>> sold(Sql sql, List<Firmed> firm) {
        return Multi.createFrom()
                .iterable(firm)
                .group()
                .intoLists()
                .of(PAGE)
                .onItem()
                .transformToUniAndConcatenate(page ->
                        orders.sold(sql, page.stream().map(Firmed::order).toList()))
                .collect()
                .asList()
                .map(pages ->
                        pages.stream().flatMap(List::stream).map(Sales::of).toList());
    }

    /** All pages, one after the other. */
    private static <T> Uni<List<T>> all(Function<Optional<T>, Uni<List<T>>> page) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<Optional<T>>(Optional.empty()),
                        last -> page.apply(last.get())
                                .invoke(items -> last.set(items.isEmpty() ? last.get() : Optional.of(items.getLast()))))
                .until(List::isEmpty)
                .collect()
                .asList()
                .map(pages -> pages.stream().flatMap(List::stream).toList());
    }

    private static <T> Map<String, T> byId(List<T> items, Function<T, String> id) {
        return items.stream().collect(Collectors.toMap(id, Function.identity(), (first, _) -> first));
    }

    private static <T> List<Difference> differing(
            LocalDate day, String what, Map<String, T> recomputed, Map<String, T> kept) {
        var ids = new TreeSet<>(recomputed.keySet());
        ids.addAll(kept.keySet());
        return ids.stream()
                .filter(id -> !Objects.equals(recomputed.get(id), kept.get(id)))
                .map(id -> new Difference(day, what, id, text(recomputed.get(id)), text(kept.get(id))))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
