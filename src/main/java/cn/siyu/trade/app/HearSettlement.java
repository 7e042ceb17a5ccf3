package cn.siyu.trade.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.ReleasedFunds;
import cn.siyu.wechat.MessagePush;
import cn.siyu.wechat.MessagePush.Proof;
import cn.siyu.wechat.MessagePush.Settlement;
import cn.siyu.wechat.NotGenuine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** Hears from WeChat when the money of an order is the shop's (E13). */
@Singleton
public class HearSettlement {

    private static final String ROUND = "-\\d+$";

    private final MessagePush push;
    private final ReleasedFunds funds;
    private final Transactions transactions;

    @Inject
    HearSettlement(MessagePush push, ReleasedFunds funds, Transactions transactions) {
        this.push = push;
        this.funds = funds;
        this.transactions = transactions;
    }

    /** Refuses whoever only claims to be WeChat. */
    public void greet(Proof proof) {
        var _ = genuine(() -> {
            push.greeted(proof);
            return Optional.empty();
        });
    }

    /** Notes a settlement; every other event, and one of an order that is not there, is taken and changes nothing. */
    public Uni<Void> hear(Proof proof, byte[] body) {
        return genuine(() -> push.open(proof, body))
                .map(told -> transactions
                        .in(tx -> funds.release(tx, orderNo(told), told.at()))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** A payment that was begun again has the number of its round behind the order's (E2). */
    private static String orderNo(Settlement told) {
        return told.outTradeNo().replaceFirst(ROUND, "");
    }

    private static Optional<Settlement> genuine(Supplier<Optional<Settlement>> opened) {
        try {
            return opened.get();
        } catch (NotGenuine _) {
            throw new Refused(TradeProblem.PUSH_REFUSED);
        }
    }
}
