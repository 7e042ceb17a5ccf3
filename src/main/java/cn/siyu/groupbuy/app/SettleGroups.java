package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.RewardLeader.Due;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.GivenAway;
import cn.siyu.groupbuy.domain.Settlement;
import cn.siyu.groupbuy.domain.Settlement.Rebate;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.SettlementStore;
import cn.siyu.groupbuy.store.SettlementStore.Unsettled;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.Rewards;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Gives the members of complete groups what they are owed: the difference to the step of the ladder that was reached, and the
 * leader his benefit (B16, B19). Not in the transaction of the last payment, which others wait for; each group in one of its own,
 * so that one that cannot be settled now keeps nobody waiting.
 */
@Singleton
class SettleGroups {

    private static final Logger LOG = Logger.getLogger(SettleGroups.class);
    private static final int BATCH = 50;
    private static final Duration CLAIM = Duration.ofSeconds(15);

    private final SettlementStore settlements;
    private final GroupStore groups;
    private final ActivityStore activities;
    private final BudgetStore budgets;
    private final RewardLeader leaders;
    private final Rewards rewards;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SettleGroups(
            SettlementStore settlements,
            GroupStore groups,
            ActivityStore activities,
            BudgetStore budgets,
            RewardLeader leaders,
            Rewards rewards,
            Transactions transactions,
            ShopClock clock) {
        this.settlements = settlements;
        this.groups = groups;
        this.activities = activities;
        this.budgets = budgets;
        this.leaders = leaders;
        this.rewards = rewards;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A complete group with what is to be done about it. */
    private record Case(BuyGroup group, Activity activity, int reached, List<Unsettled> places) {

        Settlement settlement(boolean benefits) {
            return Settlement.of(
                    activity.plan(),
                    reached,
                    group.origin().leader(),
                    benefits,
                    places.stream().map(Unsettled::place).toList());
        }

        /** What each place has given away, for activities that count it. */
        Map<UUID, Money> given(boolean benefits) {
            return places.stream()
                    .filter(each -> each.given() != null)
                    .collect(Collectors.toMap(each -> each.place().order(), each -> given(each, benefits)));
        }

        @SuppressWarnings("NullAway") // Only those that give something of a budget away are asked about.
        private Money given(Unsettled each, boolean benefits) {
            var leads = each.place().member().equals(group.origin().leader());
            var role = new GivenAway.Role(each.tookAsLeader(), leads);
            return GivenAway.inTheEnd(each.given(), activity.plan(), reached, each.place(), role, benefits);
        }

        Money reckoned() {
            return Money.sum(places.stream()
                    .map(Unsettled::given)
                    .filter(each -> each != null)
                    .toList());
        }
    }

    @Scheduled(every = "${siyu.groupbuy.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> settle() {
        var now = clock.instant();
        return transactions
                .in(tx -> settlements.claim(tx, now, now.plus(CLAIM), BATCH))
                .chain(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUniAndConcatenate(this::settle)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> settle(BuyGroupId id) {
        return transactions
                .in(tx -> settle(tx, id))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "buy group %s will be settled later", id))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> settle(Tx tx, BuyGroupId id) {
        var now = clock.instant();
        return groups.lock(tx, id)
                .chain(group -> settlements
                        .reached(tx, id)
                        .chain(reached -> reached == null
                                ? Uni.createFrom().voidItem()
                                : activities
                                        .find(tx, group.origin().activity())
                                        .chain(activity -> settlements
                                                .unsettled(tx, id)
                                                .map(places -> new Case(group, activity, reached, places)))
                                        .chain(found -> settle(tx, found, now))));
    }

    private Uni<Void> settle(Tx tx, Case found, Instant now) {
        return benefits(tx, found, now)
                .chain(benefits -> pay(tx, found, found.settlement(benefits).rebates(), now))
                .chain(() -> settlements.settled(tx, found.group().origin().id()))
                .replaceWithVoid();
    }

    /** Whether the leader gets his benefit with this settlement; the first one of a group decides it. */
    private Uni<Boolean> benefits(Tx tx, Case found, Instant now) {
        return leaders.due(tx, found.group(), found.activity())
                .chain(due -> within(tx, found, due))
                .chain(due -> leaders.note(
                                tx, found.group(), found.activity(), found.settlement(due == Due.YES), due, now)
                        .replaceWith(due == Due.YES));
    }

    /** Who inherited a group may be owed what nobody reckoned with; beyond the budget there is nothing for him. */
    private Uni<Due> within(Tx tx, Case found, Due due) {
        var given = found.given(due == Due.YES);
        if (given.isEmpty()) {
            return Uni.createFrom().item(due);
        }
        var more = Money.sum(given.values()).minus(found.reckoned());
        return budgets.correct(tx, found.activity().id(), given, more)
                .chain(enough ->
                        enough || due != Due.YES ? Uni.createFrom().item(due) : within(tx, found, Due.BEYOND_BUDGET));
    }

    private Uni<Void> pay(Tx tx, Case found, List<Rebate> rebates, Instant now) {
        if (rebates.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return rewards.rebate(
                        tx,
                        rebates.stream()
                                .filter(each -> each.total().isPositive())
                                .map(each -> new Rewards.Rebate(each.order(), each.total(), reason(each)))
                                .toList(),
                        now)
                .chain(sent -> settlements.insert(tx, found.group().origin().id(), rebates, sent, now))
                .chain(() -> settlements.rewardAsSent(tx, found.group().origin().id()))
                .replaceWithVoid();
    }

    private static String reason(Rebate rebate) {
        if (rebate.benefit().isZero()) {
            return "阶梯团差价";
        }
        return rebate.ladder().isZero() ? "团长优惠" : "阶梯团差价与团长优惠";
    }
}
