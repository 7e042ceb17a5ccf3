package cn.siyu.groupbuy.app;

import cn.siyu.inventory.Allotments;
import cn.siyu.kernel.merge.Gate;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the gates before activities are made of: what is left of the units set aside, and who ever had some of them.
 *
 * @param lane the lock under which the batches of an activity follow one another, without its id
 */
record AllotmentTruth(Allotments allotments, String lane, Names names, Transactions transactions)
        implements Gate.Truth {

    /** Who ever had something of an activity, in the order of their ids. */
    @FunctionalInterface
    interface Names {
        Uni<List<UUID>> of(Sql sql, UUID activity, Optional<UUID> after, int limit);
    }

    @Override
    public Uni<Map<UUID, Long>> left(UUID activity) {
        return allotments
                .levels(transactions.reads(), List.of(activity))
                .map(levels -> levels.stream()
                        .collect(Collectors.toMap(level -> level.sku().value(), Allotments.Level::left)));
    }

    @Override
    public Uni<List<UUID>> known(UUID activity, Optional<UUID> after, int limit) {
        return after.isPresent()
                ? names.of(transactions.reads(), activity, after, limit)
                : transactions.in(tx -> tx.hold(lane + activity).chain(() -> names.of(tx, activity, after, limit)));
    }
}
