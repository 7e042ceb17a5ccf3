package cn.siyu.chaos;

import cn.siyu.chaos.Diary.Chapter;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopApi.NoAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A buyer with the staff who look after his orders. He asks until he is answered: what gets no answer, or one of 5xx, is
 * asked again with the same key. What he does next follows from the seed and from what he was told.
 */
final class Client implements Runnable {

    private static final int MOST_OPEN = 6;
    private static final long PAUSE_MILLIS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Set<Integer> NEVER = Set.of(400, 403, 404, 405, 406, 415);

    private final World world;
    private final RandomGenerator random;
    private final String name;
    private Buyer buyer;
    private int counter;

    final List<Diary> diaries = new ArrayList<>();

    Client(World world, String name, RandomGenerator random) {
        this.world = world;
        this.name = name;
        this.random = random;
        this.buyer = world.shops.getFirst().buyer(name);
    }

    @Override
    public void run() {
        while (!world.over.get()) {
            step();
        }
    }

    private void step() {
        var open =
                diaries.stream().filter(diary -> diary.chapter != Chapter.OVER).toList();
        if (open.isEmpty() || (open.size() < MOST_OPEN && random.nextInt(100) < 35)) {
            place();
            return;
        }
        var diary = open.get(random.nextInt(open.size()));
        switch (diary.chapter) {
            case PLACED -> payOrNot(diary, random.nextInt(100));
            case PAID -> shipOrNot(diary, random.nextInt(100));
            case SHIPPED -> receive(diary);
            case RECEIVED -> returnOrKeep(diary, random.nextInt(100));
            case OVER -> {}
        }
    }

    // What buyers do

    private void place() {
        var first = world.skus.get(random.nextInt(world.skus.size()));
        var second = world.skus.get(random.nextInt(world.skus.size()));
        var lines = List.of(new Line(first, 1 + random.nextInt(2)), new Line(second, 1));
        var key = "%s-order-%d".formatted(name, counter++);
        var quote = asBuyer((shop, who) -> shop.quote(who, lines));
        if (!quote.ok()) {
            return;
        }
        var hash = quote.json().path("quoteHash").asText();
        var placed = asBuyer((shop, who) -> shop.place(who, key, lines, hash));
        if (placed.ok()) {
            var view = placed.json();
            diaries.add(new Diary(
                    RemoteShop.uuid(view, "id"),
                    view.path("orderNo").asText(),
                    view.path("totalFen").asLong(),
                    this));
        }
    }

    private void payOrNot(Diary diary, int dice) {
        if (dice < 75) {
            pay(diary);
        } else if (dice < 88) {
            callOff(diary);
        } else {
            // Forgotten: time will end it.
            diary.chapter = Chapter.OVER;
        }
    }

    private void pay(Diary diary) {
        var started = asBuyer((shop, who) -> shop.startPayment(who.token(), diary.order));
        if (!started.ok()) {
            diary.chapter = Chapter.OVER;
            return;
        }
        var paid = world.shops.getFirst().payAtWeChat(RemoteShop.prepayId(started));
        diary.paidAtWeChat = paid.ok();
        diary.chapter = paid.ok() ? Chapter.PAID : Chapter.OVER;
    }

    private void callOff(Diary diary) {
        var answer = asBuyer(
                (shop, who) -> shop.api().post(who.token(), "/api/mp/v1/orders/" + diary.order + "/cancel", Map.of()));
        diary.calledOff |= answer.ok();
        diary.chapter = Chapter.OVER;
    }

    private void receive(Diary diary) {
        var path = "/api/mp/v1/orders/" + diary.order + "/confirm-receipt";
        var answer = asBuyer((shop, who) -> shop.api().post(who.token(), path, Map.of()));
        diary.received |= answer.ok();
        diary.chapter = answer.ok() ? Chapter.RECEIVED : Chapter.OVER;
    }

    private void returnOrKeep(Diary diary, int dice) {
        diary.chapter = Chapter.OVER;
        if (dice >= 60) {
            return;
        }
        var order = asBuyer((shop, who) -> shop.api().get(who.token(), "/api/mp/v1/orders/" + diary.order));
        if (!order.ok()) {
            return;
        }
        var line = order.json().path("lines").path(0).path("id").asText();
        var key = "%s-claim-%d".formatted(name, counter++);
        var wish = Map.of(
                "type", "RETURN_REFUND",
                "reason", "does not fit",
                "lines", List.of(Map.of("orderLineId", line, "quantity", 1)));
        var claimed = asBuyer((shop, who) ->
                shop.api().post(who.token(), key, "/api/mp/v1/orders/" + diary.order + "/after-sales", wish));
        if (claimed.ok()) {
            sendBack(diary, RemoteShop.uuid(claimed.json(), "id"), claimed);
        }
    }

    private void sendBack(Diary diary, UUID claim, Answer claimed) {
        diary.claim = Optional.of(claim);
        var parcel = Map.of("carrier", "SF", "trackingNo", "BACK" + diary.number);
        var sent = asBuyer((shop, who) ->
                shop.api().post(who.token(), "/api/mp/v1/after-sales/" + claim + "/return-shipment", parcel));
        if (!sent.ok()) {
            return;
        }
        var taken = asStaff(
                "support",
                (shop, token) -> shop.api()
                        .post(token, "/api/admin/v1/after-sales/" + claim + "/receive", Map.of("reason", "all there")));
        if (taken.ok()) {
            diary.goodsBack = true;
            var _ = diary.promised.put(
                    claimed.json().path("refundNo").asText(),
                    claimed.json().path("amountFen").asLong());
        }
    }

    // What staff do

    private void shipOrNot(Diary diary, int dice) {
        if (dice < 70) {
            ship(diary);
        } else if (dice < 82) {
            callOff(diary);
        } else if (dice < 92) {
            refundSome(diary);
        }
    }

    private void ship(Diary diary) {
        var trackingNo = "SF" + diary.number;
        var answer = asStaff("ops", (shop, token) -> shop.ship(token, diary.order, trackingNo));
        if (answer.ok()) {
            diary.trackingNo = Optional.of(trackingNo);
            diary.chapter = Chapter.SHIPPED;
        }
    }

    private void refundSome(Diary diary) {
        var key = "%s-refund-%d".formatted(name, counter++);
        var wish = Map.of("amountFen", 1 + random.nextInt(200), "reason", "a scratch");
        var answer = asStaff(
                "finance",
                (shop, token) -> shop.api().post(token, key, "/api/admin/v1/orders/" + diary.order + "/refund", wish));
        if (answer.ok()) {
            var _ = diary.promised.put(
                    answer.json().path("refundNo").asText(),
                    answer.json().path("amountFen").asLong());
        }
    }

    /** All that the shop knows of, page by page. */
    long countOrders() {
        var count = 0L;
        var cursor = "";
        do {
            var path = "/api/mp/v1/orders?limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            var page = asBuyer((shop, who) -> shop.api().get(who.token(), path)).json();
            count += page.path("items").size();
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return count;
    }

    @Override
    public String toString() {
        return name;
    }

    // Until somebody answers

    Answer asBuyer(BiFunction<RemoteShop, Buyer, Answer> request) {
        return insist(shop -> request.apply(shop, buyer), this::signInAgain);
    }

    private Answer asStaff(String role, BiFunction<RemoteShop, String, Answer> request) {
        return insist(shop -> request.apply(shop, world.staff(role)), _ -> world.signStaffOut(role));
    }

    private void signInAgain(RemoteShop shop) {
        buyer = new Buyer(buyer.name(), shop.signIn(name), buyer.address());
    }

    private Answer insist(Function<RemoteShop, Answer> request, Consumer<RemoteShop> unauthenticated) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var shop = world.anyShop();
            try {
                var answer = request.apply(shop);
                world.requests.incrementAndGet();
                if (answer.status() == 401) {
                    unauthenticated.accept(shop);
                } else if (answer.status() >= 500) {
                    fault(answer);
                } else if (answer.status() != 429 && !answer.code().equals("REQUEST_IN_FLIGHT")) {
                    return known(answer);
                }
            } catch (NoAnswer | AssertionError lost) {
                // The process is gone, or a sign-in within was not answered well: ask again.
            }
            pause();
        }
        throw new IllegalStateException(name + " was not answered for " + PATIENCE);
    }

    private void fault(Answer answer) {
        world.faults.incrementAndGet();
        if (world.faultsAreOurs && answer.status() == 500) {
            world.surprises.add(answer.toString());
        }
    }

    private Answer known(Answer answer) {
        if (NEVER.contains(answer.status())) {
            world.surprises.add(answer.toString());
        }
        return answer;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
