package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.SharedGoods;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Which products are promoted by a link to an activity or to a group. */
@Singleton
class SharedGroupBuys implements SharedGoods {

    private final ActivityStore activities;
    private final GroupStore groups;

    @Inject
    SharedGroupBuys(ActivityStore activities, GroupStore groups) {
        this.activities = activities;
        this.groups = groups;
    }

    @Override
    public Uni<List<UUID>> of(Sql sql, ShareLink.Target target) {
        return target.activity().isEmpty() && target.buyGroup().isEmpty()
                ? Uni.createFrom().item(List.of())
                : ofGroup(sql, target)
                        .map(ofGroup -> Stream.of(target.activity().map(ActivityId::new), ofGroup)
                                .flatMap(Optional::stream)
                                .distinct()
                                .toList())
                        .chain(ids -> activities.find(sql, ids))
                        .map(found -> found.stream()
                                .map(activity -> activity.plan().spu().value())
                                .toList());
    }

    private Uni<Optional<ActivityId>> ofGroup(Sql sql, ShareLink.Target target) {
        return target.buyGroup()
                .map(id -> groups.find(sql, new BuyGroupId(id))
                        .map(found -> Optional.ofNullable(found)
                                .map(group -> group.origin().activity())))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
