package cn.siyu.sharing;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A click has become that of a member: at once when he was signed in, after his sign-in otherwise (C16). {@code clickedAt} is
 * when he clicked.
 */
public record ClickBound(
        UUID eventId,
        Instant occurredAt,
        UUID clickId,
        UUID memberId,
        String token,
        String sharerKind,
        UUID sharerId,
        UUID sharerMemberId,
        @Nullable UUID communityId,
        Instant clickedAt)
        implements DomainEvent {

    @Override
    public String key() {
        return memberId.toString();
    }
}
