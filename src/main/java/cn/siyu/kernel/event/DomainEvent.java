package cn.siyu.kernel.event;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that has happened, told to contexts above: a public record in the publisher's root package, in the past tense,
 * of ids and plain values. Fields are added, never renamed: {@code src/docs/events} holds an example of each.
 */
public interface DomainEvent {

    UUID eventId();

    Instant occurredAt();

    /** Events with the same key arrive in the order in which they were appended, such as the order's id. */
    String key();
}
