package cn.siyu.kernel.event;

import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;

/**
 * Hears one kind of event, exactly once: {@link #on} runs in the transaction that also notes the event as heard by this
 * consumer, so a redelivery changes nothing. A bean of this type is found by itself. When it fails it is tried again with
 * back-off; after the last try the event waits among the dead letters, where an admin can replay it.
 */
public interface Listener<E extends DomainEvent> {

    /** A stable name, such as {@code trade.payment-captured}: part of the key under which heard events are noted. */
    String consumer();

    Class<E> hears();

    Uni<Void> on(Tx tx, E event);
}
