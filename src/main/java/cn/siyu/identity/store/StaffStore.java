package cn.siyu.identity.store;

import cn.siyu.identity.domain.Staff;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Staff. */
@ApplicationScoped
public class StaffStore {

    private final Rows rows = new Rows();

    /** The repository behind the store. */
    static final class Rows implements PanacheRepositoryBase<StaffRow, UUID> {}

    public Uni<Optional<Staff>> byUsername(String username) {
        return rows.find("username", username)
                .firstResult()
                .map(row -> Optional.ofNullable(row).map(StaffRow::staff));
    }

    public Uni<Optional<Staff>> byId(UUID id) {
        return rows.findById(id).map(row -> Optional.ofNullable(row).map(StaffRow::staff));
    }
}
