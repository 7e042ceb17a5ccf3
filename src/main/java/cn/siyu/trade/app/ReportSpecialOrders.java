package cn.siyu.trade.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.payment.Payments;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.SpecialReport;
import cn.siyu.trade.domain.SpecialReport.State;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.SpecialReportStore;
import cn.siyu.wechat.ShippingReports;
import cn.siyu.wechat.ShippingReports.Heard;
import cn.siyu.wechat.WeChatUnknown;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells WeChat of pre-sales and tests (E14), outside of any transaction, until it has answered: silence is asked again, a no is
 * final and rings.
 */
@Singleton
class ReportSpecialOrders {

    private static final Logger LOG = Logger.getLogger(ReportSpecialOrders.class);
    private static final int AT_ONCE = 20;
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final SpecialReportStore reports;
    private final OrderStore orders;
    private final Payments payments;
    private final ShippingReports weChat;
    private final Transactions transactions;
    private final FreshContext fresh;
    private final TradeSettings settings;
    private final ShopClock clock;
    private final MeterRegistry meters;
    private final AtomicLong untold = new AtomicLong();

    @Inject
    ReportSpecialOrders(
            SpecialReportStore reports,
            OrderStore orders,
            Payments payments,
            ShippingReports weChat,
            Transactions transactions,
            FreshContext fresh,
            TradeSettings settings,
            ShopClock clock,
            MeterRegistry meters) {
        this.reports = reports;
        this.orders = orders;
        this.payments = payments;
        this.weChat = weChat;
        this.transactions = transactions;
        this.fresh = fresh;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
        var _ = meters.gauge("siyu.trade.special.untold", untold);
    }

    @Scheduled(every = "${siyu.trade.report-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var now = clock.instant();
        return transactions
                .in(tx -> reports.claim(tx, now, now.plus(LEASE), AT_ONCE))
                .chain(this::sendAll)
                .onFailure()
                .invoke(failure -> LOG.warnf("special reports will be tried again: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> sendAll(List<SpecialReport> due) {
        return fresh.each(due, this::send).replaceWithVoid();
    }

    /** A failure of ours leaves the lease to run out. */
    private Uni<Void> send(SpecialReport report) {
        return orders.find(transactions.reads(), report.order())
                .chain(order -> isExpected(order) ? tell(order, report) : ended(report, State.NEEDLESS, null))
                .onFailure(WeChatUnknown.class)
                .recoverWithUni(() -> again(report, null));
    }

    /** What has left or whose money went back is expected no more. */
    private static boolean isExpected(Order order) {
        return order.kind() == OrderState.Kind.TO_SHIP || order.kind() == OrderState.Kind.PARTLY_SHIPPED;
    }

    private Uni<Void> tell(Order order, SpecialReport report) {
        return payments.transactionId(transactions.reads(), order.payment().orElseThrow())
                .chain(transaction -> transaction
                        .map(number -> weChat.announce(number, report.shipsBy()).chain(heard -> written(report, heard)))
                        .orElseGet(() -> ended(report, State.NEEDLESS, null)));
    }

    private Uni<Void> written(SpecialReport report, Heard heard) {
        return switch (heard) {
            case Heard.Taken() -> ended(report, State.TOLD, null);
            // The shipping desk may hear of a payment later than we do.
            case Heard.Unheard(var code) -> report.asksAgain() ? again(report, code) : refused(report, code);
            case Heard.Never(var code) -> refused(report, code);
        };
    }

    private Uni<Void> refused(SpecialReport report, String code) {
        meters.counter("siyu.trade.special.reports.refused", "code", code).increment();
        LOG.errorf(
                "WeChat refuses for good that order %s is a %s: %s",
                report.order().value(), report.kind(), code);
        return ended(report, State.REFUSED, code);
    }

    private Uni<Void> ended(SpecialReport report, State state, @Nullable String code) {
        return transactions
                .in(tx -> reports.ended(tx, report, state, code, clock.instant()))
                .replaceWithVoid();
    }

    private Uni<Void> again(SpecialReport report, @Nullable String code) {
        return transactions
                .in(tx -> reports.doubted(tx, report, report.nextTry(clock.instant()), code))
                .replaceWithVoid();
    }

    /** Every instance looks for itself: it only counts. */
    @Scheduled(every = "${siyu.trade.shipping-watch-every:60s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> watch() {
        return reports.untold(transactions.reads(), clock.instant().minus(settings.reportWithin()))
                .invoke(this::report)
                .replaceWithVoid();
    }

    private void report(long found) {
        untold.set(found);
        if (found > 0) {
            LOG.errorf("WeChat does not know that %d orders are pre-sales or tests", found);
        }
    }
}
