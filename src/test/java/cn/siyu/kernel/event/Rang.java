package cn.siyu.kernel.event;

import java.time.Instant;
import java.util.UUID;

/** The tests' own event: the bell of {@code key} rang for the {@code nth} time. */
record Rang(UUID eventId, Instant occurredAt, String key, int nth) implements DomainEvent {}
