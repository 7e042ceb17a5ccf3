package cn.siyu.trade.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.domain.Parcel;
import cn.siyu.trade.domain.SpentCoupon;
import cn.siyu.trade.store.OrderPages;
import cn.siyu.trade.store.OrderPages.Card;
import cn.siyu.trade.store.OrderPages.Filter;
import cn.siyu.trade.store.OrderPages.Note;
import cn.siyu.trade.store.OrderPages.Sheet;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.RefundStore;
import cn.siyu.trade.store.RefundStore.Refund;
import cn.siyu.trade.store.ReleasedFunds;
import cn.siyu.trade.store.ShipmentStore;
import cn.siyu.trade.store.SoldOrders;
import cn.siyu.trade.store.SoldOrders.Background;
import cn.siyu.trade.store.SpentCoupons;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows orders: to members their own, to staff those they search for. */
@Singleton
public class ReadOrders {

    private final OrderStore orders;
    private final OrderPages pages;
    private final SoldOrders sold;
    private final RefundStore refunds;
    private final ShipmentStore shipments;
    private final SpentCoupons coupons;
    private final ReleasedFunds funds;
    private final SealAddress addresses;
    private final Sql reads;

    @Inject
    ReadOrders(
            OrderStore orders,
            OrderPages pages,
            SoldOrders sold,
            RefundStore refunds,
            ShipmentStore shipments,
            SpentCoupons coupons,
            ReleasedFunds funds,
            SealAddress addresses,
            Transactions transactions) {
        this.orders = orders;
        this.pages = pages;
        this.sold = sold;
        this.refunds = refunds;
        this.shipments = shipments;
        this.coupons = coupons;
        this.funds = funds;
        this.addresses = addresses;
        this.reads = transactions.reads();
    }

    /** Everything about one order. */
    public record Detail(
            Order order,
            Sheet sheet,
            DeliveryAddress address,
            List<Refund> refunds,
            Background background,
            List<SpentCoupon> coupons) {}

    public Uni<Detail> own(MemberId member, OrderId id) {
        return orders.findOf(reads, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::detail);
    }

    public Uni<Detail> any(OrderId id) {
        return orders.find(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::detail);
    }

    /** When WeChat let the shop have its money; empty as far as nobody told. */
    public Uni<Optional<Instant>> fundsReleased(OrderId id) {
        return funds.of(reads, id);
    }

    public Uni<List<Card>> ownPage(MemberId member, @Nullable Kind state, Optional<Cursor> after, int limit) {
        return pages.ofMember(reads, member, state, after, limit);
    }

    public Uni<NumberedPage<Card>> search(Filter filter, int page, int size) {
        return pages.search(reads, filter, page, size)
                .chain(items -> pages.count(reads, filter).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** The orders behind a cursor, for an export. */
    public Uni<List<Card>> after(Filter filter, Optional<Cursor> after, int limit) {
        return pages.searchAfter(reads, filter, after, limit);
    }

    public Uni<List<Parcel>> ownParcels(MemberId member, OrderId id) {
        return orders.findOf(reads, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> shipments.ofOrder(reads, id));
    }

    public Uni<List<Parcel>> parcels(OrderId id) {
        return shipments.ofOrder(reads, id);
    }

    public Uni<List<Note>> notes(OrderId id) {
        return pages.notes(reads, id);
    }

    private Uni<Detail> detail(Order order) {
        return pages.sheet(reads, order.id())
                .chain(sheet -> refunds.ofOrder(reads, order.id())
                        .chain(back -> sold.background(reads, order.id())
                                .chain(background -> spent(order)
                                        .map(spent -> new Detail(
                                                order,
                                                sheet,
                                                addresses.open(order.id(), sheet.address()),
                                                back,
                                                background,
                                                spent)))));
    }

    private Uni<List<SpentCoupon>> spent(Order order) {
        return order.standing().coupons()
                ? coupons.ofOrder(reads, order.id())
                : Uni.createFrom().item(List.of());
    }
}
