package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.groupbuy.store.ActivityLists;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.inventory.Allotments;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.Communities;
import cn.siyu.koc.CommunityId;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows activities: to members what runs and what it sells, to staff all there are. */
@Singleton
public class ShowActivities {

    private static final int MOST_SKUS = 200;

    private final ActivityStore activities;
    private final ActivityLists lists;
    private final Allotments allotments;
    private final ShowSheets sheets;
    private final Communities communities;
    private final Skus skus;
    private final Prices prices;
    private final Leftovers leftovers;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    ShowActivities(
            ActivityStore activities,
            ActivityLists lists,
            Allotments allotments,
            ShowSheets sheets,
            Communities communities,
            Skus skus,
            Prices prices,
            Leftovers leftovers,
            Transactions transactions,
            ShopClock clock) {
        this.activities = activities;
        this.lists = lists;
        this.allotments = allotments;
        this.sheets = sheets;
        this.communities = communities;
        this.skus = skus;
        this.prices = prices;
        this.leftovers = leftovers;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** Activities with the goods that they show. */
    public record Shelf(List<Activity> activities, Map<SkuId, SkuCard> cards) {}

    /** An activity with its goods, what one costs without a group, and roughly what is left. */
    public record Page(
            Activity activity,
            Map<SkuId, SkuCard> cards,
            Map<SkuId, PriceTag> single,
            Map<SkuId, Availability> availability) {

        public List<SkuId> skus() {
            return activity.plan().offers().stream().map(Offer::sku).toList();
        }
    }

    public Uni<Shelf> running(int limit) {
        return lists.running(reads, clock.instant(), limit).chain(this::shelf);
    }

    private Uni<Shelf> shelf(List<Activity> found) {
        return cards(found.stream()
                        .map(each -> each.plan().offers().getFirst().sku())
                        .toList())
                .map(cards -> new Shelf(found, cards));
    }

    public Uni<Page> shown(ActivityId id) {
        return find(id).invoke(ShowActivities::refuseHidden).chain(activity -> {
            var ids = activity.plan().offers().stream().map(Offer::sku).toList();
            return cards(ids)
                    .chain(cards -> prices.of(ids)
                            .chain(single -> allotments
                                    .levels(reads, List.of(id.value()))
                                    .map(levels -> new Page(activity, cards, single, leftovers.inWords(levels)))));
        });
    }

    /** An activity with roughly what is left of it. */
    public record Left(Activity activity, Map<SkuId, Availability> availability) {}

    /** How these stand, of those that everybody may see. */
    public Uni<List<Left>> left(Collection<ActivityId> ids) {
        return activities
                .find(reads, ids)
                .chain(found -> allotments
                        .levels(reads, ids.stream().map(ActivityId::value).toList())
                        .map(levels -> left(found, levels)));
    }

    private List<Left> left(List<Activity> found, List<Level> levels) {
        return found.stream()
                .filter(activity -> activity.state().shown())
                .map(activity -> new Left(
                        activity,
                        leftovers.inWords(levels.stream()
                                .filter(level ->
                                        level.activity().equals(activity.id().value()))
                                .toList())))
                .toList();
    }

    public Uni<ActivitySheet> any(ActivityId id) {
        return find(id).chain(activity -> sheets.of(reads, activity));
    }

    /** For staff, with their budgets and without their stock. */
    public Uni<NumberedPage<ActivitySheet>> search(ActivityLists.Search search, int page, int size) {
        return lists.search(reads, search, size, (page - 1) * size)
                .chain(found -> sheets.of(reads, found))
                .chain(found -> lists.count(reads, search).map(total -> new NumberedPage<>(found, page, size, total)));
    }

    /** What runs for a community; it is nobody's business who is not in it and does not lead it (B23). */
    public Uni<Shelf> ofCommunity(CommunityId community, MemberId caller, int limit) {
        var now = clock.instant();
        return communities
                .isMember(reads, caller, community, now)
                .chain(in -> in ? Uni.createFrom().item(true) : communities.isLed(reads, community, caller, now))
                .invoke(may -> {
                    if (!may) {
                        throw Refused.notFound();
                    }
                })
                .chain(() -> lists.ofCommunity(reads, community, now, limit))
                .chain(this::shelf);
    }

    private Uni<Activity> find(ActivityId id) {
        return activities.find(reads, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private Uni<Map<SkuId, SkuCard>> cards(List<SkuId> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : skus.cards(ids.stream().distinct().limit(MOST_SKUS).toList())
                        .map(cards -> cards.stream().collect(Collectors.toMap(SkuCard::sku, Function.identity())));
    }

    private static void refuseHidden(Activity activity) {
        if (!activity.state().shown()) {
            throw Refused.notFound();
        }
    }
}
