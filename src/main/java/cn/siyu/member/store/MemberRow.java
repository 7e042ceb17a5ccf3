package cn.siyu.member.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A member as a row. */
@Entity(name = "Member")
@Table(name = "member_member")
@NullUnmarked
class MemberRow {

    @Id
    UUID id;

    String openid;

    String unionid;

    String nickname;

    @Column(name = "avatar_url")
    String avatarUrl;

    @Column(name = "phone_sealed")
    String phoneSealed;

    @Column(name = "phone_index")
    String phoneIndex;

    String state;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Version
    long version;
}
