package cn.siyu.trade.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.ShippingReport.State;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.ShippingReportStore;
import cn.siyu.trade.store.ShippingReportStore.Deadline;
import cn.siyu.trade.store.ShippingReportStore.Entry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Watches over what WeChat should know of parcels and does not, before its 48 hours are over (E12), and lets people help. */
@Singleton
public class WatchShipping {

    /** How long after its payment WeChat waits for the parcel of an ordinary order. */
    public static final Duration ALLOWED = Duration.ofHours(48);

    private static final Logger LOG = Logger.getLogger(WatchShipping.class);

    private final ShippingReportStore reports;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Sql reads;
    private final TradeSettings settings;
    private final ShopClock clock;
    private final AtomicLong late = new AtomicLong();

    @Inject
    WatchShipping(
            ShippingReportStore reports,
            AuditLog audit,
            Transactions transactions,
            TradeSettings settings,
            MeterRegistry meters,
            ShopClock clock) {
        this.reports = reports;
        this.audit = audit;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.settings = settings;
        this.clock = clock;
        var _ = meters.gauge("siyu.trade.shipping.late", late);
    }

    /** Every instance looks for itself: it only counts. */
    @Scheduled(every = "${siyu.trade.shipping-watch-every:60s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> watch() {
        return reports.lateCount(reads, deadline()).invoke(this::report).replaceWithVoid();
    }

    /** The promise of a pre-sale is warned of as long before it is over as WeChat's own time. */
    private Deadline deadline() {
        var now = clock.instant();
        return new Deadline(
                now.minus(settings.reportWithin()),
                now.minus(settings.reportAlarm()),
                now.plus(ALLOWED).minus(settings.reportAlarm()));
    }

    private void report(long found) {
        late.set(found);
        if (found > 0) {
            LOG.errorf("WeChat does not know in time of the parcels of %d orders", found);
        }
    }

    public Uni<NumberedPage<Entry>> page(@Nullable State state, int page, int size) {
        return reports.page(reads, state, page, size)
                .chain(items -> reports.count(reads, state).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** Those that make the alarm ring, the oldest payment first. */
    public Uni<NumberedPage<Entry>> latePage(int page, int size) {
        var before = deadline();
        return reports.latePage(reads, before, page, size)
                .chain(items ->
                        reports.lateCount(reads, before).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** Tries now what would be tried later. What WeChat knows is not told again: it would use up the one correction. */
    public Uni<Entry> hurry(OrderId order, Actor actor) {
        return transactions.in(tx -> reports.find(tx, order)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> reports.hurry(tx, order, clock.instant()))
                .invoke(WatchShipping::waiting)
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "shipping-report.retry",
                                "order",
                                order.value().toString(),
                                null,
                                null,
                                null)))
                .chain(() -> reports.find(tx, order)));
    }

    private static void waiting(int rows) {
        if (rows == 0) {
            throw new Refused(TradeProblem.NOTHING_TO_REPORT);
        }
    }
}
