package cn.siyu.identity.store;

import cn.siyu.identity.domain.Staff;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Staff as the admin's lists show them, never beyond the reader's own part of the organisation. */
@Singleton
public class StaffLists {

    private final Rows rows = new Rows();

    /** The repository behind the lists. */
    static final class Rows implements PanacheRepositoryBase<StaffRow, UUID> {}

    /** What a list is narrowed by. */
    public record Filter(
            Optional<String> text, Optional<String> role, Optional<UUID> orgUnit, Optional<Boolean> enabled) {}

    public Uni<Optional<Staff>> find(UUID id, UUID scope) {
        return rows.find(
                        "from Staff s where s.id = :id and s.orgUnitId in (" + OrgUnitStore.WITHIN + ")",
                        Map.of("scope", scope, "id", id))
                .<StaffRow>firstResult()
                .map(StaffStore::optional);
    }

    public Uni<NumberedPage<Staff>> page(UUID scope, Filter filter, int page, int size) {
        var where = new StringBuilder("from Staff s where s.orgUnitId in (")
                .append(OrgUnitStore.WITHIN)
                .append(")");
        var parameters = new HashMap<String, Object>(Map.of("scope", scope));
        filter.text().ifPresent(text -> {
            where.append(" and (s.username like :text escape '!' or lower(s.displayName) like :text escape '!')");
            parameters.put("text", "%" + literal(text.toLowerCase(Locale.ROOT)) + "%");
        });
        filter.role().ifPresent(role -> {
            where.append(" and array_contains(s.roles, :role)");
            parameters.put("role", role);
        });
        filter.orgUnit().ifPresent(unit -> {
            where.append(" and s.orgUnitId = :unit");
            parameters.put("unit", unit);
        });
        filter.enabled().ifPresent(enabled -> {
            where.append(" and s.state = :state");
            parameters.put("state", enabled ? StaffRow.ENABLED : StaffRow.DISABLED);
        });
        var found = rows.find(where + " order by s.username", parameters).page(page - 1, size);
        return found.<StaffRow>list()
                .chain(list -> found.count()
                        .map(total -> new NumberedPage<>(
                                list.stream().map(StaffRow::staff).toList(), page, size, total)));
    }

    private static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
