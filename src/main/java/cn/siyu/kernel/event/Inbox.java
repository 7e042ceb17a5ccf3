package cn.siyu.kernel.event;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The way in: notes what a consumer has heard in the transaction of the effect, so that hearing it twice changes nothing. */
@Singleton
public class Inbox {

    private static final String NOTE = """
            insert into kernel_inbox (consumer, event_id, heard_at)
            values ($1, $2, $3)
            on conflict on constraint kernel_inbox_pk do nothing""";

    /** In one order for all, so that two that share events wait for each other in one direction only. */
    private static final String NOTE_ALL = """
            insert into kernel_inbox (consumer, event_id, heard_at)
            select $1, e.id, $3
              from unnest($2::uuid[]) as e (id)
             order by e.id
            on conflict on constraint kernel_inbox_pk do nothing
            returning event_id""";

    private final ShopClock clock;

    @Inject
    Inbox(ShopClock clock) {
        this.clock = clock;
    }

    /** Runs {@code effect} unless this consumer has heard the event before; a twin that is still at it is waited for. */
    public Uni<Void> once(Tx tx, String consumer, UUID eventId, Supplier<Uni<Void>> effect) {
        return tx.execute(NOTE, consumer, eventId, clock.instant())
                .chain(noted -> noted == 1 ? effect.get() : Uni.createFrom().voidItem());
    }

    /** Notes all of these, and answers which this consumer had not heard before. */
    Uni<Set<UUID>> fresh(Tx tx, String consumer, Collection<UUID> events) {
        return tx.list(NOTE_ALL, row -> row.getUUID("event_id"), consumer, events, clock.instant())
                .map(HashSet::new);
    }
}
