package cn.siyu.kernel.event;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The way out: events are rows of the running transaction, so they leave exactly when their cause is committed. The
 * {@link OutboxRelay} sends them afterwards, at least once, in order per key.
 */
@ApplicationScoped
public class Outbox {

    private static final String APPEND = """
            insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at, trace_parent)
            select event.*, $6::timestamptz, $7::text
              from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as event""";

    private static final String APPEND_IN_SESSION = """
            insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at, trace_parent)
            values (?1, ?2, ?3, ?4, ?5, ?6, cast(?7 as text))""";

    /** Wakes the relay of this instance; a lost one costs a second, the relay also looks by itself. */
    public record Appended() {}

    private final ObjectMapper json;
    private final ShopClock clock;
    private final Event<Appended> appended;

    @Inject
    Outbox(ObjectMapper json, ShopClock clock, Event<Appended> appended) {
        this.json = json;
        this.clock = clock;
        this.appended = appended;
    }

    public Uni<Void> append(Tx tx, DomainEvent... events) {
        return append(tx, Arrays.asList(events));
    }

    public Uni<Void> append(Tx tx, Collection<? extends DomainEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        tx.afterCommit(() -> appended.fire(new Appended()));
        return tx.execute(
                        APPEND,
                        events.stream().map(DomainEvent::eventId).toList(),
                        events.stream().map(Outbox::type).toList(),
                        events.stream().map(DomainEvent::key).toList(),
                        events.stream().map(this::write).toList(),
                        events.stream().map(DomainEvent::occurredAt).toList(),
                        clock.instant(),
                        TraceParent.current())
                .replaceWithVoid();
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
