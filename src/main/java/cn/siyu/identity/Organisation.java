package cn.siyu.identity;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Staff and units as other contexts may name them, read on the caller's connection: inside a transaction or outside of any. */
public interface Organisation {

    /** One of the staff: only those who are enabled work for the shop. */
    record Employee(UUID id, String name, UUID unit, boolean enabled) {}

    /** @param kind HQ, REGION or STORE */
    record Unit(UUID id, String kind, String name) {}

    /** Of those that exist, in no particular order. */
    Uni<List<Employee>> employees(Sql sql, Collection<UUID> ids);

    /** Of those that exist, in no particular order. */
    Uni<List<Unit>> units(Sql sql, Collection<UUID> ids);
}
