package cn.siyu.member.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** An address as a row, sealed but for its region. */
@Entity(name = "Address")
@Table(name = "member_address")
@NullUnmarked
class AddressRow {

    @Id
    UUID id;

    @Column(name = "member_id")
    UUID memberId;

    @Column(name = "recipient_sealed")
    String recipientSealed;

    @Column(name = "phone_sealed")
    String phoneSealed;

    @Column(name = "region_code")
    String regionCode;

    @Column(name = "detail_sealed")
    String detailSealed;

    @Column(name = "is_default")
    boolean isDefault;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Version
    long version;
}
