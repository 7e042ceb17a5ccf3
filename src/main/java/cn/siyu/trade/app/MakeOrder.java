package cn.siyu.trade.app;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.catalog.SkuId;
import cn.siyu.distribution.DistributorClaim;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.Origin;
import cn.siyu.trade.SaleProblem;
import cn.siyu.trade.app.PlaceOrder.Command;
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
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes an order of what was read for it, at the agreed price or not at all, and says what is missing if it is not placed. */
@Singleton
class MakeOrder {

    private final SealAddress addresses;
    private final TradeSettings settings;
    private final SecureRandom random = new SecureRandom();

    @Inject
    MakeOrder(SealAddress addresses, TradeSettings settings) {
        this.addresses = addresses;
        this.settings = settings;
    }

    /** A price, who buys, from whom he comes: without an address nobody places anything. */
    record Ready(Priced priced, Person buyer, Origin origin, Optional<String> trace) {}

    /** Refused as PRICE_CHANGED, with the new quote. */
    NewOrder order(Command command, Ready ready, Function<Quote, Object> quoted, Instant now) {
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
                quote.coupons(),
                ready.trace());
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

    /** The order, or the refusal that names the lines. */
    static NewOrder placed(Command command, PlaceOrders.Placement placement) {
        return switch (placement) {
            case PlaceOrders.Placement.Placed placed -> placed.order();
            case PlaceOrders.Placement.Lacking turnedAway ->
                throw shortage(command, turnedAway.order().order(), turnedAway.shortages());
            case PlaceOrders.Placement.Barred barred -> throw barred.reason();
        };
    }

    /** Latecomers do not wait in the row of those who are still in time. */
    static void refuseSoldOut(Command command, Quote quote) {
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
