package cn.siyu.payment.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.wechat.WeChatPay;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Asks WeChat how a payment stands and writes down the answer. */
@Singleton
public class QueryPayment {

    private final WeChatPay weChat;
    private final Transactions transactions;
    private final SettlePayment settle;
    private final ShopClock clock;

    @Inject
    QueryPayment(WeChatPay weChat, Transactions transactions, SettlePayment settle, ShopClock clock) {
        this.weChat = weChat;
        this.transactions = transactions;
        this.settle = settle;
        this.clock = clock;
    }

    /** How the attempt stands afterwards. Not to be called inside a transaction. */
    public Uni<Attempt> ask(Attempt attempt) {
        return weChat.query(attempt.outTradeNo())
                .chain(told -> transactions.in(tx -> settle.hear(tx, told, clock.instant())));
    }
}
