package cn.siyu.identity.web;

import cn.siyu.identity.domain.OrgUnit;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A unit of the organisation; headquarters has no parent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrgUnitView(UUID id, @Nullable UUID parentId, OrgUnit.Kind kind, String name, long version) {

    static OrgUnitView of(OrgUnit unit) {
        return new OrgUnitView(unit.id(), unit.parent().orElse(null), unit.kind(), unit.name(), unit.version());
    }
}
