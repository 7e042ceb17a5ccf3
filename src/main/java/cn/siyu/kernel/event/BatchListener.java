package cn.siyu.kernel.event;

import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * A listener that hears what has gathered in one transaction, so that ten thousand events cost a few dozen. Each event is still
 * heard exactly once, and one that makes its batch fail is told by itself, as to any listener. What it may not rest on is order:
 * an event may be heard after a later one of the same key, when that is told to another listener.
 */
public interface BatchListener<E extends DomainEvent> extends Listener<E> {

    /** @param events at least one, in the order of their ids */
    Uni<Void> on(Tx tx, List<E> events);

    @Override
    default Uni<Void> on(Tx tx, E event) {
        return on(tx, List.of(event));
    }
}
