package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What training distributors have passed. */
@Singleton
public class CertificateStore {

    private static final String INSERT = """
            insert into distribution_certificate (id, distributor, name, held_from, held_until, reason, actor_name)
            values ($1, $2, $3, $4, $5, $6, $7)""";

    /** One that has run out makes way for its renewal. */
    private static final String MAKE_WAY = """
            update distribution_certificate
               set revoked_at = held_until, revoked_reason = 'RUN_OUT'
             where distributor = $1 and name = $2 and revoked_at is null and held_until <= $3""";

    private static final String REVOKE = """
            update distribution_certificate
               set revoked_at = $3, revoked_reason = $4
             where id = $1 and distributor = $2 and revoked_at is null""";

    private static final String OF = """
            select id, name, held_from, held_until, reason, actor_name, revoked_at, revoked_reason
              from distribution_certificate
             where distributor = $1
             order by held_from desc, id desc
             limit 100""";

    /** A certificate. */
    public record Certificate(
            UUID id,
            String name,
            Instant from,
            Optional<Instant> until,
            String reason,
            String by,
            Optional<Instant> revokedAt,
            Optional<String> revokedReason) {}

    public Uni<Void> insert(Tx tx, DistributorId distributor, Certificate certificate) {
        return tx.execute(MAKE_WAY, distributor, certificate.name(), certificate.from())
                .chain(() -> tx.execute(
                        INSERT,
                        certificate.id(),
                        distributor,
                        certificate.name(),
                        certificate.from(),
                        certificate.until().orElse(null),
                        certificate.reason(),
                        certificate.by()))
                .onFailure(failure -> Violations.isOf(failure, "distribution_certificate_name_uk"))
                .transform(_ -> new Refused(DistributionProblem.CERTIFICATE_HELD))
                .replaceWithVoid();
    }

    /** False when he has no such one, or not any more. */
    public Uni<Boolean> revoke(Tx tx, DistributorId distributor, UUID id, Instant now, String reason) {
        return tx.execute(REVOKE, id, distributor, now, reason).map(rows -> rows == 1);
    }

    /** The newest first, also those that hold no more. */
    public Uni<List<Certificate>> of(Sql sql, DistributorId distributor) {
        return sql.list(
                OF,
                row -> new Certificate(
                        row.getUUID("id"),
                        row.getString("name"),
                        Columns.instant(row, "held_from"),
                        Columns.optionalInstant(row, "held_until"),
                        row.getString("reason"),
                        row.getString("actor_name"),
                        Columns.optionalInstant(row, "revoked_at"),
                        Optional.ofNullable(row.getString("revoked_reason"))),
                distributor);
    }
}
