package cn.siyu.identity.app;

import cn.siyu.identity.domain.Staff;
import java.util.List;
import java.util.UUID;

/** What the audit log keeps of one of the staff: no password, no secret. */
record StaffTrace(String username, List<String> roles, UUID orgUnit, boolean enabled, boolean totp) {

    static StaffTrace of(Staff staff) {
        return new StaffTrace(
                staff.username(),
                staff.roles().stream().sorted().toList(),
                staff.orgUnit(),
                staff.enabled(),
                staff.totpSecret().isPresent());
    }
}
