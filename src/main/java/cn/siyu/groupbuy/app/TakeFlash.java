package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.app.ReadFlash.Read;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.groupbuy.domain.FlashDecision;
import cn.siyu.groupbuy.domain.FlashDecision.Buyer;
import cn.siyu.groupbuy.domain.FlashOrderState;
import cn.siyu.groupbuy.domain.FlashSaleProblem;
import cn.siyu.groupbuy.store.FlashOrderStore;
import cn.siyu.groupbuy.store.FlashOrderStore.Taken;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Orders.Placed;
import cn.siyu.trade.Orders.Placement;
import cn.siyu.trade.SaleProblem;
import cn.siyu.trade.Terms;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes units of a flash sale with their order, before anything is paid: all together or nothing (B26, L3). */
@ApplicationScoped
public class TakeFlash {

    private static final int CREATED = 201;

    private final ReadFlash wishes;
    private final Orders orders;
    private final FlashOrderStore taken;
    private final Idempotency idempotency;
    private final ShopClock clock;

    @Inject
    TakeFlash(ReadFlash wishes, Orders orders, FlashOrderStore taken, Idempotency idempotency, ShopClock clock) {
        this.wishes = wishes;
        this.orders = orders;
        this.taken = taken;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** A request of a member: what he wants, and the total that he was shown and agrees to. */
    public record Command(IdempotencyKey key, Object request, Wish wish, Money agreedTotal) {}

    /** What the reading before the transaction came to: a repetition gets its stored answer whatever has changed since. */
    private record Reading(Optional<Read> read, Optional<Throwable> failure) {}

    public <T> Uni<Response> take(FlashSaleId sale, Command command, Function<Placed, T> shape) {
        return wishes.read(sale, command.wish())
                .invoke(read -> refuseOtherPrice(read, command.agreedTotal()))
                .call(wishes::refuseSoldOut)
                .map(read -> new Reading(Optional.of(read), Optional.empty()))
                .onFailure()
                .recoverWithItem(failure -> new Reading(Optional.empty(), Optional.of(failure)))
                .chain(reading -> idempotency.once(
                        command.wish().member().value(),
                        "flash-sales.order",
                        command.key(),
                        command.request(),
                        CREATED,
                        tx -> take(tx, reading).map(shape)));
    }

    private Uni<Placed> take(Tx tx, Reading reading) {
        if (reading.read().isEmpty()) {
            return Uni.createFrom().failure(reading.failure().orElseThrow());
        }
        var read = reading.read().get();
        var now = clock.instant();
        return taken.units(tx, read.sale().id(), read.item().sku(), read.draft().member())
                .map(units -> FlashDecision.decide(
                        read.sale(), read.item(), new Buyer(read.inAudience(), units), read.quantity(), now))
                .chain(decision -> switch (decision) {
                    case FlashDecision.Held(var payBy) -> write(tx, read, payBy, now);
                    case FlashDecision.TurnedAway(var reason) ->
                        Uni.createFrom().failure(new Refused(reason));
                });
    }

    private Uni<Placed> write(Tx tx, Read read, Instant payBy, Instant now) {
        return orders.place(tx, List.of(new Orders.Priced(read.draft(), terms(read, payBy))), now)
                .map(placements -> placed(placements.getFirst()))
                .call(order -> taken.insert(tx, units(read, order, now)))
                .call(() -> taken.take(
                                tx, read.sale().id(), read.item(), read.draft().member(), read.quantity())
                        .invoke(TakeFlash::refuseBeyondLimits));
    }

    private static Taken units(Read read, Placed order, Instant now) {
        return new Taken(
                order.order(),
                read.sale().id(),
                read.draft().member(),
                read.item().sku(),
                read.quantity(),
                read.item().price(),
                FlashOrderState.HELD,
                now,
                order.payBy(),
                Optional.empty());
    }

    private static Terms terms(Read read, Instant payBy) {
        var plan = read.sale().plan();
        return new Terms(
                HoldFlash.KIND,
                read.sale().id().value(),
                read.sale().id().value(),
                read.item().price(),
                plan.commission(),
                plan.commissionRate(),
                Optional.empty(),
                payBy,
                ReadFlash.condition(plan));
    }

    private static Placed placed(Placement placement) {
        return switch (placement) {
            case Placement.Done(var order) -> order;
            case Placement.Lacking _ -> throw ReadFlash.soldOut();
        };
    }

    /** The rule has looked already; this is another request of the same person in the same moment. */
    private static void refuseBeyondLimits(boolean within) {
        if (!within) {
            throw new Refused(FlashSaleProblem.FLASH_SALE_LIMIT);
        }
    }

    private static void refuseOtherPrice(Read read, Money agreed) {
        if (!read.total().equals(agreed)) {
            throw Refused.with(
                    SaleProblem.PRICE_CHANGED,
                    "The total is another one now",
                    Map.of(
                            "unitFen", read.item().price().fen(),
                            "goodsFen", read.goods().fen(),
                            "freightFen", read.freight().fen(),
                            "totalFen", read.total().fen()));
        }
    }
}
