package cn.siyu.payment.app;

import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.Authorizations.State;
import cn.siyu.payment.domain.Transfer;
import cn.siyu.payment.store.TransferStore;
import cn.siyu.wechat.MerchantTransfers;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * A payee may take his authorization back between the promise and the sending: then WeChat refuses the transfer. A refusal has no
 * effect, so the same number may go out once more, as one that he confirms.
 */
@Singleton
class WithdrawAuthorization {

    private final MemberAuthorizations authorizations;
    private final MerchantTransfers weChat;
    private final TransferStore transfers;
    private final PiiCipher cipher;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    WithdrawAuthorization(
            MemberAuthorizations authorizations,
            MerchantTransfers weChat,
            TransferStore transfers,
            PiiCipher cipher,
            Transactions transactions,
            ShopClock clock) {
        this.authorizations = authorizations;
        this.weChat = weChat;
        this.transfers = transfers;
        this.cipher = cipher;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Whatever WeChat refused it for: only an authorization that is no longer in effect changes anything. */
    Uni<Void> check(Transfer transfer) {
        return transfers
                .authorizationNo(transactions.reads(), transfer.id())
                .chain(number -> number.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : authorizations
                                .fresh(number.get())
                                .chain(found -> found.state() == State.ACTIVE
                                        ? Uni.createFrom().voidItem()
                                        : rewrite(transfer)))
                .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                .recoverWithNull();
    }

    private Uni<Void> rewrite(Transfer transfer) {
        var place = PersonTransfers.place(transfer.id());
        return transfers
                .sealedRequest(transactions.reads(), transfer.id())
                .map(stored -> cipher.seal(weChat.unauthorized(cipher.open(stored, place)), place))
                .chain(plain ->
                        transactions.in(tx -> transfers.unauthorized(tx, transfer.id(), plain, clock.instant())))
                .replaceWithVoid();
    }
}
