package cn.siyu.kernel.event;

import java.time.Instant;
import java.util.UUID;

/** The tests' own event for those who hear what has gathered. */
record Tolled(UUID eventId, Instant occurredAt, String key) implements DomainEvent {}
