package cn.siyu.trade.app;

import cn.siyu.catalog.ProductState;
import cn.siyu.channel.PriceTag;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.domain.Wanted;
import cn.siyu.trade.store.CartStore.Item;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts what a member once ordered into his cart again, as far as it is still sold. Doing it twice is doing it once: a line
 * that lies there with as many units stays as it is.
 */
@Singleton
public class BuyAgain {

    private final OrderStore orders;
    private final Carts carts;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    BuyAgain(OrderStore orders, Carts carts, Transactions transactions, ShopClock clock) {
        this.orders = orders;
        this.carts = carts;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What became of a line. */
    public enum Outcome {
        /** In the cart, for the price that was paid. */
        ADDED,
        /** In the cart, and it costs something else now. */
        PRICE_CHANGED,
        /** Still sold, but there is none at the moment. */
        SOLD_OUT,
        /** Not sold any more. */
        GONE
    }

    /** A line of the order and what became of it. */
    public record Again(OrderLine line, Outcome outcome, Optional<Money> unitPrice) {
        boolean added() {
            return outcome == Outcome.ADDED || outcome == Outcome.PRICE_CHANGED;
        }
    }

    public Uni<List<Again>> rebuy(MemberId member, OrderId id) {
        return orders.findOf(transactions.reads(), member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> carts.lines(member, items(order)).map(now -> compared(order, now)))
                .call(lines -> carts.raise(
                        member,
                        lines.stream()
                                .filter(Again::added)
                                .map(each -> new Wanted(
                                        each.line().sold().sku(), each.line().quantity()))
                                .toList()));
    }

    private List<Item> items(Order order) {
        var now = clock.instant();
        return order.lines().stream()
                .map(line -> new Item(line.id(), line.sold().sku(), line.quantity(), now))
                .toList();
    }

    private static List<Again> compared(Order order, List<Carts.Line> now) {
        return IntStream.range(0, now.size())
                .mapToObj(i -> compared(order.lines().get(i), now.get(i)))
                .toList();
    }

    private static Again compared(OrderLine then, Carts.Line now) {
        var price = now.price().map(PriceTag::amount);
        if (price.isEmpty()
                || now.card()
                        .filter(card -> card.state() == ProductState.ON_SALE)
                        .isEmpty()) {
            return new Again(then, Outcome.GONE, Optional.empty());
        }
        if (now.availability() == Availability.OUT) {
            return new Again(then, Outcome.SOLD_OUT, price);
        }
        var same = price.get().equals(then.sold().unitPrice());
        return new Again(then, same ? Outcome.ADDED : Outcome.PRICE_CHANGED, price);
    }
}
