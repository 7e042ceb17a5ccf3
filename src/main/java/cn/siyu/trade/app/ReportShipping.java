package cn.siyu.trade.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.member.Members;
import cn.siyu.payment.Payments;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.ShippingReport;
import cn.siyu.trade.domain.ShippingReport.State;
import cn.siyu.trade.store.OrderPages;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.ShipmentStore;
import cn.siyu.trade.store.ShippingReportStore;
import cn.siyu.wechat.ShippingReports;
import cn.siyu.wechat.ShippingReports.Answer;
import cn.siyu.wechat.ShippingReports.Report;
import cn.siyu.wechat.WeChatUnknown;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells WeChat which parcels have left (E12). What is to be told was written down with the parcel; here it is sent, outside of
 * any transaction, again and again until WeChat has taken it. Each report says how the order stands now, so a lost one is
 * made good by the next.
 */
@Singleton
class ReportShipping {

    private static final Logger LOG = Logger.getLogger(ReportShipping.class);
    private static final int AT_ONCE = 20;
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** A sweep that has gone on for so long leaves the rest to the next one. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ShippingReportStore reports;
    private final OrderStore orders;
    private final OrderPages pages;
    private final ShipmentStore shipments;
    private final SealAddress addresses;
    private final Members members;
    private final Payments payments;
    private final ShippingReports weChat;
    private final Transactions transactions;
    private final FreshContext fresh;
    private final MeterRegistry meters;
    private final ShopClock clock;

    @Inject
    ReportShipping(
            ShippingReportStore reports,
            OrderStore orders,
            OrderPages pages,
            ShipmentStore shipments,
            SealAddress addresses,
            Members members,
            Payments payments,
            ShippingReports weChat,
            Transactions transactions,
            FreshContext fresh,
            MeterRegistry meters,
            ShopClock clock) {
        this.reports = reports;
        this.orders = orders;
        this.pages = pages;
        this.shipments = shipments;
        this.addresses = addresses;
        this.members = members;
        this.payments = payments;
        this.weChat = weChat;
        this.transactions = transactions;
        this.fresh = fresh;
        this.meters = meters;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.trade.report-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var began = System.nanoTime();
        return Multi.createBy()
                .repeating()
                .uni(() -> fresh.run(this::batch))
                .whilst(full -> full && System.nanoTime() - began < LONGEST.toNanos())
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("shipping reports will be tried again: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** Answers whether there may be more: a file of many parcels is reported batch after batch. */
    private Uni<Boolean> batch() {
        var now = clock.instant();
        return transactions
                .in(tx -> reports.claim(tx, now, now.plus(LEASE), AT_ONCE))
                .chain(due -> sendAll(due).replaceWith(due.size() == AT_ONCE));
    }

    private Uni<Void> sendAll(List<ShippingReport> due) {
        return fresh.each(due, this::send).replaceWithVoid();
    }

    /** A failure of ours leaves the lease to run out. */
    private Uni<Void> send(ShippingReport report) {
        return orders.find(transactions.reads(), report.order())
                .chain(order -> words(order, report))
                .chain(words -> words.isEmpty() ? ended(report, State.NEEDLESS, null) : send(report, words.get()))
                .onFailure(WeChatUnknown.class)
                .recoverWithUni(() -> again(report, null));
    }

    /** Nothing is told of an order that cost nothing, nor when all its money has gone back. */
    private Uni<Optional<Report>> words(Order order, ShippingReport report) {
        if (order.kind() == OrderState.Kind.CLOSED || order.money().total().isZero()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Sql reads = transactions.reads();
        return payments.transactionId(reads, order.payment().orElseThrow())
                .chain(transaction -> members.openid(order.member())
                        .chain(openid -> pages.sheet(reads, order.id())
                                .map(sheet -> addresses.open(order.id(), sheet.address()))
                                .chain(address -> shipments
                                        .ofOrder(reads, order.id())
                                        .map(parcels -> transaction.map(
                                                number -> report.about(order, parcels, address, number, openid))))));
    }

    /** After its lease a claim is another's: who was held up that long says nothing. */
    private Uni<Void> send(ShippingReport report, Report words) {
        if (clock.instant().isAfter(report.at().plus(LEASE))) {
            return Uni.createFrom().voidItem();
        }
        return weChat.upload(words).chain(answer -> written(report, words, answer));
    }

    private Uni<Void> written(ShippingReport report, Report words, Answer answer) {
        return switch (answer) {
            case Answer.Accepted() ->
                transactions
                        .in(tx -> reports.told(tx, report, words.split(), words.complete(), clock.instant()))
                        .replaceWithVoid();
            case Answer.Finished(var code) -> ended(report, State.TOLD, code);
            case Answer.Refused(var code) -> {
                meters.counter("siyu.trade.shipping.reports.refused", "code", code)
                        .increment();
                LOG.errorf(
                        "WeChat refuses the shipping report of order %s: %s",
                        report.order().value(), code);
                yield again(report, code);
            }
        };
    }

    private Uni<Void> ended(ShippingReport report, State state, @Nullable String code) {
        return transactions
                .in(tx -> reports.ended(tx, report, state, code, clock.instant()))
                .replaceWithVoid();
    }

    /** Even a refusal is tried again: a payment may be known to the shipping desk only later; the rest waits in the list. */
    private Uni<Void> again(ShippingReport report, @Nullable String code) {
        return transactions
                .in(tx -> reports.doubted(tx, report, report.nextTry(clock.instant()), code))
                .replaceWithVoid();
    }
}
