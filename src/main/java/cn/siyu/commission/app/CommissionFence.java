package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.kernel.event.Fence;
import cn.siyu.kernel.event.Fence.Ear;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.payment.TransferEnded;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.OrderReceived;
import cn.siyu.trade.OrderRefunded;
import cn.siyu.trade.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Money leaves, and freezes end, only when all earlier news of the orders in question has been heard (E9). */
@Singleton
public class CommissionFence {

    public static final String PAID = "commission.order-paid";
    public static final String RECEIVED = "commission.order-received";
    public static final String REFUNDED = "commission.order-refunded";
    public static final String TRANSFERRED = "commission.transfer-ended";

    /** So many orders with unheard news are a flood: nothing passes until it has gone down. */
    private static final int FLOOD = 2_000;

    private static final Ear[] EARS = {
        new Ear(PAID, OrderPaid.class), new Ear(RECEIVED, OrderReceived.class), new Ear(REFUNDED, OrderRefunded.class)
    };

    private final Fence fence;
    private final Orders orders;

    @Inject
    CommissionFence(Fence fence, Orders orders) {
        this.fence = fence;
        this.orders = orders;
    }

    /** What was not heard yet; {@code flood} stands for all orders. */
    record Unheard(Set<UUID> orders, boolean flood) {

        boolean concerns(UUID order) {
            return flood || orders.contains(order);
        }
    }

    /** Orders about which there was news before {@code now} that is unheard. */
    Uni<Unheard> unheard(Sql sql, Instant now) {
        return fence.unheard(sql, now, FLOOD, EARS)
                .map(keys -> new Unheard(
                        keys.stream().map(UUID::fromString).collect(Collectors.toSet()), keys.size() >= FLOOD));
    }

    /** Payees about whose orders or payouts there is unheard news; {@code flood} stands for all payees. */
    record Behind(Set<UUID> payees, boolean flood) {

        boolean concerns(UUID payee) {
            return flood || payees.contains(payee);
        }
    }

    /** Whose month cannot be told yet, because of news up to {@code until}. */
    Uni<Behind> behind(Sql sql, Instant until) {
        return unheard(sql, until)
                .chain(unheard -> unheard.flood()
                        ? Uni.createFrom().item(new Behind(Set.of(), true))
                        : ofOrders(sql, unheard.orders())
                                .chain(payees -> ofPayouts(sql, until).map(others -> {
                                    payees.addAll(others);
                                    return new Behind(payees, false);
                                })));
    }

    private Uni<Set<UUID>> ofOrders(Sql sql, Set<UUID> unheard) {
        return unheard.isEmpty()
                ? Uni.createFrom().item(new HashSet<>())
                : orders.sold(sql, unheard)
                        .map(sold -> sold.stream()
                                .flatMap(Reckoning::payees)
                                .collect(Collectors.toCollection(HashSet::new)));
    }

    /** Transfers that WeChat has ended are told under whose they are. */
    private Uni<Set<UUID>> ofPayouts(Sql sql, Instant until) {
        return fence.unheard(sql, until, FLOOD, new Ear(TRANSFERRED, TransferEnded.class))
                .map(keys -> keys.stream().map(UUID::fromString).collect(Collectors.toSet()));
    }

    /** Refuses while there is unheard news about an order from which this payee earns, or would earn. */
    Uni<Void> pass(Sql sql, UUID payee, Instant now) {
        return unheard(sql, now).chain(unheard -> {
            if (unheard.flood()) {
                throw new Refused(CommissionProblem.FENCED);
            }
            return unheard.orders().isEmpty()
                    ? Uni.createFrom().voidItem()
                    : orders.sold(sql, unheard.orders())
                            .invoke(sold -> {
                                if (sold.stream()
                                        .flatMap(order -> Reckoning.payees(order))
                                        .anyMatch(payee::equals)) {
                                    throw new Refused(CommissionProblem.FENCED);
                                }
                            })
                            .replaceWithVoid();
        });
    }
}
