package cn.siyu.chaos;

import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteShop;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The groups of one story: who opened them and who joined, as they were told. */
final class Gathering {

    private static final int JOIN_RATHER = 75;

    private final World world;
    private final List<Activity> activities;
    private final Map<UUID, Long> agreedFen = new HashMap<>();
    private final List<Group> told = new ArrayList<>();

    Gathering(World world, List<Activity> activities) {
        this.world = world;
        this.activities = activities;
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
    String step(Person who, RandomGenerator dice) {
        var others = told.stream().filter(group -> group.mayTake(who)).toList();
        if (!others.isEmpty() && dice.nextInt(100) < JOIN_RATHER) {
            return join(who, others.get(dice.nextInt(others.size())));
        }
        return open(who, activities.get(dice.nextInt(activities.size())));
    }

    private String open(Person who, Activity activity) {
        var fen = agreedFen(who, activity);
        var key = who.key("seat");
        var answer = who.asBuyer((shop, buyer) -> new RemoteGroups(shop).open(buyer, key, activity, fen));
        var diary = who.placed(answer, "orderId");
        diary.ifPresent(place -> told.add(
                new Group(RemoteShop.uuid(answer.json(), "buyGroupId"), activity, new ArrayList<>(List.of(place)))));
        return "opens a group of " + activity.size() + said(diary);
    }

    private String join(Person who, Group group) {
        var fen = agreedFen(who, group.activity());
        var key = who.key("seat");
        var answer = who.asBuyer(
                (shop, buyer) -> new RemoteGroups(shop).join(buyer, key, group.activity(), group.id(), fen));
        var diary = who.placed(answer, "orderId");
        diary.ifPresent(group.places()::add);
        return "joins group " + told.indexOf(group) + said(diary);
    }

    private static String said(Optional<Diary> diary) {
        return diary.isPresent() ? "" : ", refused";
    }

    private long agreedFen(Person who, Activity activity) {
        return agreedFen.computeIfAbsent(
                activity.id(), _ -> new RemoteGroups(world.shops.getFirst()).totalFen(who.buyer(), activity));
    }

    /** What is not as it must be: a group is decided, it has no more than its members, and else everybody his money. */
    List<String> violations(JsonNode books, Map<String, Integer> ends) {
        var net = Verdict.net(books);
        var violations = new ArrayList<String>();
        for (var group : told) {
            var leader = group.places().getFirst().buyer;
            var state = leader.asBuyer(
                            (shop, buyer) -> shop.api().get(buyer.token(), "/api/mp/v1/buy-groups/" + group.id()))
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
