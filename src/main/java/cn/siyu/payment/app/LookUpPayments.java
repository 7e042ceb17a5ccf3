package cn.siyu.payment.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.domain.Refund;
import cn.siyu.payment.store.AttemptStore;
import cn.siyu.payment.store.RefundStore;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Shows payments and refunds to those whom they concern, and asks WeChat when that may bring news. */
@Singleton
public class LookUpPayments {

    /** However often a client asks, WeChat is asked once in this time (E5). */
    private static final Duration APART = Duration.ofSeconds(2);

    private final Transactions transactions;
    private final AttemptStore attempts;
    private final RefundStore refunds;
    private final QueryPayment query;
    private final ShopClock clock;

    @Inject
    LookUpPayments(
            Transactions transactions,
            AttemptStore attempts,
            RefundStore refunds,
            QueryPayment query,
            ShopClock clock) {
        this.transactions = transactions;
        this.attempts = attempts;
        this.refunds = refunds;
        this.query = query;
        this.clock = clock;
    }

    /** A payment with its refunds. */
    public record Known(Attempt attempt, List<Refund> refunds) {}

    /** A member's own payment; another's does not exist. An open one is asked for at WeChat first. */
    public Uni<Attempt> mine(UUID id, UUID member) {
        return transactions
                .in(tx -> attempts.mayAsk(tx, id, member, clock.instant(), APART))
                .chain(may -> attempts.ofMember(transactions.reads(), id, member)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(attempt -> may == 1
                                ? askedOrAsBefore(attempt)
                                : Uni.createFrom().item(attempt)));
    }

    private Uni<Attempt> askedOrAsBefore(Attempt attempt) {
        return query.ask(attempt)
                .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                .recoverWithItem(attempt);
    }

    public Uni<Known> one(UUID id) {
        return attempts.find(transactions.reads(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::withRefunds);
    }

    /** The same after WeChat was asked, for staff. */
    public Uni<Known> synced(UUID id) {
        return one(id).chain(known -> query.ask(known.attempt())
                .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                .transform(_ -> new Refused(PaymentProblem.PAYMENT_UNAVAILABLE))
                .chain(this::withRefunds));
    }

    private Uni<Known> withRefunds(Attempt attempt) {
        return refunds.ofPayment(transactions.reads(), attempt.id()).map(list -> new Known(attempt, list));
    }

    public Uni<NumberedPage<Attempt>> payments(AttemptStore.Search search, int page, int size) {
        var sql = transactions.reads();
        return attempts.count(sql, search)
                .chain(total -> attempts.page(sql, search, size, (page - 1) * size)
                        .map(items -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<NumberedPage<Refund>> refunds(RefundStore.Search search, int page, int size) {
        var sql = transactions.reads();
        return refunds.count(sql, search)
                .chain(total -> refunds.page(sql, search, size, (page - 1) * size)
                        .map(items -> new NumberedPage<>(items, page, size, total)));
    }
}
