package cn.siyu.trade.app;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Transfer;
import cn.siyu.trade.domain.Order;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When customers' money becomes the shop's, and when it becomes theirs again. Refunds are always paid out of the
 * prepayments, so what goes back after completion is moved there first.
 */
@Singleton
public class Earnings {

    private final Ledger ledger;

    @Inject
    Earnings(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What was not given back is earned: at completion, or, for the freight that stays, when all goods went back. */
    public Uni<Void> earn(Tx tx, Order order, Instant now) {
        var transfers = new ArrayList<Transfer>();
        add(
                transfers,
                "COMPLETE:" + order.number(),
                Kind.CUSTOMER_PREPAYMENTS,
                Kind.SALES,
                order.money().goodsLeft(),
                now);
        add(
                transfers,
                "COMPLETE-FREIGHT:" + order.number(),
                Kind.CUSTOMER_PREPAYMENTS,
                Kind.FREIGHT_INCOME,
                order.money().freightLeft(),
                now);
        return post(tx, transfers);
    }

    /** A refund of what was earned already. */
    public Uni<Void> giveBack(Tx tx, String refundNo, Money goods, Money freight, Instant now) {
        var transfers = new ArrayList<Transfer>();
        add(transfers, "UNEARN:" + refundNo, Kind.SALES, Kind.CUSTOMER_PREPAYMENTS, goods, now);
        add(transfers, "UNEARN-FREIGHT:" + refundNo, Kind.FREIGHT_INCOME, Kind.CUSTOMER_PREPAYMENTS, freight, now);
        return post(tx, transfers);
    }

    private Uni<Void> post(Tx tx, List<Transfer> transfers) {
        return transfers.isEmpty()
                ? Uni.createFrom().voidItem()
                : ledger.post(tx, transfers).replaceWithVoid();
    }

    private static void add(
            List<Transfer> transfers, String reference, Kind debit, Kind credit, Money amount, Instant now) {
        if (amount.isPositive()) {
            transfers.add(new Transfer(reference, Account.of(debit), Account.of(credit), amount, now));
        }
    }
}
