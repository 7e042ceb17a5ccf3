package cn.siyu.inventory.app;

import cn.siyu.inventory.store.StockBooks;
import cn.siyu.inventory.store.StockBooks.OverdueView;
import cn.siyu.kernel.time.ShopClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Watches for reservations that have outlived their time. It reports and releases nothing: whether an order has been paid at
 * the last moment is known to the order alone, which releases its units itself (A9).
 */
@Singleton
public class OverdueReservations {

    private static final Logger LOG = Logger.getLogger(OverdueReservations.class);

    private final StockBooks books;
    private final ShopClock clock;
    private final Duration grace;
    private final AtomicLong seen;

    @Inject
    OverdueReservations(
            StockBooks books,
            ShopClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "siyu.inventory.overdue-grace", defaultValue = "PT10M") Duration grace) {
        this.books = books;
        this.clock = clock;
        this.grace = grace;
        this.seen = new AtomicLong();
        var _ = metrics.gauge("siyu.inventory.overdue.reservations", seen);
    }

    public Uni<List<OverdueView>> list(int limit) {
        return books.overdue(clock.instant().minus(grace), limit);
    }

    /** Every instance looks for itself: it only counts. */
    @Scheduled(every = "${siyu.inventory.overdue-every:60s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> count() {
        return books.howManyOverdue(clock.instant().minus(grace))
                .invoke(this::report)
                .replaceWithVoid();
    }

    private void report(long overdue) {
        seen.set(overdue);
        if (overdue > 0) {
            LOG.warnf("%d reservations have outlived their time and were not released", overdue);
        }
    }
}
