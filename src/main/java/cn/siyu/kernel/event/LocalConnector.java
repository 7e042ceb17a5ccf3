package cn.siyu.kernel.event;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Joins outgoing and incoming channels of one process by their topic. The very message that was sent is heard, so its
 * sender learns of the acknowledgement when the listeners have committed. Two channel names and a connector, instead of one
 * in-process channel, are what lets Kafka take over by configuration alone.
 */
@Singleton
@Connector(LocalConnector.NAME)
class LocalConnector implements OutboundConnector, InboundConnector {

    static final String NAME = "siyu-local";

    private final ConcurrentHashMap<String, UnicastProcessor<Message<?>>> topics = new ConcurrentHashMap<>();

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return topic(config);
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        return Multi.createFrom().publisher(topic(config));
    }

    private UnicastProcessor<Message<?>> topic(Config config) {
        return topics.computeIfAbsent(config.getValue("topic", String.class), _ -> UnicastProcessor.create());
    }
}
