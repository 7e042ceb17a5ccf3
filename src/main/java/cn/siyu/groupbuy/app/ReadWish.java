package cn.siyu.groupbuy.app;

import cn.siyu.audience.Buyers;
import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.GivenAway;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.page.FreshValues;
import cn.siyu.kernel.page.Recent;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.trade.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a place in a group would be: goods, price, freight, and who asks for it. Never inside a transaction. */
@Singleton
public class ReadWish {

    private static final Set<SeatState> ON_THE_WAY = Set.of(SeatState.HELD, SeatState.PAID, SeatState.CONFIRMED);

    private static final int MOST_ACTIVITIES = 500;

    private final SeatStore seats;
    private final Orders orders;
    private final Audience audience;
    private final WatchBudgets budgets;
    private final Buyers buyers;
    private final Sql reads;
    private final ShopClock clock;
    private final Recent<ActivityId, Activity> asked;

    @Inject
    ReadWish(
            ActivityStore activities,
            SeatStore seats,
            Orders orders,
            Audience audience,
            WatchBudgets budgets,
            Buyers buyers,
            Lookups lookups,
            ShopClock clock,
            FreshValues values) {
        this.seats = seats;
        this.orders = orders;
        this.audience = audience;
        this.budgets = budgets;
        this.buyers = buyers;
        this.reads = lookups.reads();
        this.clock = clock;
        this.asked = values.recent(
                MOST_ACTIVITIES,
                ids -> activities
                        .find(reads, ids)
                        .map(found -> found.stream().collect(Collectors.toMap(Activity::id, Function.identity()))),
                (id, _) -> Set.of(Changes.topic("activity", id.value())));
    }

    /** What a member wants of an activity, and where to. */
    public record Wish(
            MemberId member,
            SkuId sku,
            int quantity,
            UUID address,
            boolean exclusionConfirmed,
            Optional<String> promoCode,
            List<CouponId> coupons) {}

    /**
     * A wish with everything that could be read before.
     *
     * @param newcomer whether he has never bought; asked only where it matters
     */
    public record Read(
            Activity activity, Offer offer, int quantity, Orders.Draft draft, boolean inAudience, boolean newcomer) {

        /** After coupons, like everything that is to be paid. */
        public Money goods() {
            return offer.price().times(quantity).minus(draft.discount());
        }

        public Money freight() {
            return draft.freight(offer.price()).minus(draft.freightDiscount());
        }

        /** What coupons take off goods and freight. */
        public Money discount() {
            return draft.discount().plus(draft.freightDiscount());
        }

        public Money total() {
            return goods().plus(freight());
        }

        /** Why he gets no place whichever he asks for; empty: nothing is known against it. */
        public Optional<GroupBuyProblem> notForHim() {
            if (!inAudience) {
                return Optional.of(GroupBuyProblem.GROUP_BUY_AUDIENCE);
            }
            return newcomer ? Optional.empty() : Optional.of(GroupBuyProblem.GROUP_BUY_NEW_MEMBERS_ONLY);
        }
    }

    public Uni<Read> read(ActivityId id, Wish wish, boolean joining) {
        return asked.of(id)
                .map(found -> found.orElseThrow(Refused::notFound))
                .invoke(ReadWish::refuseHidden)
                .chain(activity -> read(activity, wish, joining));
    }

    private Uni<Read> read(Activity activity, Wish wish, boolean joining) {
        var offer = offer(activity, wish);
        var order = new Orders.Wish(
                wish.member(),
                wish.sku(),
                wish.quantity(),
                wish.address(),
                wish.exclusionConfirmed(),
                wish.promoCode());
        return orders.draft(order, activity.plan().community())
                .invoke(ReadWish::refuseRegulated)
                .chain(draft -> wish.coupons().isEmpty()
                        ? Uni.createFrom().item(draft)
                        : orders.redeem(draft, offer.price(), wish.coupons()))
                .call(draft -> budget(activity, offer, draft, wish.quantity(), !joining))
                .chain(draft -> audience.has(activity, wish.member(), clock.instant())
                        .chain(in -> newcomer(activity, draft, joining)
                                .map(fresh -> new Read(activity, offer, wish.quantity(), draft, in, fresh))));
    }

    /** Once the budget is spent nobody queues up for it; the guarded count decides all the same. */
    private Uni<Void> budget(Activity activity, Offer offer, Orders.Draft draft, int quantity, boolean leader) {
        if (activity.plan().deal().lossBudget().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var wanted = GivenAway.atMost(activity.plan(), offer, draft.listPrice(), quantity, leader);
        return budgets.refuseBeyond(activity.id(), wanted);
    }

    /** Who is about to buy as a new member elsewhere counts as one who has (B20). */
    private Uni<Boolean> newcomer(Activity activity, Orders.Draft draft, boolean joining) {
        if (!joining || activity.plan().mode() != Mode.NEW_MEMBER) {
            return Uni.createFrom().item(true);
        }
        return buyers.isNew(reads, draft.buyer())
                .chain(fresh -> fresh
                        ? seats.joinedAsNew(reads, draft.member(), draft.order(), ON_THE_WAY)
                                .map(joined -> !joined)
                        : Uni.createFrom().item(false));
    }

    private static void refuseHidden(Activity activity) {
        if (!activity.state().shown()) {
            throw Refused.notFound();
        }
    }

    /** Goods may have come under the law after the activity was published. */
    private static void refuseRegulated(Orders.Draft draft) {
        if (!draft.regulation().promotable()) {
            throw CheckPlan.regulated(draft.regulation());
        }
    }

    private static Offer offer(Activity activity, Wish wish) {
        var offer = activity.plan().offer(wish.sku());
        if (offer.isEmpty()) {
            throw Refused.fields(
                    GroupBuyProblem.GROUP_BUY_QUANTITY,
                    List.of(new FieldError("skuId", "is not sold by this activity")));
        }
        if (!wish.coupons().isEmpty() && !activity.plan().deal().coupons()) {
            throw new Refused(GroupBuyProblem.GROUP_BUY_NO_COUPONS);
        }
        if (wish.quantity() > activity.plan().perOrderQty()) {
            throw Refused.fields(
                    GroupBuyProblem.GROUP_BUY_QUANTITY,
                    List.of(new FieldError(
                            "quantity", "is more than " + activity.plan().perOrderQty() + " per order")));
        }
        return offer.get();
    }
}
