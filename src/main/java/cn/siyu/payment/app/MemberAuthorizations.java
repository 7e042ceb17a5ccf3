package cn.siyu.payment.app;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.Authorizations;
import cn.siyu.payment.Transfers.Confirmation;
import cn.siyu.payment.domain.Authorization;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.store.AuthorizationStore;
import cn.siyu.wechat.MerchantTransfers;
import cn.siyu.wechat.NotGenuine;
import cn.siyu.wechat.TransferAuthorizations;
import cn.siyu.wechat.TransferAuthorizations.AuthorizationState;
import cn.siyu.wechat.WeChatPay.NotificationHeaders;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks members for their word, asks WeChat what became of it, and takes it back. The number is written before WeChat hears of it,
 * and asked for before it is sent again (C33).
 */
@Singleton
public class MemberAuthorizations implements Authorizations {

    private static final String OPENID = "payment.openid";
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 20;

    private final TransferAuthorizations weChat;
    private final MerchantTransfers transfers;
    private final AuthorizationStore store;
    private final PiiCipher cipher;
    private final Transactions transactions;
    private final Alarms alarms;
    private final ShopClock clock;

    @Inject
    MemberAuthorizations(
            TransferAuthorizations weChat,
            MerchantTransfers transfers,
            AuthorizationStore store,
            PiiCipher cipher,
            Transactions transactions,
            Alarms alarms,
            ShopClock clock) {
        this.weChat = weChat;
        this.transfers = transfers;
        this.store = store;
        this.cipher = cipher;
        this.transactions = transactions;
        this.alarms = alarms;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<Standing>> standing(UUID member) {
        return store.newest(transactions.reads(), member)
                .chain(found -> found == null || found.state() != State.WAITING
                        ? Uni.createFrom().item(found)
                        : freshOrKept(found))
                .map(found -> Optional.ofNullable(found).map(this::shown));
    }

    @Override
    public Uni<Standing> ask(UUID member, String openid, String displayName) {
        var index = index(openid);
        return living(member)
                .chain(found -> found != null && !found.openidIndex().equals(index)
                        ? closed(found).replaceWithNull()
                        : Uni.createFrom().item(found))
                .chain(found ->
                        found == null ? begun(member, index) : Uni.createFrom().item(found))
                .chain(found -> found.state() == State.ASKED ? asked(found, openid, displayName) : fresh(found))
                .map(this::shown)
                .onFailure(WeChatUnknown.class)
                .transform(_ -> new Refused(PaymentProblem.PAYMENT_UNAVAILABLE));
    }

    @Override
    public Uni<Standing> close(UUID member) {
        return living(member)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::closed)
                .map(this::shown)
                .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                .transform(_ -> new Refused(PaymentProblem.PAYMENT_UNAVAILABLE));
    }

    /** A notification is only believed to be about a number; what became of it is asked for. */
    public Uni<Void> notified(NotificationHeaders headers, byte[] rawBody) {
        return Uni.createFrom()
                .item(() -> weChat.numberIn(headers, rawBody))
                .chain(outNo -> transactions.in(tx -> store.dueNow(tx, outNo, clock.instant())))
                .invoke(ours -> {
                    if (!ours) {
                        throw new Refused(PaymentProblem.NOTIFICATION_REFUSED);
                    }
                })
                .onFailure(NotGenuine.class)
                .transform(_ -> new Refused(PaymentProblem.NOTIFICATION_REFUSED))
                .replaceWithVoid();
    }

    /** By which what is promised to this openid need not be confirmed; empty when it must be. */
    Uni<Optional<Authorization>> inEffect(Sql sql, String openid) {
        return store.active(sql, index(openid)).map(Optional::ofNullable);
    }

    /** What WeChat says of it now. */
    Uni<Authorization> fresh(String outNo) {
        return weChat.query(outNo).chain(this::heard);
    }

    @Scheduled(every = "${siyu.payment.authorization-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var now = clock.instant();
        return transactions
                .in(tx -> store.claim(tx, now, now.plus(LEASE), AT_ONCE))
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(this::fresh)
                .collect()
                .last()
                .onFailure()
                .invoke(failure -> alarms.willRetry("asking for authorizations", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Authorization> living(UUID member) {
        return store.newest(transactions.reads(), member)
                .map(found -> found != null && found.isLiving() ? found : null);
    }

    /** Somebody else's twin may have been faster: then his is taken. */
    private Uni<Authorization> begun(UUID member, String openidIndex) {
        var id = Ids.next();
        var now = clock.instant();
        return transactions.in(
                tx -> store.insert(tx, id, id.toString().replace("-", ""), member, openidIndex, now, now.plus(LEASE))
                        .chain(() -> store.newest(tx, member)));
    }

    /** What WeChat knows already is not asked twice. */
    private Uni<Authorization> asked(Authorization found, String openid, String displayName) {
        return weChat.query(found.outNo())
                .chain(told -> told.state() == AuthorizationState.UNKNOWN_NUMBER
                        ? weChat.ask(found.outNo(), openid, displayName)
                        : Uni.createFrom().item(told))
                .chain(this::heard)
                .onFailure(WeChatRefused.class)
                .recoverWithUni(refusal -> heard(never(found, refusal.code())).map(_ -> {
                    throw new Refused(PaymentProblem.AUTHORIZATION_REFUSED);
                }));
    }

    private Uni<Authorization> fresh(Authorization found) {
        return fresh(found.outNo());
    }

    private Uni<Authorization> freshOrKept(Authorization found) {
        return fresh(found)
                .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                .recoverWithItem(found);
    }

    /** What WeChat never knew is only forgotten here. */
    private Uni<Authorization> closed(Authorization found) {
        return weChat.query(found.outNo())
                .chain(told -> switch (told.state()) {
                    case WAIT_USER_CONFIRM, TAKING_EFFECT -> weChat.close(found.outNo());
                    case CLOSED -> Uni.createFrom().item(told);
                    case UNKNOWN_NUMBER -> Uni.createFrom().item(never(found, "NEVER_ASKED"));
                })
                .chain(this::heard);
    }

    private static TransferAuthorizations.Authorization never(Authorization found, String reason) {
        return new TransferAuthorizations.Authorization(
                found.outNo(), AuthorizationState.CLOSED, Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    private Uni<Authorization> heard(TransferAuthorizations.Authorization told) {
        var now = clock.instant();
        return transactions.in(tx ->
                store.lock(tx, told.outNo()).chain(found -> store.save(tx, found.hear(told, now), now)));
    }

    private Standing shown(Authorization authorization) {
        return new Standing(
                authorization.state(),
                authorization
                        .packageInfo()
                        .map(transfers::invocation)
                        .map(call -> new Confirmation(call.mchId(), call.appId(), call.packageInfo())),
                authorization.since(),
                authorization.closeReason());
    }

    private String index(String openid) {
        return cipher.index(openid, OPENID);
    }
}
