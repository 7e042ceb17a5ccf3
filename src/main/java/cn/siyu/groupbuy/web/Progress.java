package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.ShowActivities;
import cn.siyu.groupbuy.app.ShowActivities.Left;
import cn.siyu.groupbuy.app.ShowGroups;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.CompletedBy;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.groupbuy.store.Screens.Group;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.watch.Feed;
import cn.siyu.kernel.watch.Moment;
import cn.siyu.kernel.watch.Watchers;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What watchers see of groups and activities: the little that changes while one looks at it. */
@Singleton
class Progress {

    private final ShowGroups groups;
    private final ShowActivities activities;
    private final Feed ofGroups;
    private final Feed ofActivities;

    @Inject
    Progress(ShowGroups groups, ShowActivities activities, Watchers watchers) {
        this.groups = groups;
        this.activities = activities;
        this.ofGroups = watchers.feed("group", this::groups);
        this.ofActivities = watchers.feed("activity", this::activities);
    }

    /** How a group stands. */
    @Schema(name = "BuyGroupProgress")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GroupProgressView(
            @Nullable @Schema(description = "The server's clock when it was written; always there")
            Instant serverTime,

            UUID id,
            BuyGroup.Kind state,
            int size,

            @Schema(description = "How many real members have paid")
            int paid,

            @Schema(description = "Places that nobody has or holds")
            int left,

            @Nullable Instant expiresAt,
            @Nullable Instant endedAt,
            @Nullable CompletedBy completedBy) {

        static GroupProgressView of(Group group) {
            return new GroupProgressView(
                    null,
                    group.id().value(),
                    group.state(),
                    group.size(),
                    group.paid(),
                    group.size() - group.held() - group.paid(),
                    group.expiresAt().orElse(null),
                    group.endedAt().orElse(null),
                    group.completedBy().orElse(null));
        }
    }

    /** How an activity stands. */
    @Schema(name = "GroupBuyProgress")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ActivityProgressView(
            @Nullable @Schema(description = "The server's clock when it was written; always there")
            Instant serverTime,

            UUID id,
            ActivityState state,
            Instant endsAt,

            @Schema(description = "Roughly what is left of each SKU: exact numbers are nobody's business (A12)")
            List<SkuProgressView> skus) {

        static ActivityProgressView of(Left left) {
            var activity = left.activity();
            return new ActivityProgressView(
                    null,
                    activity.id().value(),
                    activity.state(),
                    activity.plan().endsAt(),
                    activity.plan().offers().stream()
                            .map(Offer::sku)
                            .map(sku -> SkuProgressView.of(sku, left.availability()))
                            .toList());
        }
    }

    /** What is left of a SKU. */
    @Schema(name = "GroupBuySkuProgress")
    record SkuProgressView(UUID skuId, Availability availability) {

        static SkuProgressView of(SkuId sku, Map<SkuId, Availability> left) {
            return new SkuProgressView(sku.value(), left.getOrDefault(sku, Availability.OUT));
        }
    }

    Feed groups() {
        return ofGroups;
    }

    Feed activities() {
        return ofActivities;
    }

    private Uni<Map<UUID, Moment>> groups(Set<UUID> ids) {
        return groups.open(ids.stream().map(BuyGroupId::new).toList())
                .map(found -> moments(
                        found,
                        group -> group.id().value(),
                        group -> new Moment(GroupProgressView.of(group), group.state() != BuyGroup.Kind.OPEN)));
    }

    private Uni<Map<UUID, Moment>> activities(Set<UUID> ids) {
        return activities
                .left(ids.stream().map(ActivityId::new).toList())
                .map(found -> moments(
                        found,
                        left -> left.activity().id().value(),
                        left -> new Moment(
                                ActivityProgressView.of(left),
                                isOver(left.activity().state()))));
    }

    private static boolean isOver(ActivityState state) {
        return state == ActivityState.STOPPED || state == ActivityState.ENDED;
    }

    private static <T> Map<UUID, Moment> moments(List<T> found, Function<T, UUID> id, Function<T, Moment> moment) {
        return found.stream().collect(Collectors.toMap(id, moment));
    }
}
