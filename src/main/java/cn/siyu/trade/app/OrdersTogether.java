package cn.siyu.trade.app;

import cn.siyu.kernel.idempotency.IdempotentBatch;
import cn.siyu.kernel.idempotency.IdempotentBatch.Request;
import cn.siyu.kernel.merge.Merged;
import cn.siyu.kernel.merge.Verdict;
import cn.siyu.kernel.merge.Verdict.Done;
import cn.siyu.kernel.merge.Verdict.No;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.app.OrdersTogether.Placing;
import cn.siyu.trade.app.PlaceOrder.Command;
import cn.siyu.trade.app.PlaceOrder.Reading;
import cn.siyu.trade.app.PlaceOrders.Placement;
import cn.siyu.trade.app.PlaceOrders.Till;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.Quote;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Ordinary orders that are placed in one transaction: each is decided in turn by the rule for one. */
@Singleton
class OrdersTogether implements Merged<Placing, Response> {

    static final int CREATED = 201;

    private final PlaceOrders writer;
    private final MakeOrder make;
    private final CountPurchases limits;
    private final IdempotentBatch once;
    private final ShopClock clock;

    @Inject
    OrdersTogether(PlaceOrders writer, MakeOrder make, CountPurchases limits, IdempotentBatch once, ShopClock clock) {
        this.writer = writer;
        this.make = make;
        this.limits = limits;
        this.once = once;
        this.clock = clock;
    }

    /** A request with everything that was read for it. */
    record Placing(
            Request request,
            Command command,
            Reading reading,
            Function<NewOrder, Object> shape,
            Function<Quote, Object> quoted) {}

    /** An order that can be placed if its goods are there, or the reason why not. */
    private record Made(Placing placing, Optional<NewOrder> order, Optional<Throwable> failure) {

        Request request() {
            return placing.request();
        }
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public Uni<List<Verdict<Response>>> carryOut(Tx tx, List<Placing> commands, Runnable locked) {
        var now = clock.instant();
        var made = commands.stream().map(placing -> made(placing, now)).toList();
        var orders = made.stream().flatMap(each -> each.order().stream()).toList();
        var demands = orders.stream().flatMap(order -> order.demands().stream()).toList();
        var coupons = orders.stream().flatMap(order -> order.coupons().stream()).toList();
        // All sent in one go: the connection takes them in this order, and what is read behind the locks is read when
        // they are had.
        return Uni.combine()
                .all()
                .unis(limits.binding(tx, orders), writer.goods(tx, demands), once.read(tx, made, Made::request))
                .asTuple()
                .chain(all -> limits.book(tx, orders, all.getItem1(), now)
                        .chain(book ->
                                writer.till(tx, all.getItem2(), coupons, now).map(till -> new Sale(till, book)))
                        .invoke(locked)
                        .chain(sale -> write(tx, sale, all.getItem3(), now)));
    }

    /** What the orders of a batch are decided on. */
    private record Sale(Till till, CountPurchases.Book limits) {

        /** Its coupons and its goods, or nothing. */
        Placement place(NewOrder order) {
            var placement = till.place(order);
            if (placement instanceof Placement.Placed) {
                limits.take(order.order());
            }
            return placement;
        }

        Uni<Void> write(Tx tx, Instant now) {
            return tx.together(() -> till.write(now), limits::write);
        }
    }

    private static Uni<List<Verdict<Response>>> write(
            Tx tx, Sale sale, IdempotentBatch.Batch<Made> batch, Instant now) {
        var answers = batch.answer(
                        tx,
                        batch.fresh().stream().map(each -> decide(sale, each)).toList(),
                        CREATED)
                .memoize()
                .indefinitely();
        return tx.together(() -> sale.write(tx, now), () -> answers).chain(() -> answers);
    }

    private Made made(Placing placing, Instant now) {
        if (placing.reading().ready().isEmpty()) {
            return new Made(placing, Optional.empty(), placing.reading().failure());
        }
        try {
            var order = make.order(placing.command(), placing.reading().ready().get(), placing.quoted(), now);
            return new Made(placing, Optional.of(order), Optional.empty());
        } catch (Refused refused) {
            return new Made(placing, Optional.empty(), Optional.of(refused));
        }
    }

    private static Verdict<Object> decide(Sale sale, Made made) {
        if (made.order().isEmpty()) {
            return new No<>(made.failure().orElseThrow());
        }
        var order = made.order().get();
        var barred = sale.limits().bar(order.order());
        if (barred.isPresent()) {
            return new No<>(barred.get());
        }
        try {
            var placed = MakeOrder.placed(made.placing().command(), sale.place(order));
            return new Done<>(made.placing().shape().apply(placed));
        } catch (Refused refused) {
            return new No<>(refused);
        }
    }
}
