package cn.siyu.identity.app;

import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.StaffStore;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** From where downwards one of the staff sees the organisation: read anew each time, never taken from a token. */
@Singleton
class StaffScope {

    private final StaffStore staff;

    @Inject
    StaffScope(StaffStore staff) {
        this.staff = staff;
    }

    /** Inside a session. */
    Uni<UUID> of(UUID caller) {
        return staff.byId(caller)
                .map(found -> found.filter(Staff::enabled)
                        .map(Staff::orgUnit)
                        .orElseThrow(() -> new Refused(CommonProblem.FORBIDDEN)));
    }
}
