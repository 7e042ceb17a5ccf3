package cn.siyu.identity.store;

import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.identity.domain.Staff;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Violations;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Staff. */
@Singleton
public class StaffStore {

    private static final String CHIEF_ADMINS = """
            select id from identity_staff
             where state = 'ENABLED' and 'admin' = any(roles) and org_unit_id = ?1
             order by id
               for update""";

    private static final String END_SESSIONS = """
            update identity_session set ended_at = ?2, end_reason = 'STAFF_CHANGED'
             where audience = 'STAFF' and subject = ?1 and ended_at is null
            returning id""";

    private final Rows rows = new Rows();
    private final AuditLog audit;

    @Inject
    StaffStore(AuditLog audit) {
        this.audit = audit;
    }

    /** The repository behind the store. */
    static final class Rows implements PanacheRepositoryBase<StaffRow, UUID> {}

    public Uni<Optional<Staff>> byUsername(String username) {
        return rows.find("username", username).<StaffRow>firstResult().map(StaffStore::optional);
    }

    public Uni<Optional<Staff>> byId(UUID id) {
        return rows.findById(id).map(StaffStore::optional);
    }

    public Uni<Long> countIn(UUID orgUnit) {
        return rows.count("orgUnitId", orgUnit);
    }

    /** Chief admins, held until the transaction ends, so that two of them cannot take each other away at once. */
    public Uni<List<UUID>> lockChiefAdmins(UUID headquarters) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(CHIEF_ADMINS, UUID.class)
                        .setParameter(1, headquarters)
                        .getResultList());
    }

    public Uni<Void> add(Staff staff) {
        var row = new StaffRow();
        row.id = staff.id();
        row.username = staff.username();
        row.passwordHash = staff.passwordHash();
        row.createdAt = staff.createdAt();
        row.updatedAt = staff.updatedAt();
        row.take(staff);
        return rows.persistAndFlush(row)
                .replaceWithVoid()
                .onFailure(failure -> Violations.isOf(failure, "identity_staff_username_uk"))
                .transform(_ -> new Refused(IdentityProblem.USERNAME_TAKEN));
    }

    public Uni<Staff> save(Staff staff, Instant now) {
        return change(staff.id(), now, row -> row.take(staff));
    }

    public Uni<Staff> setPassword(UUID id, String hash, Instant now) {
        return change(id, now, row -> row.passwordHash = hash);
    }

    public Uni<Staff> offerTotp(UUID id, String sealedSecret, Instant now) {
        return change(id, now, row -> row.totpPending = sealedSecret);
    }

    public Uni<Staff> confirmTotp(UUID id, long step, Instant now) {
        return change(id, now, row -> {
            row.totpSecret = row.totpPending;
            row.totpPending = null;
            row.totpStep = step;
        });
    }

    public Uni<Staff> forgetTotp(UUID id, Instant now) {
        return change(id, now, row -> {
            row.totpSecret = null;
            row.totpPending = null;
        });
    }

    /** True once for each step, however many ask: a one-time code is good once. */
    public Uni<Boolean> useTotpStep(UUID id, long step) {
        return rows.update("update Staff set totpStep = ?2 where id = ?1 and totpStep < ?2", id, step)
                .map(changed -> changed == 1);
    }

    /** In the transaction of the change that makes them wrong; answers which they were. */
    public Uni<List<UUID>> endSessions(UUID id, Instant now) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(END_SESSIONS, UUID.class)
                        .setParameter(1, id)
                        .setParameter(2, now.atOffset(ZoneOffset.UTC))
                        .getResultList());
    }

    public Uni<Void> note(AuditEntry entry) {
        return rows.getSession().chain(session -> audit.append(session, entry));
    }

    private Uni<Staff> change(UUID id, Instant now, Consumer<StaffRow> change) {
        return rows.findById(id)
                .invoke(row -> {
                    change.accept(row);
                    row.updatedAt = now;
                })
                .call(rows::flush)
                .map(StaffRow::staff);
    }

    static Optional<Staff> optional(@Nullable StaffRow row) {
        return Optional.ofNullable(row).map(StaffRow::staff);
    }
}
