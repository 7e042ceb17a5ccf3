package cn.siyu.commission.app;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Refund;
import cn.siyu.commission.domain.CommissionRule;
import cn.siyu.commission.domain.Policy;
import cn.siyu.commission.domain.Recalculation;
import cn.siyu.commission.domain.Recalculation.Kind;
import cn.siyu.commission.domain.Recount;
import cn.siyu.commission.store.CommissionStore;
import cn.siyu.commission.store.FactStore;
import cn.siyu.commission.store.RecalculationRowStore;
import cn.siyu.commission.store.RecalculationStore;
import cn.siyu.commission.store.SettledStore;
import cn.siyu.commission.store.SettledStore.Settled;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.trade.Orders;
import cn.siyu.trade.SoldOrder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reckons the orders of a recalculation, a few hundred in each transaction. Where it is stands with what it came to, in one
 * row that is locked first: a run that was killed goes on there, and two runs of one recalculation count nothing twice.
 */
@Singleton
class RecalculateOrders implements JobHandler {

    static final String KIND = "commission-recalculation";

    private final RecalculationStore recalculations;
    private final RecalculationRowStore rows;
    private final SettledStore settled;
    private final CommissionStore commissions;
    private final FactStore facts;
    private final Reckoning reckoning;
    private final Orders orders;
    private final Transactions transactions;
    private final ShopClock clock;
    private final int portion;

    @Inject
    RecalculateOrders(
            RecalculationStore recalculations,
            RecalculationRowStore rows,
            SettledStore settled,
            CommissionStore commissions,
            FactStore facts,
            Reckoning reckoning,
            Orders orders,
            Transactions transactions,
            CommissionSettings settings,
            ShopClock clock) {
        this.recalculations = recalculations;
        this.rows = rows;
        this.settled = settled;
        this.commissions = commissions;
        this.facts = facts;
        this.reckoning = reckoning;
        this.orders = orders;
        this.transactions = transactions;
        this.clock = clock;
        this.portion = settings.recalculationPortion();
    }

    private record Work(JobRun run, Recalculation asked, List<CommissionRule> drafts, long total) {}

    /** A portion: what was heard of its orders, what was sold in them, what is written and what was taken back. */
    private record Portion(List<Settled> settled, List<SoldOrder> sold, List<Commission> written, News news) {}

    /** Where the recalculation is now, and whether there may be more. */
    private record Step(Recalculation.Tally tally, boolean more) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var id = run.jobId();
        var reads = transactions.reads();
        return recalculations
                .find(reads, id)
                .chain(asked -> recalculations
                        .drafts(reads, id)
                        .chain(drafts ->
                                settled.count(reads, asked.period()).map(total -> new Work(run, asked, drafts, total))))
                .chain(this::steps)
                .chain(() -> transactions.in(tx -> recalculations.done(tx, id, clock.instant())));
    }

    /** Who finds the row changed under its snapshot begins the portion again: another run of the same recalculation did one. */
    private Uni<Void> steps(Work work) {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions
                        .in(tx -> step(tx, work))
                        .onFailure(Violations::isConflict)
                        .retry()
                        .atMost(inTheWay(work))
                        .call(step -> note(work, step.tally())))
                .whilst(Step::more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** How often others may be in the way: with each portion, when they write that they are done, and with what came since. */
    private long inTheWay(Work work) {
        return work.total() / portion + 3;
    }

    /** Differences are what failed; what other rules would have paid is none. */
    private static Uni<Void> note(Work work, Recalculation.Tally tally) {
        return work.run()
                .progress(
                        tally.orders(),
                        Math.max(work.total(), tally.orders()),
                        work.asked().kind() == Kind.RECOMPUTE ? tally.differing() : 0,
                        Map.of());
    }

    private Uni<Step> step(Tx tx, Work work) {
        return settled.oneSnapshot(tx)
                .chain(() -> recalculations.lock(tx, work.asked().id()))
                .chain(now -> settled.next(tx, now.place(), now.period(), portion)
                        .chain(next -> next.isEmpty()
                                ? Uni.createFrom().item(new Step(now.tally(), false))
                                : read(tx, next)
                                        .chain(read -> recount(tx, work, read))
                                        .chain(recount -> write(tx, now, next, recount))));
    }

    private Uni<Portion> read(Tx tx, List<Settled> next) {
        var ids = next.stream().map(Settled::order).toList();
        return orders.sold(tx, ids)
                .chain(sold -> commissions
                        .ofOrders(tx, ids)
                        .chain(written -> news(tx, ids).map(news -> new Portion(next, sold, written, news))));
    }

    private Uni<News> news(Tx tx, List<UUID> orders) {
        return facts.refunds(tx, orders)
                .chain(refunds -> facts.forfeits(tx, orders).map(forfeits -> new News(refunds, forfeits)));
    }

    private Uni<Recount> recount(Tx tx, Work work, Portion portion) {
        var settled = portion.settled().stream().collect(toMap(Settled::order, Function.identity()));
        return reckoning
                .of(tx, portion.sold(), order -> policy(work, of(settled, order)), work.drafts())
                .map(reckoned -> recount(
                        work,
                        portion,
                        reckoned.stream()
                                .collect(toMap(
                                        each -> each.order().id(),
                                        each -> each.commissions(of(settled, each.order())
                                                .place()
                                                .firmAt())))));
    }

    private static Settled of(Map<UUID, Settled> settled, SoldOrder order) {
        return requireNonNull(settled.get(order.id()));
    }

    /** The one that was kept with the order, under another cap if one is tried. */
    private static Policy policy(Work work, Settled order) {
        var kept = order.policy();
        return work.asked().cap().map(cap -> Policy.of(cap, kept.ownPurchase())).orElse(kept);
    }

    private static Recount recount(Work work, Portion portion, Map<UUID, List<Commission>> reckoned) {
        var written = portion.written().stream().collect(groupingBy(Commission::order));
        var refunds = portion.news().refunds().stream().collect(groupingBy(Refund::line));
        var lines = portion.sold().stream()
                .collect(toMap(SoldOrder::id, sold -> sold.lines().size()));
        var recount = new Recount(work.asked().kind());
        for (var settled : portion.settled()) {
            var order = settled.order();
            recount.add(
                    lines.getOrDefault(order, 0),
                    written.getOrDefault(order, List.of()),
                    reckoned.getOrDefault(order, List.of()).stream()
                            .map(whole -> new News(
                                            refunds.getOrDefault(whole.line(), List.of()),
                                            portion.news().forfeits())
                                    .after(whole))
                            .toList());
        }
        return recount;
    }

    private Uni<Step> write(Tx tx, Recalculation now, List<Settled> looked, Recount recount) {
        var tally = now.tally().plus(recount.tally());
        return rows.add(tx, now.id(), recount.rows())
                .chain(() -> recalculations.goOn(tx, now.id(), looked.getLast().place(), tally))
                .replaceWith(new Step(tally, looked.size() == portion));
    }
}
