package cn.siyu.payment.app;

import static java.util.stream.Collectors.groupingBy;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.payment.store.BillStore;
import cn.siyu.payment.store.BillStore.BillDay;
import cn.siyu.payment.store.BillStore.Total;
import cn.siyu.payment.store.DifferenceStore;
import cn.siyu.payment.store.DifferenceStore.Kept;
import cn.siyu.payment.store.DifferenceStore.Search;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What finance does with reconciled days: looks at them, and says why a difference may be. */
@Singleton
public class BillDesk {

    private final Transactions transactions;
    private final BillStore bills;
    private final DifferenceStore differences;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    BillDesk(Transactions transactions, BillStore bills, DifferenceStore differences, AuditLog audit, ShopClock clock) {
        this.transactions = transactions;
        this.bills = bills;
        this.differences = differences;
        this.audit = audit;
        this.clock = clock;
    }

    /** One page of something, and how much there is of it. */
    public record Found<T>(List<T> items, long total) {}

    /** A day with what both sides say about it. */
    public record Day(BillDay day, List<Total> totals) {}

    public Uni<Found<Day>> days(int page, int size) {
        var reads = transactions.reads();
        return bills.days(reads, size, (page - 1) * size)
                .chain(days -> bills.totals(
                                reads, days.stream().map(BillDay::day).toList())
                        .map(totals -> with(days, totals)))
                .chain(days -> bills.countDays(reads).map(total -> new Found<>(days, total)));
    }

    private static List<Day> with(List<BillDay> days, List<Total> totals) {
        var byDay = totals.stream().collect(groupingBy(Total::day));
        return days.stream()
                .map(day -> new Day(day, byDay.getOrDefault(day.day(), List.of())))
                .toList();
    }

    public Uni<Found<Kept>> differences(Search search, int page, int size) {
        var reads = transactions.reads();
        return differences
                .page(reads, search, size, (page - 1) * size)
                .chain(items -> differences.count(reads, search).map(total -> new Found<>(items, total)));
    }

    public Uni<List<Kept>> after(Search search, Optional<Cursor> cursor, int limit) {
        return differences.after(transactions.reads(), search, cursor, limit);
    }

    /** @param version as the caller has seen it: nobody resolves what has changed meanwhile */
    public Uni<Kept> resolve(Actor actor, UUID id, int version, String reason) {
        return transactions.in(tx -> differences
                .lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(kept -> {
                    if (kept.version() != version || kept.endedAt().isPresent()) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                })
                .chain(kept -> differences
                        .resolved(tx, id, actor, reason, clock.instant())
                        .call(after -> audit.append(
                                tx,
                                new AuditEntry(
                                        actor,
                                        "bill-difference.resolve",
                                        "bill-difference",
                                        kept.difference().day() + " "
                                                + kept.difference().number(),
                                        reason,
                                        Map.of("state", kept.state()),
                                        Map.of(
                                                "state",
                                                after.state(),
                                                "kind",
                                                kept.difference().kind()))))));
    }
}
