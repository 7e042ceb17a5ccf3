package cn.siyu.trade;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What sold orders bring afterwards, as the contexts above want it: a better price, and something for whoever led the buyers. */
public interface Rewards {

    /**
     * These orders are of a buy group that came about, and this is what its leader has to do with commissions on them. In the
     * transaction that releases them: before anybody reckons a commission. Repeating changes nothing.
     */
    Uni<Void> led(Tx tx, Collection<UUID> orders, SoldOrder.Led led);

    /** The orders of others from which the buyer of this one earns because he led their group. */
    Uni<List<UUID>> ledBy(Sql sql, UUID leaderOrder);

    /** Part of the price of a sold order that goes back, and what the buyer is told about it. */
    record Rebate(UUID order, Money amount, String reason) {}

    /**
     * What these orders cost has become less (B16, B19): the difference goes back in one refund for each, under a number that the
     * order fixes. Units that were given back before were paid back at their full price and get nothing more. An order lives
     * on, whatever is left of its price. Answers what is really sent, by order.
     */
    Uni<Map<UUID, Money>> rebate(Tx tx, Collection<Rebate> rebates, Instant now);
}
