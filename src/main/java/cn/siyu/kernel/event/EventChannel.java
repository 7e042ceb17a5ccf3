package cn.siyu.kernel.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The mouth of the channel {@code events-out}: what carries it, local or Kafka, is configuration. */
@Singleton
class EventChannel {

    static final String OUT = "events-out";
    static final String IN = "events-in";

    private final MutinyEmitter<String> emitter;
    private final ObjectMapper json;

    /** The relay bounds what is on its way, so the emitter need not. */
    @Inject
    EventChannel(
            @Channel(OUT) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter,
            ObjectMapper json) {
        this.emitter = emitter;
        this.json = json;
    }

    /** Ends when the carrier has taken the event for good: a broker has stored it, or all local listeners have committed. */
    Uni<Void> send(Envelope envelope) {
        return Uni.createFrom().deferred(() -> emitter.sendMessage(Message.of(write(envelope), key(envelope))));
    }

    private static Metadata key(Envelope envelope) {
        return Metadata.of(OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(envelope.key())
                .build());
    }

    private String write(Envelope envelope) {
        try {
            return json.writeValueAsString(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
