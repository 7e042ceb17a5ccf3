package cn.siyu.identity.app;

import cn.siyu.identity.Audience;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** What a verified access token says. */
public record AccessClaims(
        Audience audience, UUID subject, UUID session, String name, Set<String> roles, Instant expiresAt) {}
