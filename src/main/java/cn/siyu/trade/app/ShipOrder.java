package cn.siyu.trade.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderShipped;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.Parcel;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.ShipmentStore;
import cn.siyu.trade.store.ShippingReportStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sends a parcel. The same parcel a second time changes nothing: the carrier's number says which it is. */
@Singleton
public class ShipOrder {

    private final Stock stock;
    private final OrderStore orders;
    private final ShipmentStore shipments;
    private final ShippingReportStore reports;
    private final Outbox outbox;
    private final AuditLog audit;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    ShipOrder(
            Stock stock,
            OrderStore orders,
            ShipmentStore shipments,
            ShippingReportStore reports,
            Outbox outbox,
            AuditLog audit,
            TradeSettings settings,
            ShopClock clock) {
        this.stock = stock;
        this.orders = orders;
        this.shipments = shipments;
        this.reports = reports;
        this.outbox = outbox;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** What to send, by order line; no units means everything that is left, or what is left of one supplier's goods (E15). */
    public record Dispatch(String carrier, String trackingNo, Map<UUID, Integer> units, Optional<UUID> supplier) {
        Map<UUID, Integer> unitsOf(Order order) {
            if (!units.isEmpty()) {
                return units;
            }
            return supplier.map(order::restOf).orElseGet(order::rest);
        }
    }

    /** The parcel, and whether it was sent by this call. */
    public record Sent(Parcel parcel, boolean isNew) {}

    public Uni<Sent> ship(Tx tx, Order order, Dispatch dispatch, Actor actor) {
        return shipments.ofOrder(tx, order.id()).chain(parcels -> known(order, parcels, dispatch, actor, tx));
    }

    private Uni<Sent> known(Order order, List<Parcel> parcels, Dispatch dispatch, Actor actor, Tx tx) {
        var same = parcels.stream()
                .filter(parcel -> parcel.hasNumber(dispatch.carrier(), dispatch.trackingNo()))
                .findFirst();
        if (same.isEmpty()) {
            return send(tx, order, dispatch, actor, clock.instant());
        }
        return dispatch.units().isEmpty() || same.get().units().equals(dispatch.units())
                ? Uni.createFrom().item(new Sent(same.get(), false))
                : Uni.createFrom().failure(() -> new Refused(TradeProblem.TRACKING_NUMBER_USED));
    }

    private Uni<Sent> send(Tx tx, Order order, Dispatch dispatch, Actor actor, Instant now) {
        var units = dispatch.unitsOf(order);
        if (units.isEmpty()) {
            return Uni.createFrom().failure(() -> OrderState.changed(order.kind()));
        }
        var next = order.shipped(units, now);
        var parcel = new Parcel(Ids.next(), dispatch.carrier(), dispatch.trackingNo(), units, now);
        return stock.deduct(
                        tx, order.id().value(), bySku(order, units), parcel.id().toString(), now)
                .chain(() -> orders.saveWithLines(tx, next, settings.waits(), now))
                .chain(() -> shipments.insert(tx, order.id(), parcel))
                .chain(() -> reports.want(tx, order.id(), now))
                .chain(() -> outbox.append(tx, told(next, parcel, now)))
                .chain(() -> audit.append(tx, written(next, parcel, actor)))
                .replaceWith(new Sent(parcel, true));
    }

    /** Bundles leave and come back as their components. */
    static Map<SkuId, Integer> bySku(Order order, Map<UUID, Integer> units) {
        var bySku = new HashMap<SkuId, Integer>();
        units.forEach((line, quantity) -> order.line(line)
                .sold()
                .stock(quantity)
                .forEach((sku, pieces) -> bySku.merge(sku, pieces, Integer::sum)));
        return bySku;
    }

    private static AuditEntry written(Order order, Parcel parcel, Actor actor) {
        return new AuditEntry(
                actor,
                "order.ship",
                "order",
                order.id().value().toString(),
                null,
                null,
                Map.of(
                        "state", order.kind(),
                        "carrier", parcel.carrier(),
                        "trackingNo", parcel.trackingNo(),
                        "units", parcel.units()));
    }

    private static OrderShipped told(Order order, Parcel parcel, Instant now) {
        return new OrderShipped(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value(),
                parcel.id(),
                parcel.carrier(),
                parcel.trackingNo(),
                order.kind() == OrderState.Kind.SHIPPED);
    }
}
