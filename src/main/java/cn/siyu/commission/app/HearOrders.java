package cn.siyu.commission.app;

import static cn.siyu.commission.app.Books.isThawed;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Refund;
import cn.siyu.commission.domain.Commission.Reversal;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.store.AccountStore;
import cn.siyu.commission.store.CommissionStore;
import cn.siyu.commission.store.CommissionStore.Done;
import cn.siyu.commission.store.CommissionStore.Entry;
import cn.siyu.commission.store.FactStore;
import cn.siyu.commission.store.FactStore.Fact;
import cn.siyu.commission.store.FactStore.Firm;
import cn.siyu.commission.store.FactStore.Forfeit;
import cn.siyu.commission.store.FactStore.Heard;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Transfer;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.OrderReceived;
import cn.siyu.trade.OrderRefunded;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Rewards;
import cn.siyu.trade.SoldOrder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Hears what happens to orders. Each piece of news is first kept as a fact; then whatever follows from all facts of the order
 * and is not yet written is written. So it does not matter how often or in which order the news comes: amounts, references
 * and instants are those of the events.
 */
@Singleton
public class HearOrders {

    private final FactStore facts;
    private final CommissionStore commissions;
    private final AccountStore accounts;
    private final Reckoning reckoning;
    private final Orders orders;
    private final Rewards rewards;
    private final Ledger ledger;
    private final CommissionSettings settings;

    @Inject
    HearOrders(
            FactStore facts,
            CommissionStore commissions,
            AccountStore accounts,
            Reckoning reckoning,
            Orders orders,
            Rewards rewards,
            Ledger ledger,
            CommissionSettings settings) {
        this.facts = facts;
        this.commissions = commissions;
        this.accounts = accounts;
        this.reckoning = reckoning;
        this.orders = orders;
        this.rewards = rewards;
        this.ledger = ledger;
        this.settings = settings;
    }

    /**
     * What an order was never changes, nor the rules of its moment: what it pays is reckoned before its row is locked, and written
     * when nobody else has.
     */
    public Uni<Void> firm(Tx tx, List<OrderPaid> events) {
        var firmAt = events.stream().collect(toMap(OrderPaid::orderId, OrderPaid::occurredAt, (first, _) -> first));
        var policy = settings.policy();
        return orders.sold(tx, firmAt.keySet())
                .chain(sold -> reckoning
                        .of(tx, sold, _ -> policy)
                        .chain(reckoned -> facts.accrue(
                                        tx,
                                        sold.stream()
                                                .map(each -> new Firm(each.id(), at(firmAt, each), each.placedAt()))
                                                .toList(),
                                        policy)
                                .chain(fresh -> accrue(tx, firmAt, reckoned, fresh))));
    }

    private Uni<Void> accrue(Tx tx, Map<UUID, Instant> firmAt, List<Reckoned> reckoned, List<Heard> fresh) {
        var ids = fresh.stream().map(Heard::order).collect(toSet());
        var all = reckoned.stream()
                .filter(each -> ids.contains(each.order().id()))
                .flatMap(each -> each.commissions(at(firmAt, each.order())).stream())
                .toList();
        return write(tx, all).chain(() -> takeBack(tx, fresh, all));
    }

    public Uni<Void> received(Tx tx, OrderReceived event) {
        var at = event.occurredAt();
        return hear(tx, List.of(new Fact(event.orderId(), at, at.plus(settings.freeze()))));
    }

    private Uni<Void> hear(Tx tx, List<Fact> told) {
        return facts.hear(tx, told).chain(heard -> settle(tx, heard));
    }

    /** Money that never belonged to the order names no lines and takes nothing back. */
    public Uni<Void> refunded(Tx tx, OrderRefunded event) {
        var refunds = event.lines().stream()
                .map(line -> new Refund(
                        line.lineId(),
                        event.refundNo(),
                        new Money(line.goodsFen()),
                        new Money(line.goodsBeforeFen()),
                        event.occurredAt()))
                .toList();
        var kept = refunds.isEmpty()
                ? Uni.createFrom().voidItem()
                : facts.hear(tx, List.of(Fact.of(event.orderId())))
                        .call(() -> facts.keep(tx, event.orderId(), refunds))
                        .chain(heard -> settle(tx, heard));
        return event.closed() ? kept.chain(() -> forfeit(tx, event)) : kept;
    }

    /** Whoever gave all of his own order back loses what he earned by leading its group (B16). */
    private Uni<Void> forfeit(Tx tx, OrderRefunded event) {
        var forfeit = new Forfeit("LEADER-" + event.refundNo(), event.occurredAt());
        return rewards.ledBy(tx, event.orderId())
                .chain(others -> others.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : facts.hear(tx, others.stream().map(Fact::of).toList())
                                .call(() -> facts.forfeit(tx, others, forfeit))
                                .chain(heard -> settle(tx, heard)));
    }

    /** Nothing accrues before the order is known to be firm: a failed buy group's never was. */
    private Uni<Void> settle(Tx tx, List<Heard> heard) {
        var firm = heard.stream().filter(each -> each.terms().isPresent()).toList();
        return firm.isEmpty()
                ? Uni.createFrom().voidItem()
                : commissions
                        .ofOrders(tx, firm.stream().map(Heard::order).toList())
                        .chain(all -> takeBack(tx, firm, all));
    }

    private static Instant at(Map<UUID, Instant> firmAt, SoldOrder order) {
        return requireNonNull(firmAt.get(order.id()));
    }

    private Uni<Void> write(Tx tx, List<Commission> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return accounts.open(tx, all.stream().map(Commission::payee).toList())
                .chain(() -> commissions.insert(tx, all))
                .chain(() ->
                        commissions.enter(tx, all.stream().map(Entry::accrual).toList()))
                .chain(() -> ledger.post(tx, all.stream().map(Books::accrual).toList()))
                .replaceWithVoid();
    }

    private Uni<Void> takeBack(Tx tx, List<Heard> firm, List<Commission> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ids = firm.stream().map(Heard::order).toList();
        return Uni.combine()
                .all()
                .unis(facts.refunds(tx, ids), facts.forfeits(tx, ids), commissions.reversed(tx, ids))
                .asTuple()
                .chain(told -> takeBack(
                        tx,
                        firm.stream().collect(toMap(Heard::order, Function.identity())),
                        all,
                        new News(told.getItem1(), told.getItem2()),
                        new HashSet<>(told.getItem3())));
    }

    private Uni<Void> takeBack(Tx tx, Map<UUID, Heard> heard, List<Commission> all, News news, Set<Done> done) {
        var entries = new ArrayList<Entry>();
        var transfers = new ArrayList<Transfer>();
        var taken = new Books.Sums();
        var changed = new ArrayList<Commission>();
        for (var commission : all) {
            var of = requireNonNull(heard.get(commission.order()));
            var fresh = news.fresh(commission, done);
            for (var reversal : fresh) {
                entries.add(Entry.reversal(commission, reversal));
                transfers.add(Books.reversal(commission, reversal, isThawed(of)));
            }
            var sum = Money.sum(fresh.stream().map(Reversal::amount).toList());
            if (isThawed(of)) {
                taken.add(commission.payee().id(), sum.negated());
            }
            var moved = moved(of, commission, sum);
            if (!moved.equals(commission)) {
                changed.add(moved);
            }
        }
        return (entries.isEmpty() ? Uni.createFrom().voidItem() : commissions.enter(tx, entries))
                .chain(() -> changed.isEmpty() ? Uni.createFrom().voidItem() : commissions.change(tx, changed))
                .chain(() -> accounts.add(tx, taken.notZero()))
                .chain(() -> ledger.post(tx, transfers))
                .replaceWithVoid();
    }

    private static Commission moved(Heard heard, Commission commission, Money taken) {
        if (commission.kept().isZero()) {
            return commission;
        }
        var kept = commission.kept().minus(taken);
        return commission.with(kept, CommissionState.of(heard.receivedAt(), heard.thawedAt(), kept));
    }
}
