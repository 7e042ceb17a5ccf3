package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.store.PersonStore;
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

/** The gate before activities whose goods are sold: whoever never had a place there and can get none hears it at once. */
@Singleton
class SeatGate {

    private final Gate gate;

    @Inject
    SeatGate(
            ReactiveRedisDataSource redis,
            FreshContext contexts,
            Allotments allotments,
            PersonStore persons,
            Transactions transactions) {
        this.gate = new Gate(
                "seats",
                redis,
                contexts,
                new AllotmentTruth(
                        allotments,
                        SeatsTogether.LANE,
                        (sql, activity, after, limit) -> persons.known(sql, new ActivityId(activity), after, limit),
                        transactions));
    }

    /** Refused as STOCK_SHORT, or nothing. */
    Uni<Void> pass(ActivityId activity, SkuId sku, int quantity, MemberId member) {
        return gate.mayPass(activity.value(), sku.value(), quantity, member.value())
                .invoke(may -> {
                    if (!may) {
                        throw sold();
                    }
                })
                .replaceWithVoid();
    }

    /** Whether something was short there of late. */
    boolean isWatched(ActivityId activity) {
        return gate.isWatched(activity.value());
    }

    /** The refusal, when nothing at all is left and he certainly gets nothing. */
    Uni<Optional<Refused>> refusal(ActivityId activity, MemberId member) {
        return gate.isShut(activity.value(), member.value()).map(shut -> shut ? Optional.of(sold()) : Optional.empty());
    }

    /** Somebody was turned away because there were not enough goods. */
    void isShort(ActivityId activity) {
        gate.isShort(activity.value());
    }

    /** These get a place in this moment. */
    Uni<Void> know(ActivityId activity, Collection<MemberId> members) {
        return gate.know(activity.value(), members.stream().map(MemberId::value).toList());
    }

    static Refused sold() {
        return Refused.fields(
                InventoryProblem.STOCK_SHORT,
                List.of(new FieldError("quantity", "is more than what the activity has left")));
    }
}
