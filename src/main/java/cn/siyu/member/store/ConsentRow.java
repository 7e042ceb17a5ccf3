package cn.siyu.member.store;

import cn.siyu.member.domain.Consent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** An answer to a notice as a row; only ever inserted. */
@Entity(name = "Consent")
@Table(name = "member_consent")
@NullUnmarked
class ConsentRow {

    @Id
    UUID id;

    @Column(name = "member_id")
    UUID memberId;

    String kind;

    String version;

    boolean given;

    Instant at;

    Consent consent() {
        return new Consent(id, Consent.Kind.valueOf(kind), version, given, at);
    }
}
