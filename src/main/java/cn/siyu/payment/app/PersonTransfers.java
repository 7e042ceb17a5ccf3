package cn.siyu.payment.app;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Transfers;
import cn.siyu.payment.domain.Authorization;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.domain.Transfer;
import cn.siyu.payment.domain.Transfer.State;
import cn.siyu.payment.store.TransferStore;
import cn.siyu.payment.store.TransferStore.Promised;
import cn.siyu.wechat.MerchantTransfers;
import cn.siyu.wechat.MerchantTransfers.TransferOrder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The front door: what those who owe money to a person may ask of payment. */
@Singleton
class PersonTransfers implements Transfers {

    private static final Pattern BILL_NO = Pattern.compile("[0-9A-Za-z]{5,32}");

    private final MerchantTransfers weChat;
    private final TransferStore transfers;
    private final SettleTransfer settle;
    private final MemberAuthorizations authorizations;
    private final PiiCipher cipher;

    @Inject
    PersonTransfers(
            MerchantTransfers weChat,
            TransferStore transfers,
            SettleTransfer settle,
            MemberAuthorizations authorizations,
            PiiCipher cipher) {
        this.weChat = weChat;
        this.transfers = transfers;
        this.settle = settle;
        this.authorizations = authorizations;
        this.cipher = cipher;
    }

    @Override
    public Uni<Void> promise(Tx tx, Promise promise, Instant now) {
        if (!BILL_NO.matcher(promise.billNo()).matches()) {
            throw new IllegalArgumentException("the number of a transfer is 5 to 32 letters and digits");
        }
        if (promise.amount().compareTo(Transfer.LEAST) < 0) {
            throw new Refused(PaymentProblem.TRANSFER_TOO_SMALL);
        }
        var named = promise.amount().compareTo(NAMED_FROM) >= 0;
        if (named && promise.realName().isEmpty()) {
            throw new Refused(PaymentProblem.TRANSFER_NEEDS_NAME);
        }
        return authorizations
                .inEffect(tx, promise.openid())
                .chain(authorized -> insert(tx, promise, named, authorized, now));
    }

    private Uni<Void> insert(Tx tx, Promise promise, boolean named, Optional<Authorization> authorized, Instant now) {
        var id = Ids.next();
        // Made once and kept: what is encrypted in it would be other bytes the next time.
        var body = weChat.transferBody(new TransferOrder(
                promise.billNo(),
                promise.openid(),
                promise.amount(),
                promise.remark(),
                promise.realName().filter(_ -> named),
                authorized.flatMap(Authorization::authorizationId)));
        var promised = new Promised(
                id,
                promise.billNo(),
                promise.owner(),
                promise.amount(),
                promise.remark(),
                cipher.seal(body, place(id)),
                authorized.map(Authorization::outNo));
        return transfers.insert(tx, promised, now).replaceWithVoid();
    }

    @Override
    public Uni<Void> cancel(Tx tx, String billNo, Instant now) {
        return transfers
                .lock(tx, billNo)
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalArgumentException("nobody has promised " + billNo))
                .chain(transfer -> neverSent(transfer)
                        ? settle.end(tx, transfer, Optional.empty(), State.CANCELLED, Optional.empty(), now)
                        : transfers.cancelAsked(tx, transfer.id(), now).replaceWithVoid());
    }

    private static boolean neverSent(Transfer transfer) {
        return transfer.state() == State.PROMISED && transfer.sentAt().isEmpty();
    }

    @Override
    public Uni<Optional<Standing>> standing(Sql sql, String billNo) {
        return transfers
                .find(sql, billNo)
                .map(found -> Optional.ofNullable(found)
                        .map(transfer -> new Standing(
                                billNo, transfer.state().name(), confirmation(transfer), transfer.failReason())));
    }

    private Optional<Confirmation> confirmation(Transfer transfer) {
        return transfer.packageInfo()
                .filter(_ -> transfer.state() == State.WAIT_USER_CONFIRM)
                .map(weChat::invocation)
                .map(call -> new Confirmation(call.mchId(), call.appId(), call.packageInfo()));
    }

    /** Where the request is sealed to. */
    static String place(UUID id) {
        return "payment_transfer:" + id + ":request";
    }
}
