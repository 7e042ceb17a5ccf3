package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.store.PersonStore;
import cn.siyu.inventory.Allotments;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.kernel.merge.Gate;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.member.MemberId;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The gate before activities whose goods are sold: whoever never had a place there and can get none hears it at once. */
@ApplicationScoped
class SeatGate {

    private final Gate gate;

    @Inject
    SeatGate(
            ReactiveRedisDataSource redis,
            FreshContext contexts,
            Allotments allotments,
            PersonStore persons,
            Transactions transactions) {
        this.gate = new Gate("seats", redis, contexts, new Rows(allotments, persons, transactions.reads()));
    }

    /** What the gate is made of. */
    private record Rows(Allotments allotments, PersonStore persons, Sql reads) implements Gate.Truth {

        @Override
        public Uni<Map<UUID, Long>> left(UUID activity) {
            return allotments
                    .levels(reads, List.of(activity))
                    .map(levels -> levels.stream()
                            .collect(Collectors.toMap(level -> level.sku().value(), Allotments.Level::left)));
        }

        @Override
        public Uni<List<UUID>> known(UUID activity, Optional<UUID> after, int limit) {
            return persons.known(reads, new ActivityId(activity), after, limit);
        }
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
