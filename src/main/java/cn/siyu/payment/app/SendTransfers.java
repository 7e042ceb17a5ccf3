package cn.siyu.payment.app;

import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.payment.domain.Schedule;
import cn.siyu.payment.domain.Transfer;
import cn.siyu.payment.domain.Transfer.State;
import cn.siyu.payment.store.TransferStore;
import cn.siyu.wechat.MerchantTransfers;
import cn.siyu.wechat.MerchantTransfers.TransferState;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries promised transfers out: the stored bytes under the one number until WeChat has ended it. What WeChat may know
 * already is asked for before it is sent again; what was asked to be cancelled is sent no more (C33).
 */
@Singleton
class SendTransfers {

    private static final int AT_ONCE = 20;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MerchantTransfers weChat;
    private final Transactions transactions;
    private final TransferStore transfers;
    private final AdmitTransfers admit;
    private final WithdrawAuthorization withdraw;
    private final SettleTransfer settle;
    private final PiiCipher cipher;
    private final FreshContext fresh;
    private final Alarms alarms;
    private final ShopClock clock;

    @Inject
    SendTransfers(
            MerchantTransfers weChat,
            Transactions transactions,
            TransferStore transfers,
            AdmitTransfers admit,
            WithdrawAuthorization withdraw,
            SettleTransfer settle,
            PiiCipher cipher,
            FreshContext fresh,
            Alarms alarms,
            ShopClock clock) {
        this.weChat = weChat;
        this.transactions = transactions;
        this.transfers = transfers;
        this.admit = admit;
        this.withdraw = withdraw;
        this.settle = settle;
        this.cipher = cipher;
        this.fresh = fresh;
        this.alarms = alarms;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.payment.transfer-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var now = clock.instant();
        return transactions
                .in(tx -> admit.admit(tx, now, AT_ONCE).chain(() -> transfers.claim(tx, now, now.plus(LEASE), AT_ONCE)))
                .chain(this::carryOutAll)
                .onFailure()
                .invoke(failure -> alarms.willRetry("sending transfers", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> carryOutAll(List<Transfer> claimed) {
        return fresh.each(claimed, this::carryOut).replaceWithVoid();
    }

    private Uni<Void> carryOut(Transfer transfer) {
        var asked = transfer.cancelAskedAt().isPresent() ? cancelled(transfer) : outcome(transfer);
        return asked.chain(told -> transactions.in(tx -> written(tx, transfer, told)))
                .onFailure(WeChatUnknown.class)
                .recoverWithUni(() -> again(transfer, null))
                .onFailure(WeChatRefused.class)
                .recoverWithUni(failure -> again(transfer, failure.code()).chain(() -> withdraw.check(transfer)))
                .onFailure()
                .invoke(failure -> alarms.willRetry("transfer " + transfer.billNo(), failure));
    }

    private Uni<MerchantTransfers.Transfer> outcome(Transfer transfer) {
        return transfer.mayBeKnown()
                ? weChat.queryTransfer(transfer.billNo()).chain(told -> sentAgain(transfer, told))
                : send(transfer);
    }

    /** Only the reply to the request itself holds what the payee confirms with: a query that finds him asked sends it again. */
    private Uni<MerchantTransfers.Transfer> sentAgain(Transfer transfer, MerchantTransfers.Transfer told) {
        var unknown = told.state() == TransferState.UNKNOWN_NUMBER && transfer.remembered(clock.instant());
        var lacksPackage = told.state() == TransferState.WAIT_USER_CONFIRM
                && transfer.packageInfo().isEmpty();
        return unknown || lacksPackage ? send(transfer) : Uni.createFrom().item(told);
    }

    /** After its lease a claim is another's: who was held up that long sends nothing. */
    private Uni<MerchantTransfers.Transfer> send(Transfer transfer) {
        if (!transfer.sentAt()
                .map(at -> clock.instant().isBefore(at.plus(LEASE)))
                .orElse(false)) {
            return Uni.createFrom().failure(new WeChatUnknown("held up for too long to send", null));
        }
        return transfers
                .sealedRequest(transactions.reads(), transfer.id())
                .map(stored -> cipher.open(stored, PersonTransfers.place(transfer.id())))
                .chain(weChat::transfer);
    }

    private Uni<MerchantTransfers.Transfer> cancelled(Transfer transfer) {
        return weChat.queryTransfer(transfer.billNo())
                .chain(told -> told.state() != TransferState.UNKNOWN_NUMBER
                                && State.valueOf(told.state().name()).cancellable()
                        ? weChat.cancelTransfer(transfer.billNo())
                        : Uni.createFrom().item(told));
    }

    private Uni<Void> written(Tx tx, Transfer transfer, MerchantTransfers.Transfer told) {
        var now = clock.instant();
        return told.state() == TransferState.UNKNOWN_NUMBER ? unknown(tx, transfer, now) : settle.hear(tx, told, now);
    }

    /** What WeChat does not know and what can no longer arrive has come to its end; until then nobody can say. */
    private Uni<Void> unknown(Tx tx, Transfer transfer, Instant now) {
        if (transfer.cancelAskedAt().isPresent() && transfer.neverArrives(now)) {
            return transfers
                    .lock(tx, transfer.billNo())
                    .chain(current -> current.state() == State.PROMISED
                            ? settle.end(tx, current, Optional.empty(), State.CANCELLED, Optional.empty(), now)
                            : Uni.createFrom().voidItem());
        }
        if (!transfer.remembered(now)) {
            alarms.stuckTransfer("FORGOTTEN", transfer.billNo());
        }
        return transfers
                .doubted(tx, transfer.id(), Schedule.afterDoubt(transfer.tries(), now), null)
                .replaceWithVoid();
    }

    /** Even a refusal is tried again: most of them (no balance, over a day's limit) pass, the others wait for people in the list. */
    private Uni<Void> again(Transfer transfer, @Nullable String code) {
        if (code != null) {
            alarms.stuckTransfer(code, transfer.billNo());
        }
        var next = Schedule.afterDoubt(transfer.tries(), clock.instant());
        return transactions
                .in(tx -> transfers.doubted(tx, transfer.id(), next, code))
                .replaceWithVoid();
    }
}
