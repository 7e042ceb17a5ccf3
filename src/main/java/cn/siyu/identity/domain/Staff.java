package cn.siyu.identity.domain;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One of the staff, with a place in the organisation from which data scope follows.
 *
 * @param roles values of {@link cn.siyu.kernel.security.Role}, at least one
 * @param totpSecret sealed; {@code totpPending} is one that was offered and not yet confirmed
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
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether this one is among those without whom nobody could manage the whole shop. */
    public boolean isChiefAdmin() {
        return enabled && roles.contains(Role.ADMIN) && orgUnit.equals(OrgTree.HEADQUARTERS);
    }

    /** Roles that may not be without one-time codes. */
    public boolean handlesPowerOrMoney() {
        return roles.contains(Role.ADMIN) || roles.contains(Role.FINANCE);
    }

    /** A new name or place; the place is a question of roles too, because data scope follows from it. */
    public Staff placed(UUID by, String newName, UUID newUnit) {
        if (!newUnit.equals(orgUnit)) {
            refuseOwn(by);
        }
        return with(newName, roles, newUnit, enabled);
    }

    public Staff withRoles(UUID by, Set<String> newRoles) {
        refuseOwn(by);
        return with(displayName, newRoles, orgUnit, enabled);
    }

    public Staff enabled(UUID by, boolean now) {
        refuseOwn(by);
        return with(displayName, roles, orgUnit, now);
    }

    /** The last chief admin stays one. */
    public static void refuseLastAdmin(Staff before, Staff after, long otherChiefAdmins) {
        if (before.isChiefAdmin() && !after.isChiefAdmin() && otherChiefAdmins == 0) {
            throw new Refused(IdentityProblem.LAST_ADMIN);
        }
    }

    /** Whether what he may do differs: open sessions then say too much. */
    public boolean mayOtherThan(Staff before) {
        return !roles.equals(before.roles) || enabled != before.enabled || !orgUnit.equals(before.orgUnit);
    }

    private void refuseOwn(UUID by) {
        if (by.equals(id)) {
            throw new Refused(IdentityProblem.OWN_ACCOUNT);
        }
    }

    private Staff with(String newName, Set<String> newRoles, UUID newUnit, boolean nowEnabled) {
        return new Staff(
                id,
                username,
                newName,
                passwordHash,
                Set.copyOf(newRoles),
                newUnit,
                nowEnabled,
                totpSecret,
                totpPending,
                version,
                createdAt,
                updatedAt);
    }
}
