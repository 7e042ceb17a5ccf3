package cn.siyu.identity.store;

import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.identity.domain.OrgUnit;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Violations;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The organisation. Whoever reads does so from his own unit downwards. */
@Singleton
public class OrgUnitStore {

    /** The ids of a unit and of everything below it: the tree has three levels. */
    static final String WITHIN = """
            select u.id from OrgUnit u left join OrgUnit p on p.id = u.parentId
             where u.id = :scope or u.parentId = :scope or p.parentId = :scope""";

    private static final int MOST = 5000;

    private final Rows rows = new Rows();

    /** The repository behind the store. */
    static final class Rows implements PanacheRepositoryBase<OrgUnitRow, UUID> {}

    public Uni<List<OrgUnit>> within(UUID scope) {
        return rows.find(
                        "from OrgUnit o where o.id in (" + WITHIN + ") order by o.createdAt, o.id",
                        Map.of("scope", scope))
                .page(0, MOST)
                .<OrgUnitRow>list()
                .map(found -> found.stream().map(OrgUnitRow::unit).toList());
    }

    public Uni<Optional<OrgUnit>> find(UUID id, UUID scope) {
        return rows.find(
                        "from OrgUnit o where o.id = :id and o.id in (" + WITHIN + ")",
                        Map.of("scope", scope, "id", id))
                .<OrgUnitRow>firstResult()
                .map(row -> Optional.ofNullable(row).map(OrgUnitRow::unit));
    }

    /** Held until the transaction ends: changes of the tree come one after the other. */
    public Uni<Void> lockTree(UUID headquarters) {
        return rows.findById(headquarters, LockModeType.PESSIMISTIC_WRITE).replaceWithVoid();
    }

    public Uni<Long> countBelow(UUID id) {
        return rows.count("parentId", id);
    }

    public Uni<Void> add(OrgUnit unit, Instant now) {
        var row = new OrgUnitRow();
        row.id = unit.id();
        row.parentId = unit.parent().orElse(null);
        row.kind = unit.kind().name();
        row.name = unit.name();
        row.createdAt = now;
        return rows.persistAndFlush(row)
                .replaceWithVoid()
                .onFailure(OrgUnitStore::isNameTaken)
                .transform(_ -> new Refused(IdentityProblem.ORG_UNIT_NAME_TAKEN));
    }

    public Uni<OrgUnit> save(OrgUnit unit) {
        return rows.findById(unit.id())
                .invoke(row -> {
                    row.parentId = unit.parent().orElse(null);
                    row.name = unit.name();
                })
                .call(rows::flush)
                .map(OrgUnitRow::unit)
                .onFailure(OrgUnitStore::isNameTaken)
                .transform(_ -> new Refused(IdentityProblem.ORG_UNIT_NAME_TAKEN));
    }

    public Uni<Boolean> remove(UUID id) {
        return rows.deleteById(id);
    }

    private static boolean isNameTaken(Throwable failure) {
        return Violations.isOf(failure, "identity_org_unit_name_uk");
    }
}
