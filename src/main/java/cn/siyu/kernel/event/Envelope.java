package cn.siyu.kernel.event;

import java.time.Instant;
import java.util.UUID;

/** What travels over the channel: the event as JSON text, with what a consumer needs to route it. */
public record Envelope(UUID eventId, String type, String key, Instant occurredAt, String payload) {}
