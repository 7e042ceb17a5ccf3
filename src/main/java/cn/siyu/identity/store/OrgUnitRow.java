package cn.siyu.identity.store;

import cn.siyu.identity.domain.OrgUnit;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A unit of the organisation as a row. */
@Entity(name = "OrgUnit")
@Table(name = "identity_org_unit")
@NullUnmarked
class OrgUnitRow {

    @Id
    UUID id;

    @Column(name = "parent_id")
    UUID parentId;

    String kind;

    String name;

    @Version
    long version;

    @Column(name = "created_at")
    Instant createdAt;

    OrgUnit unit() {
        return new OrgUnit(id, Optional.ofNullable(parentId), OrgUnit.Kind.valueOf(kind), name, version);
    }
}
