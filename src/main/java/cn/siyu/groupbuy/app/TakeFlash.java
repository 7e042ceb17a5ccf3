package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.app.FlashTogether.Asking;
import cn.siyu.groupbuy.app.ReadFlash.Read;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.idempotency.IdempotentBatch;
import cn.siyu.kernel.merge.MergeWriter;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.trade.Orders.Placed;
import cn.siyu.trade.SaleProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes units of a flash sale with their order, before anything is paid: all together or nothing (B26, L3). Whatever concerns
 * only the buyer is read before; what he gets is decided by {@link FlashTogether} with all others who buy.
 */
@Singleton
public class TakeFlash {

    private static final String OPERATION = "flash-sales.order";

    private final ReadFlash wishes;
    private final FlashTogether together;
    private final MergeWriter writer;
    private final FlashGate gate;
    private final IdempotentBatch requests;

    @Inject
    TakeFlash(ReadFlash wishes, FlashTogether together, MergeWriter writer, FlashGate gate, IdempotentBatch requests) {
        this.wishes = wishes;
        this.together = together;
        this.writer = writer;
        this.gate = gate;
        this.requests = requests;
    }

    /** A request of a member: what he wants, and the total that he was shown and agrees to. */
    public record Command(IdempotencyKey key, Object request, Wish wish, Money agreedTotal) {}

    /** What the reading before the transaction came to: a repetition gets its stored answer whatever has changed since. */
    record Reading(Optional<Read> read, Optional<Throwable> failure) {

        Read get() {
            return read.orElseThrow();
        }
    }

    public <T> Uni<Response> take(FlashSaleId sale, Command command, Function<Placed, T> shape) {
        var wish = command.wish();
        var member = wish.member();
        var request = requests.request(member.value(), OPERATION, command.key(), command.request());
        return gate.pass(sale, wish.sku(), wish.quantity(), member)
                .chain(() -> writer.admit(
                        lane(sale),
                        pass -> reading(sale, command)
                                .chain(reading -> writer.submit(
                                        pass, together, new Asking(request, sale, member, reading, shape::apply)))));
    }

    /** How whoever asks now would be turned away, because too many wait. */
    Optional<Refused> turnsAway(FlashSaleId sale) {
        return writer.turnsAway(lane(sale));
    }

    private static String lane(FlashSaleId sale) {
        return "flash:" + sale.value();
    }

    private Uni<Reading> reading(FlashSaleId sale, Command command) {
        return wishes.read(sale, command.wish())
                .invoke(read -> refuseOtherPrice(read, command.agreedTotal()))
                .map(read -> new Reading(Optional.of(read), Optional.empty()))
                .onFailure()
                .recoverWithItem(failure -> new Reading(Optional.empty(), Optional.of(failure)));
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
