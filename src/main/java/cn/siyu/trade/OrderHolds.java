package cn.siyu.trade;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The one port that points upwards: a context above keeps paid orders back until its condition is met, and what it counts is
 * taken and given back in trade's own transaction, together with stock and order or not at all. A bean of this type is found
 * by its kind. Trade calls it in the house order: {@link #lock} first, before stock and order are touched.
 */
public interface OrderHolds {

    /** An order as its holder knows it; {@code hold} and {@code activity} are those of its {@link Terms}. */
    record Held(UUID order, UUID activity, UUID hold, Person buyer) {}

    /** What becomes of an order whose money has arrived. */
    sealed interface Verdict {

        /** Its place is paid; it waits with others. */
        record Wait() implements Verdict {}

        /** The condition is met: this order and these others of the same hold go on at once. */
        record Release(List<UUID> others) implements Verdict {}

        /** There is no place for it any more: its money goes back in full. {@code reason} is a code that the buyer may see. */
        record GiveUp(String reason) implements Verdict {}
    }

    /** The {@link Terms#kind()} that this one holds. */
    String kind();

    /** Locks what these orders sit in, sorted by id. */
    Uni<Void> lock(Tx tx, Collection<UUID> holds);

    /**
     * Its money has arrived, in time or late: a place that was let go is taken again if there still is one (B10). Its stock is
     * held when this is asked.
     */
    Uni<Verdict> paid(Tx tx, Held order, Instant now);

    /**
     * These ended unpaid, or their money came when there was no stock any more: their places are free. Repeating changes
     * nothing.
     */
    Uni<Void> ended(Tx tx, List<Held> orders, Instant now);
}
