package cn.siyu.bench;

import cn.siyu.replay.RecordedMarket;
import cn.siyu.replay.RecordedMarket.Group;
import cn.siyu.testing.RemoteGroups;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Groups that others have recorded are bought again as fast as the shop can: who opens, what, in which size, and who joins is
 * theirs. All open first; then all join.
 */
final class RecordedScenario {

    static final String NAME = "group_recorded";
    private static final String ANSWER = "\"orderId\":\"";
    private static final int CREATED = 201;
    private static final int MOST_GROUPS = 20_000;

    private final Installation shop;
    private final Probe probe;
    private final Sizes sizes;

    /** Members of the record, by their names there. */
    private final Map<String, Crowd.Buyer> known = new HashMap<>();

    private int next;

    RecordedScenario(Installation shop, Probe probe, Sizes sizes, Seed seed) {
        this.shop = shop;
        this.probe = probe;
        this.sizes = sizes;
        seed.settle();
    }

    Sample run(Path folder, Crowd crowd) {
        var groups = RecordedMarket.read(folder, Math.min(MOST_GROUPS, crowd.size() / 4));
        var offers = RecordedMarket.open(shop.remote(), groups);
        shop.execute(
                "update groupbuy_activity set pay_timeout_minutes = 1440, max_open_groups = 1000000, per_person_qty = 1000000");
        var total = total(offered(offers, groups.getFirst()), crowd);
        var _ = load(NAME + "-opened", opens(groups, offers, crowd, total));
        // Joining is what is measured, not waiting for the leaders' money.
        shop.execute(
                "update groupbuy_group set state = 'OPEN', opened_at = created_at, expires_at = created_at + interval '20 hours',"
                        + " due_at = created_at + interval '20 hours' where state = 'PENDING'");
        var sample = load(NAME, joins(groups, offers, crowd, total));
        shop.execute(
                "update groupbuy_group set state = 'PENDING', opened_at = null, expires_at = null where state = 'OPEN' and paid = 0");
        return sample.with(
                0,
                Map.of(
                        "groups",
                        groups.size(),
                        "activities",
                        offers.values().stream().distinct().count()));
    }

    private long total(RecordedMarket.Offered offered, Crowd crowd) {
        var buyer = crowd.next();
        return new RemoteGroups(shop.remote())
                .totalFen(
                        Market.remote(buyer),
                        new RemoteGroups.Activity(offered.activity(), offered.sku(), offered.size()));
    }

    private Sample load(String name, Feed feed) {
        var sample = probe.orders(
                name,
                Sizes.CROWD,
                () -> new Wrk(shop.uri()).once(feed, Sizes.CROWD, sizes.seconds() * 20, CREATED, ANSWER));
        feed.delete();
        return sample;
    }

    private Feed opens(List<Group> groups, Map<Group, RecordedMarket.Offered> offers, Crowd crowd, long total) {
        try (var feed = Feed.create(probe.file(NAME))) {
            groups.forEach(group -> {
                var buyer = member(group.leader(), crowd);
                var activity = activity(offers, group, total);
                if (mayStill(buyer)) {
                    feed.post(buyer, activity.openPath(), activity.body(buyer));
                }
            });
            return feed;
        }
    }

    private Feed joins(List<Group> groups, Map<Group, RecordedMarket.Offered> offers, Crowd crowd, long total) {
        var open = openGroups();
        try (var feed = Feed.create(probe.file(NAME))) {
            groups.forEach(group -> {
                var activity = activity(offers, group, total);
                var its = open.getOrDefault(
                        key(activity.id(), member(group.leader(), crowd).id()), new ArrayDeque<>());
                if (!its.isEmpty()) {
                    var id = its.removeFirst();
                    group.joiners().stream()
                            .map(name -> member(name, crowd))
                            .filter(RecordedScenario::mayStill)
                            .forEach(buyer -> feed.post(buyer, Activity.joinPath(id), activity.body(buyer)));
                }
            });
            return feed;
        }
    }

    private static Activity activity(Map<Group, RecordedMarket.Offered> offers, Group group, long total) {
        var offered = offered(offers, group);
        return new Activity(offered.activity(), offered.sku(), total);
    }

    private static RecordedMarket.Offered offered(Map<Group, RecordedMarket.Offered> offers, Group group) {
        return Objects.requireNonNull(offers.get(group), () -> "nothing is on offer for " + group);
    }

    private static boolean mayStill(Crowd.Buyer buyer) {
        return buyer.used().incrementAndGet() <= Sizes.USES_OF_A_TOKEN;
    }

    /** The same name is the same member always. */
    private Crowd.Buyer member(String name, Crowd crowd) {
        return known.computeIfAbsent(name, _ -> crowd.all().get(next++ % crowd.size()));
    }

    private Map<String, Deque<UUID>> openGroups() {
        var open = new HashMap<String, Deque<UUID>>();
        try (var connection = shop.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select id, activity_id, leader_id from groupbuy_group where state = 'OPEN' and held = 1 and paid = 0")) {
            while (rows.next()) {
                open.computeIfAbsent(
                                key(rows.getObject(2, UUID.class), rows.getObject(3, UUID.class)),
                                _ -> new ArrayDeque<>())
                        .add(rows.getObject(1, UUID.class));
            }
            return open;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(UUID activity, UUID leader) {
        return activity + "/" + leader;
    }
}
