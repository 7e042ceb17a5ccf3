package cn.siyu.koc.app;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunitySales;
import cn.siyu.koc.store.SaleStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Keeps what is told about sales. */
@Singleton
class KeepSales implements CommunitySales {

    private final SaleStore sales;

    @Inject
    KeepSales(SaleStore sales) {
        this.sales = sales;
    }

    @Override
    public Uni<Void> sold(Tx tx, Collection<Sale> told) {
        return sales.add(tx, told).replaceWithVoid();
    }

    @Override
    public Uni<Void> refunded(Tx tx, UUID order, String refundNo, Money amount, Instant at) {
        return sales.refund(tx, order, refundNo, amount, at).replaceWithVoid();
    }
}
