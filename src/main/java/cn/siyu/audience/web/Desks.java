package cn.siyu.audience.web;

import cn.siyu.audience.app.KeepTags.Desk;
import cn.siyu.audience.domain.TagGroup.Scope;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;

/** Which tags a member of the staff sees by his roles (G1): sales are those who talk with customers. */
@RequestScoped
class Desks {

    private final Caller caller;

    @Inject
    Desks(Caller caller) {
        this.caller = caller;
    }

    Desk desk() {
        var seen = EnumSet.of(Scope.ALL);
        if (seesEverything() || caller.is(Role.OPS)) {
            seen.add(Scope.ROLE_OPS);
        }
        if (seesEverything() || caller.is(Role.SUPPORT)) {
            seen.add(Scope.ROLE_SALES);
        }
        return new Desk(caller.actor(), seen);
    }

    private boolean seesEverything() {
        return caller.is(Role.ADMIN) || caller.is(Role.MERCHANDISER) || caller.is(Role.AUDITOR);
    }
}
