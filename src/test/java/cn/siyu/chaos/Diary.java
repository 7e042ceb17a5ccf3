package cn.siyu.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the people around one order were told in answers of 2xx, and nothing else: the oracle of a run. */
final class Diary {

    /** How far the story of the order has come, as its buyer believes. */
    enum Chapter {
        PLACED,
        PAID,
        SHIPPED,
        RECEIVED,
        OVER
    }

    final UUID order;
    final String number;
    final long totalFen;
    final Person buyer;

    Chapter chapter = Chapter.PLACED;
    boolean calledOff;

    /** He wanted to call it off, whatever he was told: if it has ended then, all of its money goes back. */
    boolean callOffAsked;

    boolean received;

    /** Others look at it before they join a group. */
    volatile boolean paidAtWeChat;

    /** In which state it was found when everything had come to rest. */
    String end = "";

    Optional<String> trackingNo = Optional.empty();
    Optional<UUID> claim = Optional.empty();
    boolean goodsBack;

    /** Its money came when its time was over. */
    boolean paidLate;

    /** Promised refunds by number: each of them is in WeChat's books in the end. */
    final Map<String, Long> promised = new HashMap<>();

    /** Refunds that were asked for and may come: the answer that would have promised them was lost, or time decides. */
    final Map<String, Long> asked = new HashMap<>();

    Diary(UUID order, String number, long totalFen, Person buyer) {
        this.order = order;
        this.number = number;
        this.totalFen = totalFen;
        this.buyer = buyer;
    }

    /** Whether it lives no more: nothing was delivered for good, no coupon is spent in it. */
    boolean over() {
        return end.equals("CANCELLED") || end.equals("CLOSED");
    }

    /** What counts as an end of its own, so that a run can show that it had some. */
    void count(Map<String, Integer> ends) {
        var _ = ends.merge("order " + end, 1, Integer::sum);
        if (goodsBack) {
            var _ = ends.merge("after-sale DONE", 1, Integer::sum);
        }
        if (paidLate) {
            var _ = ends.merge("late money", 1, Integer::sum);
        }
    }
}
