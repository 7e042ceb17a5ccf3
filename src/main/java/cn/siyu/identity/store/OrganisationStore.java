package cn.siyu.identity.store;

import cn.siyu.identity.Organisation;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Staff and units read on the connection of whoever asks, for the contexts that work in the {@code Tx} world. */
@Singleton
class OrganisationStore implements Organisation {

    private static final String EMPLOYEES =
            "select id, display_name, org_unit_id, state from identity_staff where id = any($1::uuid[])";

    private static final String UNITS = "select id, kind, name from identity_org_unit where id = any($1::uuid[])";

    @Override
    public Uni<List<Employee>> employees(Sql sql, Collection<UUID> ids) {
        return sql.list(
                EMPLOYEES,
                row -> new Employee(
                        row.getUUID("id"),
                        row.getString("display_name"),
                        row.getUUID("org_unit_id"),
                        StaffRow.ENABLED.equals(row.getString("state"))),
                ids);
    }

    @Override
    public Uni<List<Unit>> units(Sql sql, Collection<UUID> ids) {
        return sql.list(UNITS, row -> new Unit(row.getUUID("id"), row.getString("kind"), row.getString("name")), ids);
    }
}
