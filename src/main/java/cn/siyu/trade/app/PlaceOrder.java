package cn.siyu.trade.app;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.kernel.event.TraceParent;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.idempotency.IdempotentBatch;
import cn.siyu.kernel.merge.MergeWriter;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Origin;
import cn.siyu.trade.app.MakeOrder.Ready;
import cn.siyu.trade.app.OrdersTogether.Placing;
import cn.siyu.trade.app.PriceBasket.Basket;
import cn.siyu.trade.app.PriceBasket.Priced;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.Quote;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Places what was quoted, once per idempotency key, at the price that the buyer has agreed to or not at all (E1). Orders go
 * through the merge writer, together with whatever else is placed in that moment.
 */
@Singleton
public class PlaceOrder {

    private static final String OPERATION = "orders.place";

    /** The line in which all ordinary orders stand. */
    private static final String LANE = "orders";

    private final PriceBasket basket;
    private final OrdersTogether together;
    private final MergeWriter merged;
    private final KnowBuyer buyers;
    private final Attribute attribute;
    private final IdempotentBatch requests;

    @Inject
    PlaceOrder(
            PriceBasket basket,
            OrdersTogether together,
            MergeWriter merged,
            KnowBuyer buyers,
            Attribute attribute,
            IdempotentBatch requests) {
        this.basket = basket;
        this.together = together;
        this.merged = merged;
        this.buyers = buyers;
        this.attribute = attribute;
        this.requests = requests;
    }

    /** What is ordered, under the hash that the quote of it had, and the code of whoever recommended it. */
    public record Command(Basket basket, String quoteHash, boolean fromCart, Optional<String> promoCode) {}

    /** What the reading before the transaction came to: a price, or the failure that a new request will be answered with. */
    record Reading(Optional<Ready> ready, Optional<Throwable> failure) {}

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
        var asked = requests.request(command.basket().member().value(), OPERATION, key, request);
        return merged.admit(
                LANE,
                pass -> reading(command)
                        .chain(reading -> merged.submit(
                                pass, together, new Placing(asked, command, reading, shape::apply, quoted))));
    }

    /** A repetition gets its stored answer even if prices or stock have changed since: failures wait until the key is known. */
    private Uni<Reading> reading(Command command) {
        var member = command.basket().member();
        return Uni.combine()
                .all()
                .unis(
                        basket.price(command.basket())
                                .invoke(priced -> MakeOrder.refuseSoldOut(command, priced.quote())),
                        buyers.card(member),
                        attribute.of(member, command.promoCode(), Optional.empty()))
                .with((priced, card, origin) -> ready(member, priced, card, origin))
                .map(ready -> new Reading(Optional.of(ready), Optional.empty()))
                .onFailure()
                .recoverWithItem(failure -> new Reading(Optional.empty(), Optional.of(failure)));
    }

    private Ready ready(MemberId member, Priced priced, Optional<MemberCard> card, Origin origin) {
        var buyer = priced.address()
                .map(address -> buyers.person(member, card, address))
                .orElseGet(() -> new Person(member.value(), Set.of()));
        return new Ready(priced, buyer, origin, Optional.ofNullable(TraceParent.current()));
    }
}
