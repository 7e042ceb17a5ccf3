package cn.siyu.payment.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.TransferAwaitsUser;
import cn.siyu.payment.TransferEnded;
import cn.siyu.payment.domain.Transfer;
import cn.siyu.payment.domain.Transfer.State;
import cn.siyu.payment.domain.Transfer.Verdict;
import cn.siyu.payment.store.TransferStore;
import cn.siyu.wechat.MerchantTransfers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Writes down what WeChat tells about a transfer, whoever brought the word, and tells each news once. */
@Singleton
class SettleTransfer {

    private final TransferStore transfers;
    private final Outbox outbox;
    private final Alarms alarms;

    @Inject
    SettleTransfer(TransferStore transfers, Outbox outbox, Alarms alarms) {
        this.transfers = transfers;
        this.outbox = outbox;
        this.alarms = alarms;
    }

    Uni<Void> hear(Tx tx, MerchantTransfers.Transfer told, Instant now) {
        return transfers
                .lock(tx, told.outBillNo())
                .chain(transfer -> transfer == null ? Uni.createFrom().voidItem() : hear(tx, transfer, told, now));
    }

    private Uni<Void> hear(Tx tx, Transfer transfer, MerchantTransfers.Transfer told, Instant now) {
        return switch (transfer.hear(told)) {
            case Verdict.Turn(var state, var asksUser) -> turn(tx, transfer, told, state, asksUser, now);
            case Verdict.End(var state, var reason) -> end(tx, transfer, told.transferBillNo(), state, reason, now);
            case Verdict.Nothing() -> Uni.createFrom().voidItem();
            case Verdict.Contradiction(var what) ->
                Uni.createFrom().voidItem().invoke(() -> alarms.contradiction(what, transfer.billNo()));
        };
    }

    private Uni<Void> turn(
            Tx tx, Transfer transfer, MerchantTransfers.Transfer told, State state, boolean asksUser, Instant now) {
        var tries = state == transfer.state() ? transfer.tries() : 1;
        var turned = transfers.turned(
                tx,
                transfer.id(),
                state,
                Transfer.nextQuery(state, tries, now),
                told.transferBillNo(),
                told.packageInfo(),
                asksUser ? Optional.of(now) : Optional.empty());
        return asksUser
                ? turned.chain(() -> outbox.append(
                        tx,
                        new TransferAwaitsUser(
                                Ids.next(),
                                now,
                                transfer.billNo(),
                                transfer.owner(),
                                transfer.amount().fen())))
                : turned.replaceWithVoid();
    }

    /** @param transfer locked by the caller */
    Uni<Void> end(
            Tx tx,
            Transfer transfer,
            Optional<String> transferBillNo,
            State state,
            Optional<String> failReason,
            Instant now) {
        var event = new TransferEnded(
                Ids.next(),
                now,
                transfer.billNo(),
                transfer.owner(),
                transfer.amount().fen(),
                state.name(),
                failReason.orElse(null));
        return transfers
                .ended(tx, transfer.id(), state, failReason, transferBillNo, now)
                .chain(() -> outbox.append(tx, event));
    }
}
