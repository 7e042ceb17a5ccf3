package cn.siyu.kernel.event;

import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.vertx.FreshContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** All listeners of the house, and how one event is told to those that hear it. */
@ApplicationScoped
class Listeners {

    static final int TRIES = 5;

    private static final Logger LOG = Logger.getLogger(Listeners.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration OUTAGE_PAUSE = Duration.ofMillis(500);
    private static final Duration LETTER_PAUSE = Duration.ofSeconds(2);

    private final List<Listener<?>> all;
    private final Transactions transactions;
    private final Inbox inbox;
    private final DeadLetters deadLetters;
    private final FreshContext contexts;
    private final Tracer tracer;
    private final ObjectMapper json;

    @Inject
    Listeners(
            @All List<Listener<?>> all,
            Transactions transactions,
            Inbox inbox,
            DeadLetters deadLetters,
            FreshContext contexts,
            Tracer tracer,
            ObjectMapper json) {
        this.all = all;
        this.transactions = transactions;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.contexts = contexts;
        this.tracer = tracer;
        this.json = json;
    }

    boolean hear(String type) {
        return all.stream().anyMatch(listener -> hears(listener, type));
    }

    Optional<Listener<?>> named(String consumer) {
        return all.stream()
                .filter(listener -> listener.consumer().equals(consumer))
                .findFirst();
    }

    /** Tells every listener of the type, one after the other; fails only when not even a dead letter could be kept. */
    Uni<Void> tell(Envelope envelope) {
        return Multi.createFrom()
                .items(all.stream().filter(listener -> hears(listener, envelope.type())))
                .onItem()
                .transformToUniAndConcatenate(listener -> attempt(listener, envelope, 1))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static boolean hears(Listener<?> listener, String type) {
        return listener.hears().getSimpleName().equals(type);
    }

    private Uni<Void> attempt(Listener<?> listener, Envelope envelope, int nth) {
        return contexts.run(() -> traced(listener, envelope))
                .onFailure()
                .recoverWithUni(failure -> again(listener, envelope, nth, failure));
    }

    /** A database that is away says nothing against the event: such a try does not count, however long it takes. */
    private Uni<Void> again(Listener<?> listener, Envelope envelope, int nth, Throwable failure) {
        if (Violations.isOutage(failure)) {
            return contexts.pause(OUTAGE_PAUSE).chain(() -> attempt(listener, envelope, nth));
        }
        return nth < TRIES
                ? contexts.pause(FIRST_PAUSE.multipliedBy(1L << (nth - 1)))
                        .chain(() -> attempt(listener, envelope, nth + 1))
                : bury(listener, envelope, failure);
    }

    /** Goes on with the trace of the request that caused the event; the scope outlives this method and is closed at the end. */
    @SuppressWarnings("MustBeClosedChecker")
    private Uni<Void> traced(Listener<?> listener, Envelope envelope) {
        var span = tracer.spanBuilder("hear " + envelope.type())
                .setParent(Context.root().with(Span.wrap(TraceParent.parse(envelope.traceParent()))))
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
        var scope = span.makeCurrent();
        return transactions
                .in(tx -> inbox.once(tx, listener.consumer(), envelope.eventId(), () -> hand(tx, listener, envelope)))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "%s failed at %s %s: %s",
                        listener.consumer(), envelope.type(), envelope.eventId(), failure.getMessage()))
                .onTermination()
                .invoke(() -> {
                    span.end();
                    scope.close();
                });
    }

    /** Fields that an older listener does not know are left out: events only grow. */
    <E extends DomainEvent> Uni<Void> hand(Tx tx, Listener<E> listener, Envelope envelope) {
        try {
            E event = json.readerFor(listener.hears())
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(envelope.payload());
            return listener.on(tx, event);
        } catch (JsonProcessingException e) {
            return Uni.createFrom()
                    .failure(new IllegalArgumentException("not a " + envelope.type() + ": " + e.getOriginalMessage()));
        }
    }

    /** Without a database there is nothing to hear and nowhere to keep a letter: it waits with its key. */
    private Uni<Void> bury(Listener<?> listener, Envelope envelope, Throwable failure) {
        LOG.errorf(failure, "%s gave up on %s %s", listener.consumer(), envelope.type(), envelope.eventId());
        return contexts.run(() -> deadLetters.keep(listener.consumer(), envelope, failure, TRIES))
                .onFailure()
                .recoverWithUni(_ -> contexts.pause(LETTER_PAUSE).chain(() -> attempt(listener, envelope, TRIES)));
    }
}
