package cn.siyu.identity.web;

import cn.siyu.identity.domain.OrgUnit;
import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.domain.StateChanged;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Problems;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Shows an editor who came second what the thing looks like now. */
class StateChangedMapper {

    @ServerExceptionMapper
    Response stateChanged(StateChanged changed) {
        return Problems.answer(
                CommonProblem.STATE_CHANGED, null, List.of(), Map.of("current", view(changed.current())));
    }

    private static Object view(Object current) {
        return switch (current) {
            case Staff staff -> StaffView.of(staff);
            case OrgUnit unit -> OrgUnitView.of(unit);
            default -> throw new IllegalArgumentException("no view of " + current.getClass());
        };
    }
}
