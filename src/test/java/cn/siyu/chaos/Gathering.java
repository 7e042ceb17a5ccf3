package cn.siyu.chaos;

import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Plan;
import cn.siyu.testing.RemoteShop;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/** The groups of one story or run: who opened them and who joined, as they were told. Many may come at once. */
final class Gathering {

    private static final int JOIN_RATHER = 75;
    private static final int UNITS = 5_000;

    private final List<Activity> activities;
    private final Map<UUID, Long> agreedFen = new ConcurrentHashMap<>();
    private final List<Group> told = new CopyOnWriteArrayList<>();

    Gathering(List<Activity> activities) {
        this.activities = activities;
    }

    /** What people gather for in one world: pairs and threes. */
    static List<Activity> activities(World world, String name) {
        return List.of(activity(world, name + "-pairs", 2), activity(world, name + "-threes", 3));
    }

    private static Activity activity(World world, String code, int size) {
        // Staff who sign in anew: after leaps of the clock a token may be too old.
        var shop = RemoteShop.of(world.fleet, 0);
        var plan = new Plan(size, 2_900, UNITS, Duration.ofHours(3), Duration.ofMinutes(15), Duration.ofDays(3_650));
        return new RemoteGroups(shop).start(shop.product(code, 1, 3_900, UNITS * 2), plan);
    }

    private record Group(UUID id, Activity activity, List<Diary> places) {

        /** One more than there are places is let in: somebody may have given his up, and else it is refused. */
        boolean mayTake(Person who) {
            return places.getFirst().paidAtWeChat
                    && places.size() <= activity.size()
                    && places.stream().noneMatch(diary -> diary.buyer.equals(who));
        }
    }

    /** Joins a group, or opens one when there is none that he could join. */
    Deed step(Person who, RandomGenerator dice) {
        var others = told.stream().filter(group -> group.mayTake(who)).toList();
        if (!others.isEmpty() && dice.nextInt(100) < JOIN_RATHER) {
            return join(who, others.get(dice.nextInt(others.size())));
        }
        return open(who, dice);
    }

    /** Opens a group, whichever others there are. */
    Deed open(Person who, RandomGenerator dice) {
        return open(who, activities.get(dice.nextInt(activities.size())));
    }

    private Deed open(Person who, Activity activity) {
        var fen = agreedFen(who, activity);
        var key = who.key("seat");
        var answer = who.asBuyer((shop, buyer) -> new RemoteGroups(shop).open(buyer, key, activity, fen));
        var diary = who.placed(answer, "orderId");
        diary.ifPresent(place -> told.add(new Group(
                RemoteShop.uuid(answer.json(), "buyGroupId"), activity, new CopyOnWriteArrayList<>(List.of(place)))));
        return new Deed("opens a group of " + activity.size() + said(diary), diary);
    }

    private Deed join(Person who, Group group) {
        var fen = agreedFen(who, group.activity());
        var key = who.key("seat");
        var answer = who.asBuyer(
                (shop, buyer) -> new RemoteGroups(shop).join(buyer, key, group.activity(), group.id(), fen));
        var diary = who.placed(answer, "orderId");
        diary.ifPresent(group.places()::add);
        return new Deed("joins group " + told.indexOf(group) + said(diary), diary);
    }

    private static String said(Optional<Diary> diary) {
        return diary.isPresent() ? "" : ", refused";
    }

    /** What a place costs, for all live in the same region. */
    private long agreedFen(Person who, Activity activity) {
        var known = agreedFen.get(activity.id());
        if (known != null) {
            return known;
        }
        var fen = who.asBuyer((shop, buyer) -> new RemoteGroups(shop).quote(buyer, activity))
                .json()
                .path("totalFen")
                .asLong();
        var _ = agreedFen.put(activity.id(), fen);
        return fen;
    }

    /** What is not as it must be: a group is decided, it has no more than its members, and else everybody his money. */
    List<String> violations(JsonNode books, Map<String, Integer> ends) {
        var net = Verdict.net(books);
        var violations = new ArrayList<String>();
        for (var group : told) {
            var leader = group.places().getFirst().buyer;
            var state = leader.asBuyer(
                            (shop, buyer) -> shop.api().get(buyer.token(), "/api/mp/v1/me/buy-groups/" + group.id()))
                    .json()
                    .path("state")
                    .asText();
            var _ = ends.merge("group " + state, 1, Integer::sum);
            var withMoney = group.places().stream()
                    .filter(place -> net.getOrDefault(place.number, 0L) > 0)
                    .count();
            var fine = switch (state) {
                case "SUCCEEDED" -> withMoney <= group.activity().size();
                case "FAILED", "CANCELLED" -> withMoney == 0;
                default -> false;
            };
            if (!fine) {
                violations.add("group %s of %d is %s, and WeChat holds money for %d places"
                        .formatted(group.id(), group.activity().size(), state, withMoney));
            }
        }
        return violations;
    }
}
