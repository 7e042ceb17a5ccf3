package cn.siyu.replay;

import cn.siyu.replay.Played.Place;
import cn.siyu.replay.RecordedGroup.Offer;
import cn.siyu.replay.Stall.Sold;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Plays recorded groups: many at once, and the joiners of one group at the same time. */
final class ReplayRun {

    private static final int GROUPS_AT_ONCE = 48;
    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final int LOOKS = 600;

    private final RemoteShop shop;
    private final Crowd crowd;
    private final Map<Offer, Sold> stall;
    private long agreedFen;

    ReplayRun(RemoteShop shop, Crowd crowd, Map<Offer, Sold> stall) {
        this.shop = shop;
        this.crowd = crowd;
        this.stall = stall;
    }

    List<Played> play(List<RecordedGroup> groups) {
        var progress = new Progress("groups", groups.size());
        return RemoteShop.together(
                GROUPS_AT_ONCE,
                groups.stream()
                        .map(group -> (Callable<Played>) () -> {
                            var played = play(group);
                            progress.step();
                            return played;
                        })
                        .toList());
    }

    private Played play(RecordedGroup recorded) {
        var sold = stall.get(recorded.offer());
        if (sold == null) {
            throw new AssertionError(recorded + " has no activity");
        }
        var opened = seat(recorded.leader(), "/api/mp/v1/group-buys/" + sold.activity() + "/buy-groups", sold);
        var group = RemoteShop.uuid(opened, "buyGroupId");
        var places = new ArrayList<Place>();
        places.add(paid(recorded.leader(), opened));
        if (recorded.filled()) {
            awaitState(group, "OPEN");
            List<Callable<Place>> joiners = recorded.joiners().stream()
                    .map(member -> (Callable<Place>)
                            () -> paid(member, seat(member, "/api/mp/v1/buy-groups/" + group + "/seats", sold)))
                    .toList();
            places.addAll(RemoteShop.together(joiners.size(), joiners));
        }
        return new Played(recorded, group, places);
    }

    private JsonNode seat(String member, String path, Sold sold) {
        var buyer = crowd.member(member);
        return shop.api()
                .post(
                        buyer.token(),
                        RemoteShop.key("seat"),
                        path,
                        Map.of(
                                "skuId", sold.sku().toString(),
                                "quantity", 1,
                                "addressId", buyer.address().toString(),
                                "agreedTotalFen", agreed(buyer, sold),
                                "exclusionAcknowledged", false))
                .expect(201)
                .json();
    }

    /** All cost the same and go to the same region: one quote is as good as any. */
    private synchronized long agreed(Buyer buyer, Sold sold) {
        if (agreedFen == 0) {
            agreedFen = shop.api()
                    .post(
                            buyer.token(),
                            "/api/mp/v1/group-buys/" + sold.activity() + "/quotes",
                            Map.of(
                                    "skuId", sold.sku().toString(),
                                    "quantity", 1,
                                    "addressId", buyer.address().toString()))
                    .expect(200)
                    .json()
                    .path("totalFen")
                    .asLong();
        }
        return agreedFen;
    }

    private Place paid(String member, JsonNode seat) {
        var order = RemoteShop.uuid(seat, "orderId");
        var prepared = shop.startPayment(crowd.member(member).token(), order).expect(200);
        var _ = shop.payAtWeChat(RemoteShop.prepayId(prepared)).expect(200);
        return new Place(
                member,
                order,
                seat.path("orderNo").asText(),
                seat.path("totalFen").asLong());
    }

    void awaitState(UUID group, String state) {
        Answer seen = shop.api().get("", "/api/mp/v1/buy-groups/" + group);
        for (var look = 0; look < LOOKS; look++) {
            if (seen.ok() && seen.json().path("state").asText().equals(state)) {
                return;
            }
            pause();
            seen = shop.api().get("", "/api/mp/v1/buy-groups/" + group);
        }
        throw new AssertionError(group + " never became " + state + ": " + seen.text());
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
