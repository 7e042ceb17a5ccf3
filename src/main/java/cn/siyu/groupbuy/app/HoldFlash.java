package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.FlashOrderState;
import cn.siyu.groupbuy.domain.FlashSaleProblem;
import cn.siyu.groupbuy.domain.FlashShares.Share;
import cn.siyu.groupbuy.store.FlashOrderStore;
import cn.siyu.groupbuy.store.FlashOrderStore.Taken;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderHolds;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps the count of what persons have of flash sales when their orders are paid or end. Nobody waits for others here, so a paid
 * order goes on at once, and there is nothing to lock that many orders share.
 */
@Singleton
class HoldFlash implements OrderHolds {

    static final String KIND = "FLASH_SALE";

    private final FlashOrderStore taken;

    @Inject
    HoldFlash(FlashOrderStore taken) {
        this.taken = taken;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> lock(Tx tx, Collection<UUID> holds) {
        return Uni.createFrom().voidItem();
    }

    /** Late money gets its units again if its person's limit still has room for them (B10); trade has taken the stock again. */
    @Override
    public Uni<Verdict> paid(Tx tx, Held order, Instant now) {
        return units(tx, order)
                .chain(units -> units.state() == FlashOrderState.RELEASED
                        ? again(tx, units)
                        : Uni.createFrom().item(true))
                .chain(within -> within
                        ? taken.pay(tx, order.order(), now).replaceWith(new Verdict.Release(List.of()))
                        : Uni.createFrom().item(new Verdict.GiveUp(FlashSaleProblem.FLASH_SALE_LIMIT.code())));
    }

    private Uni<Boolean> again(Tx tx, Taken units) {
        return taken.take(tx, units.sale(), Map.of(new Share(units.sku(), units.member()), units.quantity()))
                .map(allowed -> allowed == 1);
    }

    /** Repeating changes nothing: only what is held is let go. */
    @Override
    public Uni<Void> ended(Tx tx, List<Held> orders, Instant now) {
        var ids = orders.stream().map(Held::order).toList();
        return taken.lock(tx, ids)
                .invoke(units -> {
                    if (units.size() != ids.size()) {
                        throw new IllegalStateException("units of %d of %d orders".formatted(units.size(), ids.size()));
                    }
                })
                .chain(units -> taken.release(tx, ids, now).map(released -> held(units, Set.copyOf(released))))
                .chain(held -> taken.giveBack(tx, held))
                .replaceWithVoid();
    }

    private static List<Taken> held(List<Taken> units, Set<UUID> released) {
        return units.stream().filter(each -> released.contains(each.order())).toList();
    }

    private Uni<Taken> units(Tx tx, Held order) {
        return taken.lock(tx, order.order())
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("an order without its units: " + order.order()));
    }
}
