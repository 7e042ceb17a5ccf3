package cn.siyu.replay;

import cn.siyu.replay.RecordedGroup.Offer;
import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteShop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Recorded groups as the benchmark sees them, and a shop in which what they bought is on offer. */
public final class RecordedMarket {

    private static final Duration LIFE = Duration.ofDays(1);

    private RecordedMarket() {}

    /** Who opened, what, and who joined. */
    public record Group(String leader, String item, List<String> joiners, int size) {}

    /** The activity in which a group is opened. */
    public record Offered(UUID activity, UUID sku, int size) {}

    /** At most so many of the record, filled and failed ones. */
    public static List<Group> read(Path folder, int limit) {
        return RecordedGroup.read(folder, limit).stream()
                .map(each -> new Group(each.leader(), each.item(), each.joiners(), each.size()))
                .toList();
    }

    /** Puts everything on offer that the groups bought, in an activity for each item and size. */
    public static Map<Group, Offered> open(RemoteShop shop, List<Group> groups) {
        var units = new HashMap<Offer, Integer>();
        groups.forEach(group -> units.merge(offer(group), group.size(), Integer::sum));
        var activities = new Stall(shop, LIFE).open(units);
        var offered = new HashMap<Group, Offered>();
        groups.forEach(group ->
                offered.put(group, offered(Objects.requireNonNull(activities.get(offer(group))), group)));
        return offered;
    }

    private static Offered offered(RemoteGroups.Activity activity, Group group) {
        return new Offered(activity.id(), activity.sku(), group.size());
    }

    private static Offer offer(Group group) {
        return new Offer(group.item(), group.size());
    }
}
