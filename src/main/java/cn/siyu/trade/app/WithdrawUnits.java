package cn.siyu.trade.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Staff take units off an order that cannot be sent, such as those of a line that has run out; the rest is sent as ever. */
@Singleton
public class WithdrawUnits {

    private final OrderStore orders;
    private final CarryClaim carry;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    WithdrawUnits(OrderStore orders, CarryClaim carry, AuditLog audit, ShopClock clock) {
        this.orders = orders;
        this.carry = carry;
        this.audit = audit;
        this.clock = clock;
    }

    /** Which units by order line, why, and by whom. */
    public record Wish(Map<UUID, Integer> units, String reason, Actor actor) {}

    /** The buyer finds it among his after-sales: it is one, made for him. */
    public Uni<AfterSale> withdraw(Tx tx, OrderId id, Wish wish) {
        var now = clock.instant();
        return orders.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> withdraw(tx, order, wish, now));
    }

    private Uni<AfterSale> withdraw(Tx tx, Order order, Wish wish, Instant now) {
        var claim = AfterSale.Claim.unsent(wish.reason(), wish.units());
        return carry.open(tx, order, AfterSale.open(AfterSaleId.next(), order, claim, now), now)
                .call(opened -> audit.append(tx, entry(order, opened, wish)));
    }

    private static AuditEntry entry(Order order, AfterSale opened, Wish wish) {
        return new AuditEntry(
                wish.actor(),
                "order.withdraw",
                "order",
                order.id().value().toString(),
                wish.reason(),
                Map.of("refundableFen", order.money().refundable().fen()),
                Map.of(
                        "units", wish.units(),
                        "refundNo", opened.refundNo(),
                        "amountFen", opened.amount().fen()));
    }
}
