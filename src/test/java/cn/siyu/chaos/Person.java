package cn.siyu.chaos;

import cn.siyu.chaos.Diary.Chapter;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * A buyer with the staff who look after his orders. He asks until he is answered: what gets no answer, or one of 5xx, is
 * asked again with the same key. What he was told he writes into the diary of the order.
 */
class Person {

    final World world;
    final String name;
    final List<Diary> diaries = new ArrayList<>();

    private final Asking asking;
    private Buyer buyer;
    private int counter;

    Person(World world, String name) {
        this.world = world;
        this.name = name;
        this.asking = new Asking(world, name);
        this.buyer = world.shops.getFirst().buyer(name);
    }

    Buyer buyer() {
        return buyer;
    }

    /** Under which staff know him. */
    UUID member() {
        return RemoteShop.uuid(
                asBuyer((shop, who) -> shop.api().get(who.token(), "/api/mp/v1/me"))
                        .expect(200)
                        .json(),
                "id");
    }

    /** The same for every repetition of one request. */
    String key(String what) {
        return "%s-%s-%d".formatted(name, what, counter++);
    }

    List<Diary> open() {
        return diaries.stream().filter(diary -> diary.chapter != Chapter.OVER).toList();
    }

    // What buyers do

    Optional<Diary> place(List<Line> lines) {
        return place(lines, List.of());
    }

    Optional<Diary> place(List<Line> lines, List<UUID> coupons) {
        var key = key("order");
        var quote = asBuyer((shop, who) -> shop.quote(who, lines, coupons));
        if (!quote.ok()) {
            return Optional.empty();
        }
        var hash = quote.json().path("quoteHash").asText();
        return placed(asBuyer((shop, who) -> shop.place(who, key, lines, coupons, hash)), "id");
    }

    /** @param id the field that names the order */
    Optional<Diary> placed(Answer answer, String id) {
        if (!answer.ok()) {
            return Optional.empty();
        }
        var view = answer.json();
        var diary = new Diary(
                RemoteShop.uuid(view, id),
                view.path("orderNo").asText(),
                view.path("totalFen").asLong(),
                this);
        diaries.add(diary);
        return Optional.of(diary);
    }

    /** The number under which WeChat waits for the payment, if there is still something to pay. */
    Optional<String> startPayment(Diary diary) {
        var key = key("pay");
        var path = "/api/mp/v1/orders/" + diary.order + "/payments";
        var started = asBuyer((shop, who) -> shop.api().post(who.token(), key, path, Map.of()));
        return started.ok() ? Optional.of(RemoteShop.prepayId(started)) : Optional.empty();
    }

    void pay(Diary diary) {
        var prepay = startPayment(diary);
        if (prepay.isEmpty()) {
            diary.chapter = Chapter.OVER;
            return;
        }
        paidOr(diary, world.shops.getFirst().payAtWeChat(prepay.get()));
    }

    /** Money that was on its way when the time to pay was over. */
    void payLate(Diary diary) {
        var prepay = startPayment(diary);
        world.shops.getFirst().advance(Duration.ofMinutes(31));
        if (prepay.isPresent()) {
            paidOr(diary, world.shops.getFirst().payLateAtWeChat(prepay.get()));
            diary.paidLate = diary.paidAtWeChat;
        } else {
            diary.chapter = Chapter.OVER;
        }
    }

    private static void paidOr(Diary diary, Answer paid) {
        diary.paidAtWeChat |= paid.ok();
        diary.chapter = paid.ok() ? Chapter.PAID : Chapter.OVER;
    }

    void callOff(Diary diary) {
        diary.callOffAsked = true;
        var answer = asBuyer(
                (shop, who) -> shop.api().post(who.token(), "/api/mp/v1/orders/" + diary.order + "/cancel", Map.of()));
        diary.calledOff |= answer.ok();
        diary.chapter = Chapter.OVER;
    }

    void receive(Diary diary) {
        var path = "/api/mp/v1/orders/" + diary.order + "/confirm-receipt";
        var answer = asBuyer((shop, who) -> shop.api().post(who.token(), path, Map.of()));
        diary.received |= answer.ok();
        diary.chapter = answer.ok() ? Chapter.RECEIVED : Chapter.OVER;
    }

    String state(Diary diary) {
        return see(diary).path("state").asText();
    }

    JsonNode see(Diary diary) {
        return asBuyer((shop, who) -> shop.api().get(who.token(), "/api/mp/v1/orders/" + diary.order))
                .json();
    }

    /** All that was paid for and not sent is claimed back. */
    void giveUp(Diary diary) {
        var claimed = claim(diary, Map.of("type", "REFUND_ONLY", "reason", "changed my mind"));
        if (claimed.ok()) {
            promised(diary, claimed);
            diary.chapter = Chapter.OVER;
        }
    }

    /** One unit of the first line goes back and is taken. */
    void sendBack(Diary diary) {
        diary.chapter = Chapter.OVER;
        var order = asBuyer((shop, who) -> shop.api().get(who.token(), "/api/mp/v1/orders/" + diary.order));
        if (!order.ok()) {
            return;
        }
        var line = order.json().path("lines").path(0).path("id").asText();
        var claimed = claim(
                diary,
                Map.of(
                        "type", "RETURN_REFUND",
                        "reason", "does not fit",
                        "lines", List.of(Map.of("orderLineId", line, "quantity", 1))));
        if (claimed.ok()) {
            sendBack(diary, RemoteShop.uuid(claimed.json(), "id"), claimed);
        }
    }

    private Answer claim(Diary diary, Map<String, Object> wish) {
        var key = key("claim");
        return asBuyer((shop, who) ->
                shop.api().post(who.token(), key, "/api/mp/v1/orders/" + diary.order + "/after-sales", wish));
    }

    private void sendBack(Diary diary, UUID claim, Answer claimed) {
        diary.claim = Optional.of(claim);
        note(diary.asked, claimed);
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
            promised(diary, claimed);
        }
    }

    private static void promised(Diary diary, Answer answer) {
        note(diary.promised, answer);
    }

    private static void note(Map<String, Long> refunds, Answer answer) {
        var _ = refunds.put(
                answer.json().path("refundNo").asText(),
                answer.json().path("amountFen").asLong());
    }

    // What staff do

    void ship(Diary diary) {
        var trackingNo = "SF" + diary.number;
        var answer = asStaff("ops", (shop, token) -> shop.ship(token, diary.order, trackingNo));
        if (answer.ok()) {
            diary.trackingNo = Optional.of(trackingNo);
            diary.chapter = Chapter.SHIPPED;
        }
    }

    void refund(Diary diary, long fen) {
        var key = key("refund");
        var wish = Map.of("amountFen", fen, "reason", "a scratch");
        var answer = asStaff(
                "finance",
                (shop, token) -> shop.api().post(token, key, "/api/admin/v1/orders/" + diary.order + "/refund", wish));
        if (answer.ok()) {
            promised(diary, answer);
        }
    }

    /** All that the shop shows him of a kind, page by page. */
    List<JsonNode> pages(String path) {
        var all = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var next = path + "?limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            var page = asBuyer((shop, who) -> shop.api().get(who.token(), next)).json();
            page.path("items").forEach(all::add);
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return all;
    }

    @Override
    public String toString() {
        return name;
    }

    // Until somebody answers

    Answer asBuyer(BiFunction<RemoteShop, Buyer, Answer> request) {
        return asking.insist(shop -> request.apply(shop, buyer), this::signInAgain, world.answer);
    }

    Answer asStaff(String role, BiFunction<RemoteShop, String, Answer> request) {
        return asking.insist(
                shop -> request.apply(shop, world.staff(role)), _ -> world.signStaffOut(role), world.staffAnswer);
    }

    private void signInAgain(RemoteShop shop) {
        buyer = new Buyer(buyer.name(), shop.signIn(name), buyer.address());
    }
}
