package cn.siyu.trade.app;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.distribution.DistributorClaim;
import cn.siyu.kernel.event.TraceParent;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.promotion.CouponId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Origin;
import cn.siyu.trade.SoldOrder;
import cn.siyu.trade.app.PriceBasket.Basket;
import cn.siyu.trade.app.PriceBasket.CouponWish;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.domain.OrderMoney;
import cn.siyu.trade.domain.OrderNumbers;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.Quote;
import cn.siyu.trade.domain.Standing;
import cn.siyu.trade.domain.Wanted;
import cn.siyu.trade.store.FirmOrders;
import cn.siyu.trade.store.SoldOrders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The front door of trade for the contexts above: they place through activities, hold back, let go, and read what was sold. */
@Singleton
class OrderBook implements Orders {

    private final PriceBasket basket;
    private final KnowBuyer buyers;
    private final Attribute attribute;
    private final SealAddress addresses;
    private final PlaceOrders writer;
    private final Holds holds;
    private final LetGo letGo;
    private final ApplyCoupons coupons;
    private final ExpireOrders expiry;
    private final SoldOrders sold;
    private final FirmOrders firm;
    private final TradeSettings settings;
    private final SecureRandom random = new SecureRandom();

    @Inject
    OrderBook(
            PriceBasket basket,
            KnowBuyer buyers,
            Attribute attribute,
            SealAddress addresses,
            PlaceOrders writer,
            Holds holds,
            LetGo letGo,
            ApplyCoupons coupons,
            ExpireOrders expiry,
            SoldOrders sold,
            FirmOrders firm,
            TradeSettings settings) {
        this.basket = basket;
        this.buyers = buyers;
        this.attribute = attribute;
        this.addresses = addresses;
        this.writer = writer;
        this.holds = holds;
        this.letGo = letGo;
        this.coupons = coupons;
        this.expiry = expiry;
        this.sold = sold;
        this.firm = firm;
        this.settings = settings;
    }

    @Override
    public Uni<Draft> draft(Wish wish, Optional<CommunityId> community) {
        var wanted = new Basket(
                wish.member(),
                List.of(new Wanted(wish.sku(), wish.quantity())),
                Optional.of(wish.address()),
                wish.exclusionConfirmed() ? Set.of(wish.sku()) : Set.of(),
                CouponWish.NONE);
        return Uni.combine()
                .all()
                .unis(
                        basket.priceOfActivity(wanted),
                        buyers.card(wish.member()),
                        attribute.of(wish.member(), wish.promoCode(), community))
                .with((priced, card, origin) -> reading(
                        priced,
                        buyers.person(wish.member(), card, priced.address().orElseThrow()),
                        origin));
    }

    private Draft reading(PriceBasket.Priced priced, Person buyer, Origin origin) {
        var id = OrderId.next();
        return new ActivityDraft(
                id,
                priced.quote().lines().getFirst(),
                addresses.seal(id, priced.address().orElseThrow()),
                priced.template().orElseThrow(),
                buyer,
                origin,
                List.of(),
                Optional.ofNullable(TraceParent.current()));
    }

    @Override
    public Uni<Draft> redeem(Draft draft, Money unitPrice, List<CouponId> wanted) {
        var reading = (ActivityDraft) draft;
        var line = new Quote.Line(
                reading.line().sold().at(unitPrice),
                reading.line().quantity(),
                reading.line().availability());
        return coupons.reckon(reading.member(), line, reading.freight(unitPrice), wanted)
                .map(reading::with);
    }

    @Override
    public Uni<Sale> sale(Tx tx, UUID activity, Collection<Draft> drafts, Instant now) {
        var demands = drafts.stream()
                .flatMap(draft -> ((ActivityDraft) draft).demands(activity))
                .toList();
        var wanted = drafts.stream()
                .flatMap(draft -> ((ActivityDraft) draft).coupons().stream())
                .toList();
        return writer.till(tx, demands, wanted, now).map(till -> new OpenSale(till, now));
    }

    private final class OpenSale implements Sale {
        private final PlaceOrders.Till till;
        private final Instant now;

        private OpenSale(PlaceOrders.Till till, Instant now) {
            this.till = till;
            this.now = now;
        }

        @Override
        public Placement place(Priced priced) {
            // An order of a kind that nobody holds would never be asked about again.
            holds.demand(priced.terms().kind());
            return answer(till.place(order(priced, now)));
        }

        @Override
        public Uni<Void> write() {
            return till.write(now);
        }
    }

    private NewOrder order(Priced priced, Instant now) {
        var draft = (ActivityDraft) priced.draft();
        var terms = priced.terms();
        var line = OrderLine.of(
                Ids.next(),
                0,
                draft.line().sold().at(terms.unitPrice()),
                draft.line().quantity(),
                draft.discount());
        var ordinary = now.plus(settings.payTimeout());
        var payBy = terms.payBy().isBefore(ordinary) ? terms.payBy() : ordinary;
        var standing = new Standing(
                draft.buyer().keys(),
                Optional.of(Standing.Hold.of(terms)),
                draft.origin().distributor().map(DistributorClaim::distributor),
                !draft.coupons().isEmpty(),
                false);
        var order = new Order(
                draft.id(),
                OrderNumbers.next(now, random),
                draft.member(),
                0,
                new OrderState.PendingPayment(payBy),
                OrderMoney.of(line.amount(), draft.freight(terms.unitPrice()).minus(draft.freightDiscount())),
                0,
                Optional.empty(),
                standing,
                List.of(line));
        return new NewOrder(
                order,
                draft.address(),
                payBy,
                false,
                draft.origin(),
                Optional.of(terms),
                draft.coupons(),
                draft.trace());
    }

    private static Placement answer(PlaceOrders.Placement placement) {
        return switch (placement) {
            case PlaceOrders.Placement.Placed(var placed) ->
                new Placement.Done(new Placed(
                        placed.order().id().value(),
                        placed.order().number(),
                        placed.order().money().goods(),
                        placed.order().money().freight(),
                        placed.payBy()));
            case PlaceOrders.Placement.Lacking(var order, var shortages) ->
                new Placement.Lacking(order.order().id().value(), shortages);
            case PlaceOrders.Placement.Barred(var order, var reason) ->
                new Placement.Barred(order.order().id().value(), reason);
        };
    }

    @Override
    public Uni<Void> release(Tx tx, Collection<UUID> orders, Instant now) {
        return letGo.release(tx, orders, List.of(), now);
    }

    @Override
    public Uni<Void> giveUp(Tx tx, Collection<UUID> orders, String reason, Instant now) {
        return letGo.giveUp(tx, orders, reason, now);
    }

    /** What was paid in this moment or cannot be told yet is left to the event and to the next sweep. */
    @Override
    public Uni<Void> endUnpaid(Collection<UUID> orders) {
        return expiry.expire(orders.stream().map(OrderId::new).toList()).replaceWithVoid();
    }

    @Override
    public Uni<List<SoldOrder>> sold(Sql sql, Collection<UUID> orders) {
        return sold.sold(sql, orders);
    }

    @Override
    public Uni<List<Firmed>> firmBetween(Sql sql, Instant from, Instant until, Optional<Firmed> after, int limit) {
        return firm.firm(sql, from, until, after, limit);
    }

    @Override
    public Uni<List<GoneBack>> goneBackBetween(
            Sql sql, Instant from, Instant until, Optional<GoneBack> after, int limit) {
        return firm.goneBack(sql, from, until, after, limit);
    }

    @Override
    public Uni<Set<UUID>> underClaim(Sql sql, Collection<UUID> orders) {
        return sold.underClaim(sql, orders);
    }

    @Override
    public Uni<Map<UUID, String>> states(Sql sql, Collection<UUID> orders) {
        return sold.states(sql, orders);
    }
}
