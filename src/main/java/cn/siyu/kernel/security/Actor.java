package cn.siyu.kernel.security;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whoever caused a change, as the audit log and histories keep it: a member, one of the staff, or the system itself. */
public record Actor(Kind kind, UUID id, String name) {

    /** The three kinds of actors. */
    @Schema(name = "ActorKind")
    public enum Kind {
        MEMBER,
        STAFF,
        SYSTEM
    }

    private static final UUID NOBODY = new UUID(0, 0);

    /** The system, acting by timer, message or start; {@code name} says which part. */
    public static Actor system(String name) {
        return new Actor(Kind.SYSTEM, NOBODY, name);
    }
}
