package cn.siyu.replay;

import cn.siyu.replay.RecordedGroup.Offer;
import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Place;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Plays recorded groups: many at once, and the joiners of one group at the same time. */
final class ReplayRun {

    private static final int GROUPS_AT_ONCE = 48;
    private static final long LOOK_AGAIN_MILLIS = 250;
    private static final int LOOKS = 240;

    private final RemoteShop shop;
    private final RemoteGroups groups;
    private final Crowd crowd;
    private final Map<Offer, Activity> stall;
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private long agreedFen;

    ReplayRun(RemoteShop shop, Crowd crowd, Map<Offer, Activity> stall) {
        this.shop = shop;
        this.groups = new RemoteGroups(shop);
        this.crowd = crowd;
        this.stall = stall;
    }

    /** Those that could be played; what went wrong with the others is among the troubles, and does not stop the rest. */
    List<Played> play(List<RecordedGroup> recorded) {
        var progress = new Progress("groups", recorded.size());
        return RemoteShop.together(
                        GROUPS_AT_ONCE,
                        recorded.stream()
                                .map(group -> (Callable<Optional<Played>>) () -> {
                                    var played = tried(group);
                                    progress.step();
                                    return played;
                                })
                                .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    List<String> troubles() {
        return List.copyOf(troubles);
    }

    private Optional<Played> tried(RecordedGroup recorded) {
        try {
            return Optional.of(play(recorded));
        } catch (RuntimeException | AssertionError failure) {
            var trouble = recorded + " could not be played: " + failure.getMessage();
            System.out.println("replay: " + trouble);
            troubles.add(trouble);
            return Optional.empty();
        }
    }

    private Played play(RecordedGroup recorded) {
        var activity = stall.get(recorded.offer());
        if (activity == null) {
            throw new AssertionError(recorded + " has no activity");
        }
        var leader = crowd.member(recorded.leader());
        var opened = RemoteGroups.place(leader, groups.open(leader, activity, agreed(leader, activity)));
        var places = new ArrayList<Place>();
        places.add(paid(opened));
        if (recorded.filled()) {
            awaitOpen(opened.group());
            List<Callable<Place>> joiners = recorded.joiners().stream()
                    .map(member -> (Callable<Place>) () -> joined(member, activity, opened.group()))
                    .toList();
            places.addAll(RemoteShop.together(joiners.size(), joiners));
        }
        return new Played(recorded, opened.group(), places);
    }

    private Place joined(String member, Activity activity, UUID group) {
        var buyer = crowd.member(member);
        return paid(RemoteGroups.place(buyer, groups.join(buyer, activity, group, agreed(buyer, activity))));
    }

    /** All cost the same and go to the same region: one quote is as good as any. */
    private synchronized long agreed(Buyer buyer, Activity activity) {
        if (agreedFen == 0) {
            agreedFen = groups.totalFen(buyer, activity);
        }
        return agreedFen;
    }

    private Place paid(Place place) {
        var prepared = shop.startPayment(place.buyer().token(), place.order()).expect(200);
        var _ = shop.payAtWeChat(RemoteShop.prepayId(prepared)).expect(200);
        return place;
    }

    private void awaitOpen(UUID group) {
        Answer seen = shop.api().get("", "/api/mp/v1/buy-groups/" + group);
        for (var look = 0; look < LOOKS; look++) {
            if (seen.ok() && seen.json().path("state").asText().equals("OPEN")) {
                return;
            }
            pause();
            seen = shop.api().get("", "/api/mp/v1/buy-groups/" + group);
        }
        throw new AssertionError(group + " never became OPEN: " + seen.text());
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
