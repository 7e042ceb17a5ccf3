package cn.siyu.identity.web;

import cn.siyu.identity.domain.Staff;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One of the staff as admins see him. */
record StaffView(
        UUID id,
        String username,
        String displayName,
        List<String> roles,
        UUID orgUnitId,
        boolean enabled,
        boolean totp,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    static StaffView of(Staff staff) {
        return new StaffView(
                staff.id(),
                staff.username(),
                staff.displayName(),
                staff.roles().stream().sorted().toList(),
                staff.orgUnit(),
                staff.enabled(),
                staff.totpSecret().isPresent(),
                staff.version(),
                staff.createdAt(),
                staff.updatedAt());
    }
}
