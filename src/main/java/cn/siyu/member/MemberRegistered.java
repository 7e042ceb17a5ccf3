package cn.siyu.member;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** Somebody signed in for the first time: he is a member from now on. */
public record MemberRegistered(UUID eventId, Instant occurredAt, UUID memberId) implements DomainEvent {

    @Override
    public String key() {
        return memberId.toString();
    }
}
