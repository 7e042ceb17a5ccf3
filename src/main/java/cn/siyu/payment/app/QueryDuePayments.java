package cn.siyu.payment.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.domain.Attempt.Progress;
import cn.siyu.payment.domain.Schedule;
import cn.siyu.payment.store.AttemptStore;
import cn.siyu.payment.store.AttemptStore.DueQuery;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Asks for what no notification has told, and closes what was not paid in time (REL-05, E5, E6). */
@Singleton
class QueryDuePayments {

    private static final int AT_ONCE = 20;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Transactions transactions;
    private final AttemptStore attempts;
    private final QueryPayment query;
    private final ClosePayment close;
    private final FreshContext fresh;
    private final Alarms alarms;
    private final ShopClock clock;

    @Inject
    QueryDuePayments(
            Transactions transactions,
            AttemptStore attempts,
            QueryPayment query,
            ClosePayment close,
            FreshContext fresh,
            Alarms alarms,
            ShopClock clock) {
        this.transactions = transactions;
        this.attempts = attempts;
        this.query = query;
        this.close = close;
        this.fresh = fresh;
        this.alarms = alarms;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.payment.query-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var now = clock.instant();
        return transactions
                .in(tx -> attempts.claimQueries(tx, now, now.plus(LEASE), AT_ONCE))
                .chain(this::askAll)
                .onFailure()
                .invoke(failure -> alarms.willRetry("querying payments", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> askAll(List<DueQuery> claimed) {
        return fresh.each(claimed, this::ask).replaceWithVoid();
    }

    private Uni<Void> ask(DueQuery due) {
        var attempt = due.attempt();
        return (clock.instant().isBefore(attempt.expiresAt())
                        ? query.ask(attempt).replaceWithVoid()
                        : end(attempt))
                .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                .recoverWithNull()
                .chain(() -> transactions.in(tx -> attempts.nextQuery(tx, attempt.id(), next(due))))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> alarms.willRetry("query of " + attempt.outTradeNo(), failure));
    }

    private Uni<Void> end(Attempt attempt) {
        return close.close(attempt).replaceWithVoid();
    }

    private Instant next(DueQuery due) {
        var attempt = due.attempt();
        var began = attempt.progress() instanceof Progress.Prepared prepared ? prepared.at() : attempt.createdAt();
        return Schedule.nextQuery(began, attempt.expiresAt(), due.queries(), clock.instant());
    }
}
