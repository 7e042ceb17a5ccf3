package cn.siyu.commission.app;

import static cn.siyu.commission.app.Books.isThawed;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Refund;
import cn.siyu.commission.domain.Commission.Reversal;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.store.AccountStore;
import cn.siyu.commission.store.CommissionStore;
import cn.siyu.commission.store.CommissionStore.Done;
import cn.siyu.commission.store.CommissionStore.Entry;
import cn.siyu.commission.store.FactStore;
import cn.siyu.commission.store.FactStore.Forfeit;
import cn.siyu.commission.store.FactStore.Heard;
import cn.siyu.commission.store.FactStore.Terms;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Transfer;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.OrderReceived;
import cn.siyu.trade.OrderRefunded;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Rewards;
import cn.siyu.trade.SoldOrder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hears what happens to orders. Each piece of news is first kept as a fact; then whatever follows from all facts of the order
 * and is not yet written is written. So it does not matter how often or in which order the news comes: amounts, references
 * and instants are those of the events.
 */
@ApplicationScoped
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

    public Uni<Void> firm(Tx tx, OrderPaid event) {
        return facts.hear(tx, event.orderId(), event.occurredAt(), null, null).chain(heard -> settle(tx, heard));
    }

    public Uni<Void> received(Tx tx, OrderReceived event) {
        var at = event.occurredAt();
        return facts.hear(tx, event.orderId(), null, at, at.plus(settings.freeze()))
                .chain(heard -> settle(tx, heard));
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
                : facts.hear(tx, event.orderId(), null, null, null)
                        .call(heard -> facts.keep(tx, heard.order(), refunds))
                        .chain(heard -> settle(tx, heard));
        return event.closed() ? kept.chain(() -> forfeit(tx, event)) : kept;
    }

    /** Whoever gave all of his own order back loses what he earned by leading its group (B16). */
    private Uni<Void> forfeit(Tx tx, OrderRefunded event) {
        var forfeit = new Forfeit("LEADER-" + event.refundNo(), event.occurredAt());
        return rewards.ledBy(tx, event.orderId())
                .chain(others -> Multi.createFrom()
                        .iterable(others)
                        .onItem()
                        .transformToUniAndConcatenate(order -> facts.hear(tx, order, null, null, null)
                                .call(() -> facts.forfeit(tx, order, forfeit))
                                .chain(heard -> settle(tx, heard)))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** Nothing accrues before the order is known to be firm: a failed buy group's never was. */
    private Uni<Void> settle(Tx tx, Heard heard) {
        if (heard.firmAt().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return (heard.terms().isPresent() ? commissions.ofOrders(tx, List.of(heard.order())) : accrue(tx, heard))
                .chain(all -> all.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : facts.refunds(tx, heard.order())
                                .chain(refunds -> commissions
                                        .reversed(tx, heard.order())
                                        .chain(done -> forfeited(tx, heard, all)
                                                .chain(forfeit ->
                                                        takeBack(tx, heard, all, new News(refunds, forfeit), done)))));
    }

    /** What takes something back: refunds of the order, and what its group's leader has forfeited. */
    private record News(List<Refund> refunds, Optional<Forfeit> forfeit) {

        /** What of it is not written yet. */
        List<Reversal> fresh(Commission commission, Set<Done> known) {
            var lost = forfeit.filter(_ -> commission.role() == PayeeRole.LEADER);
            if (lost.filter(each -> known.contains(new Done(commission.id(), each.refundNo())))
                    .isPresent()) {
                return List.of();
            }
            var fresh = commission.reversals(refunds).stream()
                    .filter(reversal -> !known.contains(new Done(commission.id(), reversal.refundNo())))
                    .toList();
            return lost.map(each -> withRest(commission, fresh, each)).orElse(fresh);
        }

        private static List<Reversal> withRest(Commission commission, List<Reversal> fresh, Forfeit forfeit) {
            var rest = commission
                    .kept()
                    .minus(Money.sum(fresh.stream().map(Reversal::amount).toList()));
            return rest.isPositive()
                    ? Stream.concat(fresh.stream(), Stream.of(new Reversal(forfeit.refundNo(), rest, forfeit.at())))
                            .toList()
                    : fresh;
        }
    }

    private Uni<Optional<Forfeit>> forfeited(Tx tx, Heard heard, List<Commission> all) {
        return all.stream().anyMatch(each -> each.role() == PayeeRole.LEADER)
                ? facts.forfeit(tx, heard.order()).map(Optional::ofNullable)
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<List<Commission>> accrue(Tx tx, Heard heard) {
        return orders.sold(tx, List.of(heard.order()))
                .map(List::getFirst)
                .chain(order -> reckoning
                        .of(tx, order, settings.policy(), heard.firmAt().orElseThrow())
                        .call(all -> facts.accrued(tx, heard.order(), terms(order)))
                        .call(all -> write(tx, all)));
    }

    private Terms terms(SoldOrder order) {
        return new Terms(order.placedAt(), new Rate(settings.cap()), settings.ownPurchase());
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

    private Uni<Void> takeBack(Tx tx, Heard heard, List<Commission> all, News news, List<Done> done) {
        var known = new HashSet<>(done);
        var entries = new ArrayList<Entry>();
        var transfers = new ArrayList<Transfer>();
        var taken = new Books.Sums();
        var next = new ArrayList<Commission>();
        for (var commission : all) {
            var fresh = news.fresh(commission, known);
            for (var reversal : fresh) {
                entries.add(Entry.reversal(commission, reversal));
                transfers.add(Books.reversal(commission, reversal, isThawed(heard)));
            }
            var sum = Money.sum(fresh.stream().map(Reversal::amount).toList());
            taken.add(commission.payee().id(), sum.negated());
            next.add(moved(heard, commission, sum));
        }
        return write(tx, heard, changed(all, next), entries, transfers, taken);
    }

    private Uni<Void> write(
            Tx tx,
            Heard heard,
            List<Commission> changed,
            List<Entry> entries,
            List<Transfer> transfers,
            Books.Sums taken) {
        return (entries.isEmpty() ? Uni.createFrom().voidItem() : commissions.enter(tx, entries))
                .chain(() -> changed.isEmpty() ? Uni.createFrom().voidItem() : commissions.change(tx, changed))
                .chain(() -> isThawed(heard)
                        ? accounts.add(tx, taken.notZero())
                        : Uni.createFrom().voidItem())
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

    private static List<Commission> changed(List<Commission> before, List<Commission> after) {
        return after.stream().filter(commission -> !before.contains(commission)).toList();
    }
}
