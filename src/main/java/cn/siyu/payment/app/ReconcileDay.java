package cn.siyu.payment.app;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.job.JobCancelled;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobInterrupted;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.BillDayState;
import cn.siyu.payment.domain.DifferenceKind;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.store.BillComparison;
import cn.siyu.payment.store.BillStore;
import cn.siyu.payment.store.DifferenceStore;
import cn.siyu.wechat.BillUnsound;
import cn.siyu.wechat.Bills;
import cn.siyu.wechat.Bills.Bill;
import cn.siyu.wechat.Bills.Kind;
import cn.siyu.wechat.Bills.What;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reconciles one day with WeChat's bills (REL-15): fetches both, stages them, compares both ways, keeps the work list. A day
 * can be reconciled as often as one likes; a bill that is not sound leaves everything as it was.
 */
@Singleton
public class ReconcileDay implements JobHandler {

    public static final String KIND = "payment-bills";

    static final String DAY = "day";

    private static final String CREATING = "STATEMENT_CREATING";
    private static final Duration LATER = Duration.ofMinutes(10);

    /** Longer than WeChat offers bills: whichever day is reconciled again has its neighbours. */
    private static final int DAYS_KEPT = 100;

    private static final int BITE = 2;
    private static final int AT_ONCE = 1_000;

    private final Bills bills;
    private final Transactions transactions;
    private final BillStore store;
    private final BillComparison comparison;
    private final DifferenceStore differences;
    private final Alarms alarms;
    private final ShopClock clock;

    @Inject
    ReconcileDay(
            Bills bills,
            Transactions transactions,
            BillStore store,
            BillComparison comparison,
            DifferenceStore differences,
            Alarms alarms,
            ShopClock clock) {
        this.bills = bills;
        this.transactions = transactions;
        this.store = store;
        this.comparison = comparison;
        this.differences = differences;
        this.alarms = alarms;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var day = LocalDate.parse(run.parameters().get(DAY).asText());
        var lines = new AtomicInteger();
        return fetch(run, Kind.TRADE, day, lines)
                .chain(() -> fetch(run, Kind.FUND_FLOW, day, lines))
                .chain(() -> reconcile(day))
                .chain(open -> run.progress(lines.get(), lines.get(), open, Map.of()))
                .chain(this::forget)
                .onFailure(ReconcileDay::concernsTheDay)
                .recoverWithUni(failure ->
                        noted(day, failure).chain(refusal -> Uni.createFrom().failure(refusal)));
    }

    private Uni<Void> fetch(JobRun run, Kind kind, LocalDate day, AtomicInteger lines) {
        return bills.read(kind, day, bill -> {
            var load = Ids.next();
            return transactions
                    .in(tx -> store.begin(tx, bill, load, clock.instant()))
                    .chain(() -> stage(run, bill, load, lines))
                    .chain(count -> store.complete(transactions.reads(), bill, load, count))
                    .onFailure()
                    .call(() -> store.abandoned(transactions.reads(), bill, load)
                            .onFailure()
                            .recoverWithNull())
                    .replaceWithVoid();
        });
    }

    /** Portion by portion, each for itself: nobody holds a connection while a file is read. */
    private Uni<Integer> stage(JobRun run, Bill bill, UUID load, AtomicInteger lines) {
        var staged = new AtomicInteger();
        return bill.lines()
                .onItem()
                .transformToUniAndConcatenate(portion -> store.stage(
                                transactions.reads(), bill, load, portion, staged.get())
                        .invoke(count -> {
                            if (count == 0) {
                                throw new Refused(PaymentProblem.BILL_IN_HAND);
                            }
                            staged.addAndGet(portion.size());
                            lines.addAndGet(portion.size());
                        })
                        .chain(() -> run.progress(lines.get(), 0, 0, Map.of())))
                .collect()
                .last()
                .map(_ -> staged.get());
    }

    /** With a day the one before is looked at again: what was done just before midnight may stand in this bill. */
    private Uni<Long> reconcile(LocalDate day) {
        return transactions.in(tx -> isFetched(tx, day)
                .invoke(fetched -> {
                    if (!fetched) {
                        // Somebody else has begun anew, and will compare.
                        throw new Refused(PaymentProblem.BILL_IN_HAND);
                    }
                })
                .chain(() -> isFetched(tx, day.minusDays(1)))
                .chain(before -> before
                        ? compare(tx, day.minusDays(1))
                        : Uni.createFrom().voidItem())
                .chain(() -> compare(tx, day))
                .chain(() -> store.reconciled(tx, day, clock.instant()))
                .chain(() -> differences.open(tx, day)));
    }

    private Uni<Boolean> isFetched(Tx tx, LocalDate day) {
        return store.isFetched(tx, day, Kind.TRADE)
                .chain(trade -> store.isFetched(tx, day, Kind.FUND_FLOW).map(flow -> trade && flow));
    }

    private Uni<Void> compare(Tx tx, LocalDate day) {
        return Multi.createFrom()
                .items(What.values())
                .onItem()
                .transformToUniAndConcatenate(what -> compare(tx, day, what))
                .collect()
                .last()
                .chain(() -> comparison.addUp(tx, day));
    }

    private Uni<Void> compare(Tx tx, LocalDate day, What what) {
        var kind = what == What.TRANSFER ? Kind.FUND_FLOW : Kind.TRADE;
        var now = clock.instant();
        return store.isFetched(tx, day.plusDays(1), kind)
                .chain(next -> comparison.compare(tx, day, what, next))
                .call(found -> differences.vanished(
                        tx, day, what, found.stream().map(d -> d.number()).toList(), now))
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .group()
                        .intoLists()
                        .of(AT_ONCE)
                        .onItem()
                        .transformToUniAndConcatenate(portion -> differences.found(tx, day, what, portion, now))
                        .onItem()
                        .<DifferenceKind>disjoint()
                        .collect()
                        .asList())
                .invoke(news -> tx.afterCommit(() -> alarms.billDifferences(day, news)))
                .replaceWithVoid();
    }

    private Uni<Void> forget() {
        return Multi.createBy()
                .repeating()
                .uni(() -> store.forgetBefore(transactions.reads(), today().minusDays(DAYS_KEPT), BITE))
                .whilst(rows -> rows == BITE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Whoever is overtaken by another run, or goes on elsewhere, has nothing to say about the day. */
    private static boolean concernsTheDay(Throwable failure) {
        return !(failure instanceof JobCancelled)
                && !(failure instanceof JobInterrupted)
                && !(failure instanceof Refused refused && refused.problem() == PaymentProblem.BILL_IN_HAND);
    }

    private LocalDate today() {
        return ShopCalendar.dayOf(clock.instant());
    }

    /** Notes why a day is not reconciled, and answers with what its job ends. */
    private Uni<Throwable> noted(LocalDate day, Throwable failure) {
        var waiting = failure instanceof WeChatRefused refused && refused.code().equals(CREATING);
        var state = waiting ? BillDayState.WAITING : BillDayState.FAILED;
        if (!waiting) {
            alarms.billFailed(why(failure), day, failure);
        }
        return transactions
                .in(tx -> store.failed(
                        tx, day, state, why(failure), clock.instant().plus(LATER)))
                .onFailure()
                .recoverWithNull()
                .replaceWith(refusal(failure, waiting));
    }

    private static String why(Throwable failure) {
        return switch (failure) {
            case WeChatRefused refused -> refused.code();
            case BillUnsound _ -> "UNSOUND";
            case WeChatUnknown _ -> "NO_ANSWER";
            case Refused refused -> refused.problem().code();
            default -> "INTERNAL";
        };
    }

    private static Throwable refusal(Throwable failure, boolean waiting) {
        return switch (failure) {
            case WeChatRefused _ -> new Refused(waiting ? PaymentProblem.BILL_NOT_READY : PaymentProblem.BILL_REFUSED);
            case WeChatUnknown _ -> new Refused(PaymentProblem.PAYMENT_UNAVAILABLE);
            case BillUnsound _ -> new Refused(PaymentProblem.BILL_UNSOUND);
            default -> failure;
        };
    }
}
