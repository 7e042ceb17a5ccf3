package cn.siyu.report.domain;

import cn.siyu.report.domain.Sale.Key;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The plain rule by which facts become an overview: what the sums that are kept day by day must always equal. */
public final class Fold {

    private Fold() {}

    /** The overview of a span from all facts; the refunds' orders must be among the sales. */
    public static Overview overview(Span span, Collection<Sale> sales, Collection<Refunded> refunds) {
        var byKey = new HashMap<Key, Sums>();
        var byDay = new HashMap<LocalDate, Sums>();
        sales.stream().filter(sale -> span.has(sale.day())).forEach(sale -> {
            sale.keys().forEach(key -> byKey.merge(key, Sums.of(sale), Sums::plus));
            byDay.merge(sale.day(), Sums.of(sale), Sums::plus);
        });
        var orders = sales.stream().collect(Collectors.toMap(Sale::order, Function.identity()));
        refunds.stream().filter(refund -> span.has(refund.day())).forEach(refund -> {
            sale(orders, refund).keys().forEach(key -> byKey.merge(key, Sums.of(refund), Sums::plus));
            byDay.merge(refund.day(), Sums.of(refund), Sums::plus);
        });
        return Overview.of(span, byKey, byDay, people(span, sales));
    }

    private static People people(Span span, Collection<Sale> sales) {
        var buyers = new HashSet<UUID>();
        var fresh = new HashSet<UUID>();
        sales.stream().filter(sale -> span.has(sale.day())).forEach(sale -> {
            buyers.add(sale.member());
            if (sale.first()) {
                fresh.add(sale.member());
            }
        });
        return new People(buyers.size(), fresh.size());
    }

    private static Sale sale(Map<UUID, Sale> orders, Refunded refund) {
        var sale = orders.get(refund.order());
        if (sale == null) {
            throw new IllegalArgumentException("a refund of an order that never was firm: " + refund.refundNo());
        }
        return sale;
    }
}
