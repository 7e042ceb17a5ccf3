package cn.siyu.identity.app;

import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.StaffLists;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Shows staff to staff, each within his own part of the organisation. */
@Singleton
public class FindStaff {

    private final StaffScope scopes;
    private final StaffLists staff;

    @Inject
    FindStaff(StaffScope scopes, StaffLists staff) {
        this.scopes = scopes;
        this.staff = staff;
    }

    public Uni<NumberedPage<Staff>> page(UUID caller, StaffLists.Filter filter, int page, int size) {
        return Panache.withSession(() -> scopes.of(caller).chain(scope -> staff.page(scope, filter, page, size)));
    }

    public Uni<Staff> one(UUID caller, UUID id) {
        return Panache.withSession(() -> visible(caller, id));
    }

    /** Inside a session; a foreign one is not found. */
    Uni<Staff> visible(UUID caller, UUID id) {
        return scopes.of(caller)
                .chain(scope -> staff.find(id, scope))
                .map(found -> found.orElseThrow(Refused::notFound));
    }
}
