package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.store.FlashOrderStore;
import cn.siyu.inventory.Allotments;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.kernel.merge.Gate;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.member.MemberId;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The gate before flash sales whose goods are sold: whoever never got any and can get none hears it at once. */
@Singleton
class FlashGate {

    private final Gate gate;

    @Inject
    FlashGate(
            ReactiveRedisDataSource redis,
            FreshContext contexts,
            Allotments allotments,
            FlashOrderStore taken,
            Transactions transactions) {
        this.gate = new Gate(
                "flash",
                redis,
                contexts,
                new AllotmentTruth(
                        allotments,
                        FlashTogether.LANE,
                        (sql, sale, after, limit) -> taken.known(sql, new FlashSaleId(sale), after, limit),
                        transactions));
    }

    /** Refused as STOCK_SHORT, or nothing. */
    Uni<Void> pass(FlashSaleId sale, SkuId sku, int quantity, MemberId member) {
        return gate.mayPass(sale.value(), sku.value(), quantity, member.value())
                .invoke(may -> {
                    if (!may) {
                        throw sold();
                    }
                })
                .replaceWithVoid();
    }

    /** Whether something was short there of late. */
    boolean isWatched(FlashSaleId sale) {
        return gate.isWatched(sale.value());
    }

    /** The refusal, when nothing at all is left and he certainly gets nothing. */
    Uni<Optional<Refused>> refusal(FlashSaleId sale, MemberId member) {
        return gate.isShut(sale.value(), member.value()).map(shut -> shut ? Optional.of(sold()) : Optional.empty());
    }

    /** Somebody was turned away because there were not enough goods. */
    void isShort(FlashSaleId sale) {
        gate.isShort(sale.value());
    }

    /** These get units in this moment. */
    Uni<Void> know(FlashSaleId sale, Collection<MemberId> members) {
        return gate.know(sale.value(), members.stream().map(MemberId::value).toList());
    }

    static Refused sold() {
        return Refused.fields(
                InventoryProblem.STOCK_SHORT,
                List.of(new FieldError("quantity", "is more than what the flash sale has left")));
    }
}
