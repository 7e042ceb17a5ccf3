package cn.siyu.identity.domain;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One of the staff, with a place in the organisation from which data scope follows.
 *
 * @param roles values of {@link cn.siyu.kernel.security.Role}, at least one
 */
public record Staff(
        UUID id,
        String username,
        String displayName,
        String passwordHash,
        Set<String> roles,
        UUID orgUnit,
        boolean enabled,
        Optional<String> totpSecret,
        Optional<String> totpPending,
        long version) {}
