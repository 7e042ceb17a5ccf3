package cn.siyu.identity.store;

import cn.siyu.identity.domain.Staff;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** One of the staff as a row. */
@Entity(name = "Staff")
@Table(name = "identity_staff")
@NullUnmarked
class StaffRow {

    static final String ENABLED = "ENABLED";
    static final String DISABLED = "DISABLED";

    @Id
    UUID id;

    String username;

    @Column(name = "display_name")
    String displayName;

    @Column(name = "password_hash")
    String passwordHash;

    @Column(columnDefinition = "text[]")
    String[] roles;

    @Column(name = "org_unit_id")
    UUID orgUnitId;

    String state;

    @Column(name = "totp_secret")
    String totpSecret;

    @Column(name = "totp_pending")
    String totpPending;

    @Column(name = "totp_step")
    long totpStep;

    @Version
    long version;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    Staff staff() {
        return new Staff(
                id,
                username,
                displayName,
                passwordHash,
                Set.of(roles),
                orgUnitId,
                ENABLED.equals(state),
                Optional.ofNullable(totpSecret),
                Optional.ofNullable(totpPending),
                version,
                createdAt,
                updatedAt);
    }

    void take(Staff staff) {
        displayName = staff.displayName();
        roles = staff.roles().stream().sorted().toArray(String[]::new);
        orgUnitId = staff.orgUnit();
        state = staff.enabled() ? ENABLED : DISABLED;
    }
}
