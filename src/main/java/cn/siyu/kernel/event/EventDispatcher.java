package cn.siyu.kernel.event;

import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Brings events from the channel to their listeners: in lanes by key, so that events of one key are heard one after the
 * other and different keys beside each other. A message is acknowledged when every listener has committed or the event
 * waits among the dead letters; a type that nobody hears is acknowledged at once.
 */
@Singleton
class EventDispatcher {

    private static final Logger LOG = Logger.getLogger(EventDispatcher.class);
    private static final int LANES = 16;
    private static final int MOST_WAITING = 1_024;

    private final Listeners listeners;
    private final FreshContext contexts;
    private final OwnWork own;
    private final ObjectMapper json;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<UnicastProcessor<Heard>> lanes;

    @Inject
    EventDispatcher(Listeners listeners, FreshContext contexts, OwnWork own, ObjectMapper json) {
        this.listeners = listeners;
        this.contexts = contexts;
        this.own = own;
        this.json = json;
        this.lanes = IntStream.range(0, LANES).mapToObj(_ -> lane()).toList();
    }

    /** A message in its lane; {@code done} is run when it has left it. */
    private record Heard(Message<String> message, Envelope envelope, Runnable done) {}

    /** Ends at once while few messages wait, else with the message's own end: that is what holds a broker back. */
    @Incoming(EventChannel.IN)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> receive(Message<String> message) {
        Envelope envelope;
        try {
            envelope = json.readValue(message.getPayload(), Envelope.class);
        } catch (JsonProcessingException e) {
            LOG.error("a message that is no event was left out");
            return Uni.createFrom().completionStage(message::ack);
        }
        if (!listeners.hear(envelope.type())) {
            return Uni.createFrom().completionStage(message::ack);
        }
        var lane = lanes.get(Math.floorMod(envelope.key().hashCode(), LANES));
        if (waiting.incrementAndGet() <= MOST_WAITING) {
            lane.onNext(new Heard(message, envelope, () -> {}));
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .emitter(emitter -> lane.onNext(new Heard(message, envelope, () -> emitter.complete(null))));
    }

    private UnicastProcessor<Heard> lane() {
        var lane = UnicastProcessor.<Heard>create();
        var _ = Multi.createFrom()
                .publisher(lane)
                .onItem()
                .transformToUniAndConcatenate(this::tell)
                .subscribe()
                .with(_ -> {}, failure -> LOG.error("a lane of events has stopped", failure));
        return lane;
    }

    /** The lane goes on when those have heard that hear by themselves: what gathers must not be held up by it. */
    private Uni<Void> tell(Heard heard) {
        var together = listeners.tellTogether(heard.envelope()).memoize().indefinitely();
        own.start(together, _ -> {}, _ -> {});
        return alone(heard.envelope())
                .onItemOrFailure()
                .invoke((_, failure) -> own.start(
                        failure == null ? together : Uni.createFrom().failure(failure),
                        _ -> end(heard, heard.message().ack()),
                        other -> end(heard, heard.message().nack(other))))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> alone(Envelope envelope) {
        return listeners.hearAlone(envelope.type())
                ? contexts.run(() -> listeners.tell(envelope))
                : Uni.createFrom().voidItem();
    }

    private void end(Heard heard, CompletionStage<Void> answered) {
        var _ = answered.whenComplete((_, _) -> {
            waiting.decrementAndGet();
            heard.done().run();
        });
    }
}
