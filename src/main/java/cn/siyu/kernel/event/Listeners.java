package cn.siyu.kernel.event;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.merge.Gather;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * All listeners of the house, and how one event is told to those that hear it. The one bean behind a proxy: whoever listens may write
 * events as well, so the outbox needs them and they need the outbox.
 */
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
    private final Map<String, Gather<Envelope, Boolean>> gathering;
    private final Set<String> heard;

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
        this.gathering = all.stream()
                .filter(BatchListener.class::isInstance)
                .map(BatchListener.class::cast)
                .collect(Collectors.toMap(
                        BatchListener::consumer, listener -> Gather.inTurn(contexts, told -> batch(listener, told))));
        this.heard =
                all.stream().map(listener -> listener.hears().getSimpleName()).collect(Collectors.toUnmodifiableSet());
    }

    boolean hear(String type) {
        return heard.contains(type);
    }

    /** Whether somebody hears events of that type by themselves. */
    boolean hearAlone(String type) {
        return all.stream().anyMatch(listener -> hears(listener, type) && !gathering.containsKey(listener.consumer()));
    }

    Optional<Listener<?>> named(String consumer) {
        return all.stream()
                .filter(listener -> listener.consumer().equals(consumer))
                .findFirst();
    }

    /**
     * Tells every listener of the type that hears events by themselves, one after the other; fails only when not even a dead
     * letter could be kept.
     */
    Uni<Void> tell(Envelope envelope) {
        return Multi.createFrom()
                .items(all.stream()
                        .filter(listener -> hears(listener, envelope.type()))
                        .filter(listener -> !gathering.containsKey(listener.consumer())))
                .onItem()
                .transformToUniAndConcatenate(listener -> attempt(listener, envelope, 1))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Tells those that hear what has gathered; ends when each of them has committed. */
    Uni<Void> tellTogether(Envelope envelope) {
        var told = all.stream()
                .filter(listener -> hears(listener, envelope.type()))
                .filter(listener -> gathering.containsKey(listener.consumer()))
                .map(listener -> gather(listener, envelope))
                .toList();
        return told.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(told).andCollectFailures().replaceWithVoid();
    }

    private Uni<Void> gather(Listener<?> listener, Envelope envelope) {
        return requireNonNull(gathering.get(listener.consumer()))
                .of(envelope)
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> alone(listener, envelope, failure));
    }

    /** Whose event it was that the batch failed at is not known: each is tried by itself, which counts for its tries. */
    private Uni<Void> alone(Listener<?> listener, Envelope envelope, Throwable failure) {
        LOG.debugf("%s hears %s by itself: %s", listener.consumer(), envelope.eventId(), failure.getMessage());
        return attempt(listener, envelope, 1);
    }

    private <E extends DomainEvent> Uni<Map<Envelope, Boolean>> batch(BatchListener<E> listener, Set<Envelope> told) {
        var inOrder =
                told.stream().sorted(comparing(Envelope::eventId, Id::compare)).toList();
        var span = tracer.spanBuilder("hear together").setSpanKind(SpanKind.CONSUMER);
        inOrder.forEach(each -> span.addLink(TraceParent.parse(each.traceParent())));
        return within(
                        span.startSpan(),
                        () -> transactions.in(tx -> inbox.fresh(
                                        tx,
                                        listener.consumer(),
                                        inOrder.stream().map(Envelope::eventId).toList())
                                .map(fresh -> inOrder.stream()
                                        .filter(each -> fresh.contains(each.eventId()))
                                        .map(each -> read(listener, each))
                                        .toList())
                                .chain(events ->
                                        events.isEmpty() ? Uni.createFrom().voidItem() : listener.on(tx, events))))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "%s failed at %d events together: %s", listener.consumer(), told.size(), failure.getMessage()))
                .replaceWith(Map.of());
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

    /** Goes on with the trace of the request that caused the event. */
    private Uni<Void> traced(Listener<?> listener, Envelope envelope) {
        var span = tracer.spanBuilder("hear " + envelope.type())
                .setParent(Context.root().with(Span.wrap(TraceParent.parse(envelope.traceParent()))))
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
        return within(
                        span,
                        () -> transactions.in(tx -> inbox.once(
                                tx, listener.consumer(), envelope.eventId(), () -> hand(tx, listener, envelope))))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "%s failed at %s %s: %s",
                        listener.consumer(), envelope.type(), envelope.eventId(), failure.getMessage()));
    }

    /** The scope outlives this method and is closed at the end. */
    @SuppressWarnings("MustBeClosedChecker")
    private static <T> Uni<T> within(Span span, Supplier<Uni<T>> work) {
        var scope = span.makeCurrent();
        return work.get().onTermination().invoke(() -> {
            span.end();
            scope.close();
        });
    }

    <E extends DomainEvent> Uni<Void> hand(Tx tx, Listener<E> listener, Envelope envelope) {
        return Uni.createFrom().deferred(() -> listener.on(tx, read(listener, envelope)));
    }

    /** Fields that an older listener does not know are left out: events only grow. */
    private <E extends DomainEvent> E read(Listener<E> listener, Envelope envelope) {
        try {
            return json.readerFor(listener.hears())
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(envelope.payload());
        } catch (JsonProcessingException e) {
            // Without its cause, which is an IOException: nothing is away, and it must not be tried for ever.
            throw new IllegalArgumentException("not a " + envelope.type() + ": " + e.getOriginalMessage());
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
