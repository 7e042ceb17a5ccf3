package cn.siyu.trade.app;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.catalog.SkuId;
import cn.siyu.distribution.DistributorClaim;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.Origin;
import cn.siyu.trade.SaleProblem;
import cn.siyu.trade.app.PriceBasket.Basket;
import cn.siyu.trade.app.PriceBasket.Priced;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.domain.OrderMoney;
import cn.siyu.trade.domain.OrderNumbers;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.Quote;
import cn.siyu.trade.domain.SoldLine;
import cn.siyu.trade.domain.Standing;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Places what was quoted, once per idempotency key, at the price that the buyer has agreed to or not at all (E1). */
@ApplicationScoped
public class PlaceOrder {

    private static final String OPERATION = "orders.place";
    private static final int CREATED = 201;

    private final PriceBasket basket;
    private final PlaceOrders writer;
    private final CountPurchases limits;
    private final CarryCoupons coupons;
    private final KnowBuyer buyers;
    private final Attribute attribute;
    private final SealAddress addresses;
    private final Idempotency idempotency;
    private final TradeSettings settings;
    private final ShopClock clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    PlaceOrder(
            PriceBasket basket,
            PlaceOrders writer,
            CountPurchases limits,
            CarryCoupons coupons,
            KnowBuyer buyers,
            Attribute attribute,
            SealAddress addresses,
            Idempotency idempotency,
            TradeSettings settings,
            ShopClock clock) {
        this.basket = basket;
        this.writer = writer;
        this.limits = limits;
        this.coupons = coupons;
        this.buyers = buyers;
        this.attribute = attribute;
        this.addresses = addresses;
        this.idempotency = idempotency;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is ordered, under the hash that the quote of it had, and the code of whoever recommended it. */
    public record Command(Basket basket, String quoteHash, boolean fromCart, Optional<String> promoCode) {}

    /** What the reading before the transaction came to: a price, or the failure that a new request will be answered with. */
    private record Reading(Optional<Ready> ready, Optional<Throwable> failure) {}

    /** A price, who buys, and from whom he comes: without an address nobody places anything. */
    private record Ready(Priced priced, Person buyer, Origin origin) {}

    /**
     * @param request decides the effect together with the key
     * @param shape makes the answer's body of the placed order
     * @param quoted makes the body of the new quote for a buyer whose price has changed
     */
    public <T> Uni<Response> place(
            IdempotencyKey key,
            Object request,
            Command command,
            Function<NewOrder, T> shape,
            Function<Quote, Object> quoted) {
        // A repetition gets its stored answer even if prices or stock have changed since: failures wait until the key
        // is known.
        return basket.price(command.basket())
                .invoke(priced -> refuseSoldOut(command, priced.quote()))
                .chain(priced -> ready(command, priced))
                .map(ready -> new Reading(Optional.of(ready), Optional.empty()))
                .onFailure()
                .recoverWithItem(failure -> new Reading(Optional.empty(), Optional.of(failure)))
                .chain(reading -> idempotency.once(
                        command.basket().member().value(),
                        OPERATION,
                        key,
                        request,
                        CREATED,
                        tx -> write(tx, command, reading, quoted).map(shape)));
    }

    private Uni<Ready> ready(Command command, Priced priced) {
        var member = priced.quote().member();
        return priced.address()
                .map(address -> buyers.of(member, address))
                .orElseGet(() -> Uni.createFrom().item(new Person(member.value(), Set.of())))
                .chain(buyer -> attribute
                        .of(member, command.promoCode(), Optional.empty())
                        .map(origin -> new Ready(priced, buyer, origin)));
    }

    private Uni<NewOrder> write(Tx tx, Command command, Reading reading, Function<Quote, Object> quoted) {
        if (reading.ready().isEmpty()) {
            return Uni.createFrom().failure(reading.failure().orElseThrow());
        }
        var now = clock.instant();
        var order = order(command, reading.ready().get(), quoted, now);
        // Asked first, and the answer is not waited for: the connection takes both in this order, and most goods have
        // no limit.
        return Uni.combine()
                .all()
                .unis(limits.binding(tx, order.order()), writer.place(tx, List.of(order), now))
                .asTuple()
                .chain(both -> {
                    var placed = placed(command, both.getItem2().getFirst());
                    return limits.take(tx, placed.order(), both.getItem1(), now).replaceWith(placed);
                })
                .call(placed -> coupons.hold(tx, placed, now));
    }

    private NewOrder order(Command command, Ready ready, Function<Quote, Object> quoted, Instant now) {
        var priced = ready.priced();
        var quote = priced.quote();
        var agreed = Quote.expiryOf(command.quoteHash(), now, settings.quoteLife())
                .filter(expiry -> quote.asOf(expiry).hash().equals(command.quoteHash()));
        if (agreed.isEmpty() || priced.address().isEmpty()) {
            throw Refused.with(
                    SaleProblem.PRICE_CHANGED, "The quote no longer holds", Map.of("quote", quoted.apply(quote)));
        }
        var id = OrderId.next();
        var payBy = now.plus(settings.payTimeout());
        var order = new Order(
                id,
                OrderNumbers.next(now, random),
                quote.member(),
                0,
                new OrderState.PendingPayment(payBy),
                OrderMoney.of(quote.goods(), quote.freight().orElseThrow()),
                0,
                Optional.empty(),
                new Standing(
                        ready.buyer().keys(),
                        Optional.empty(),
                        ready.origin().distributor().map(DistributorClaim::distributor),
                        !quote.coupons().isEmpty(),
                        false),
                lines(quote));
        return new NewOrder(
                order,
                addresses.seal(id, priced.address().get()),
                payBy,
                command.fromCart(),
                ready.origin(),
                Optional.empty(),
                quote.coupons());
    }

    private static List<OrderLine> lines(Quote quote) {
        return IntStream.range(0, quote.lines().size())
                .mapToObj(i -> OrderLine.of(
                        Ids.next(),
                        i,
                        quote.lines().get(i).sold(),
                        quote.lines().get(i).quantity(),
                        quote.lines().get(i).discount()))
                .toList();
    }

    private static NewOrder placed(Command command, PlaceOrders.Placement placement) {
        return switch (placement) {
            case PlaceOrders.Placement.Placed placed -> placed.order();
            case PlaceOrders.Placement.Lacking turnedAway ->
                throw shortage(command, turnedAway.order().order(), turnedAway.shortages());
        };
    }

    /** Latecomers do not wait in the row of those who are still in time. */
    private static void refuseSoldOut(Command command, Quote quote) {
        var gone = quote.lines().stream()
                .filter(line -> line.availability() == Availability.OUT)
                .map(line -> line.sold().sku())
                .collect(Collectors.toSet());
        if (!gone.isEmpty()) {
            throw lacking(command, gone);
        }
    }

    /** Names the lines; how many are left is nobody's business (A12). */
    private static Refused shortage(Command command, Order order, List<Shortage> shortages) {
        var missing = shortages.stream().map(Shortage::sku).collect(Collectors.toSet());
        var lacking = order.lines().stream()
                .map(OrderLine::sold)
                .filter(sold -> sold.stock(1).keySet().stream().anyMatch(missing::contains))
                .map(SoldLine::sku)
                .collect(Collectors.toSet());
        return lacking(command, lacking);
    }

    private static Refused lacking(Command command, Set<SkuId> skus) {
        var lines = command.basket().lines();
        var errors = IntStream.range(0, lines.size())
                .filter(i -> skus.contains(lines.get(i).sku()))
                .mapToObj(i -> new FieldError("lines[" + i + "].quantity", "is more than what is left"))
                .toList();
        return Refused.fields(InventoryProblem.STOCK_SHORT, errors);
    }
}
