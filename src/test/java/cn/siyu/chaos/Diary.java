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
    boolean paidAtWeChat;
    boolean received;
    Optional<String> trackingNo = Optional.empty();
    Optional<UUID> claim = Optional.empty();
    boolean goodsBack;

    /** Promised refunds by number. */
    final Map<String, Long> promised = new HashMap<>();

    Diary(UUID order, String number, long totalFen, Person buyer) {
        this.order = order;
        this.number = number;
        this.totalFen = totalFen;
        this.buyer = buyer;
    }
}
