package cn.siyu.identity.app;

import cn.siyu.identity.domain.OrgTree;
import cn.siyu.identity.domain.OrgUnit;
import cn.siyu.identity.store.OrgUnitStore;
import cn.siyu.identity.store.StaffStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Grows and reshapes the organisation, each admin within his own part of it; one change after the other. */
@Singleton
public class ChangeOrgTree {

    private final StaffScope scopes;
    private final OrgUnitStore units;
    private final StaffStore staff;
    private final ShopClock clock;

    @Inject
    ChangeOrgTree(StaffScope scopes, OrgUnitStore units, StaffStore staff, ShopClock clock) {
        this.scopes = scopes;
        this.units = units;
        this.staff = staff;
        this.clock = clock;
    }

    public Uni<List<OrgUnit>> see(UUID caller) {
        return Panache.withSession(() -> scopes.of(caller).chain(units::within));
    }

    public Uni<OrgUnit> add(Actor actor, UUID parent, OrgUnit.Kind kind, String name) {
        return Panache.withTransaction(() -> units.lockTree(OrgTree.HEADQUARTERS)
                .chain(() -> visible(actor, parent))
                .map(found -> OrgUnit.below(found, Ids.next(), kind, name))
                .call(unit -> units.add(unit, clock.instant()))
                .call(unit -> note(actor, "org-unit.create", unit.id(), null, unit)));
    }

    /** A new name, or a new place with everything below it; both at once is fine. */
    public Uni<OrgUnit> change(Actor actor, UUID id, long version, String name, @Nullable UUID parent) {
        return Panache.withTransaction(() -> units.lockTree(OrgTree.HEADQUARTERS)
                .chain(() -> visible(actor, id))
                .invoke(found -> Versions.refuseOther(version, found.version(), found))
                .chain(found -> moved(actor, found, parent)
                        .map(unit -> unit.renamed(name))
                        .chain(units::save)
                        .call(after -> note(actor, "org-unit.update", id, found, after))));
    }

    public Uni<Void> remove(Actor actor, UUID id) {
        return Panache.withTransaction(() -> units.lockTree(OrgTree.HEADQUARTERS)
                .chain(() -> visible(actor, id))
                .call(found -> units.countBelow(id)
                        .chain(below -> staff.countIn(id).invoke(within -> found.refuseDeletion(below, within))))
                .call(() -> units.remove(id))
                .call(found -> note(actor, "org-unit.delete", id, found, null))
                .replaceWithVoid());
    }

    private Uni<OrgUnit> moved(Actor actor, OrgUnit found, @Nullable UUID parent) {
        if (parent == null || found.parent().filter(parent::equals).isPresent()) {
            return Uni.createFrom().item(found);
        }
        return visible(actor, parent).map(found::movedBelow);
    }

    private Uni<OrgUnit> visible(Actor actor, UUID id) {
        return scopes.of(actor.id())
                .chain(scope -> units.find(id, scope))
                .map(found -> found.orElseThrow(Refused::notFound));
    }

    private Uni<Void> note(Actor actor, String action, UUID id, @Nullable OrgUnit before, @Nullable OrgUnit after) {
        return staff.note(new AuditEntry(actor, action, "org-unit", id.toString(), null, trace(before), trace(after)));
    }

    private static @Nullable Object trace(@Nullable OrgUnit unit) {
        return unit == null
                ? null
                : Map.of(
                        "kind",
                        unit.kind().name(),
                        "name",
                        unit.name(),
                        "parent",
                        unit.parent().map(UUID::toString).orElse(""));
    }
}
