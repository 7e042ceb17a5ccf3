package cn.siyu.kernel.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What travels over the channel: the event as JSON text, with what a consumer needs to route it.
 *
 * @param traceParent the W3C trace context of the request that caused the event, so that its listeners log the same id
 */
record Envelope(
        UUID eventId,
        String type,
        String key,
        Instant occurredAt,
        String payload,
        @Nullable String traceParent) {}
