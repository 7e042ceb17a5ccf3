package cn.siyu.kernel.event;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The way out: events are rows of the running transaction, so they leave exactly when their cause is committed. The
 * {@link OutboxRelay} sends them afterwards, at least once, in order per key.
 */
@Singleton
public class Outbox {

    private static final String APPEND = """
        insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at, trace_parent, sent_at)
        select event_id, type, key, payload, occurred_at, $6::timestamptz, nullif(trace_parent, ''),
               case when not leaves then $6::timestamptz end
          from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $7::text[], $8::boolean[])
               as event (event_id, type, key, payload, occurred_at, trace_parent, leaves)\
        """;

    private static final String APPEND_IN_SESSION = """
        insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at, trace_parent)
        values (?1, ?2, ?3, ?4, ?5, ?6, cast(?7 as text))\
        """;

    /** Wakes the relay of this instance; a lost one costs a second, the relay also looks by itself. */
    public record Appended() {}

    /** An event with the trace of the request that caused it ({@link TraceParent}). */
    public record Traced(DomainEvent event, Optional<String> trace) {}

    private final ObjectMapper json;
    private final ShopClock clock;
    private final Event<Appended> appended;
    private final Listeners listeners;
    private final boolean withinTheHouse;

    @Inject
    Outbox(
            ObjectMapper json,
            ShopClock clock,
            Event<Appended> appended,
            Listeners listeners,
            @ConfigProperty(name = "mp.messaging.outgoing.events-out.connector") String connector) {
        this.json = json;
        this.clock = clock;
        this.appended = appended;
        this.listeners = listeners;
        this.withinTheHouse = LocalConnector.NAME.equals(connector);
    }

    public Uni<Void> append(Tx tx, DomainEvent... events) {
        return append(tx, Arrays.asList(events));
    }

    public Uni<Void> append(Tx tx, Collection<? extends DomainEvent> events) {
        var trace = Optional.ofNullable(TraceParent.current());
        return appendTraced(
                tx, events.stream().map(event -> new Traced(event, trace)).toList());
    }

    /** Events that different requests have caused. */
    public Uni<Void> appendTraced(Tx tx, List<Traced> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var leaves = events.stream().map(each -> leaves(each.event())).toList();
        if (leaves.contains(true)) {
            tx.afterCommit(() -> appended.fire(new Appended()));
        }
        return tx.execute(
                        APPEND,
                        events.stream().map(each -> each.event().eventId()).toList(),
                        events.stream().map(each -> type(each.event())).toList(),
                        events.stream().map(each -> each.event().key()).toList(),
                        events.stream().map(each -> write(each.event())).toList(),
                        events.stream().map(each -> each.event().occurredAt()).toList(),
                        clock.instant(),
                        events.stream().map(each -> each.trace().orElse("")).toList(),
                        leaves)
                .replaceWithVoid();
    }

    /** An event that no broker carries and nobody here hears has arrived as soon as it is written. */
    private boolean leaves(DomainEvent event) {
        return !withinTheHouse || listeners.hear(type(event));
    }

    /** The same through a Hibernate session, on the session's own connection. */
    public Uni<Void> append(Mutiny.Session session, DomainEvent event) {
        return session.createNativeQuery(APPEND_IN_SESSION)
                .setParameter(1, event.eventId())
                .setParameter(2, type(event))
                .setParameter(3, event.key())
                .setParameter(4, write(event))
                .setParameter(5, event.occurredAt().atOffset(ZoneOffset.UTC))
                .setParameter(6, clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter(7, TraceParent.current())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The name under which listeners know an event, such as {@code PaymentCaptured}. */
    static String type(DomainEvent event) {
        return event.getClass().getSimpleName();
    }

    private String write(DomainEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be plain values: " + type(event), e);
        }
    }
}
