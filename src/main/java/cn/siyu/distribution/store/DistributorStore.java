package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Distributor;
import cn.siyu.distribution.domain.Distributor.Identity;
import cn.siyu.distribution.domain.Distributor.IdentityCheck;
import cn.siyu.distribution.domain.Standing;
import cn.siyu.distribution.domain.Standing.Contract;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Distributors as the rules see them. */
@Singleton
public class DistributorStore {

    private static final String COLUMNS = """
            select id, member_id, state, shown_name, person_keys, identity_check, identity_result, identity_source, tier, promo_code,
                   activated_at, state_reason, version
              from distribution_distributor
            """;

    private static final String BY_ID = COLUMNS + "where id = $1";
    /** Others may go on to name the row; only who changes or relies on its state waits. */
    private static final String LOCK = COLUMNS + "where id = $1 for no key update";

    private static final String RELY = COLUMNS + "where id = $1 for share";

    /** The living one, or the application that waits. */
    private static final String OF_MEMBER = COLUMNS + """
             where member_id = $1 and state in ('APPLIED', 'ACTIVE', 'SUSPENDED', 'QUITTING')""";

    private static final String LOCK_OF_MEMBER = OF_MEMBER + " for no key update";

    private static final String INSERT = """
            insert into distribution_distributor (
                   id, member_id, state, shown_name, name_sealed, phone_sealed, person_keys, agreement_version, inviter, source,
                   identity_check, applied_at, state_at, agreed_at)
            values ($1, $2, 'APPLIED', $3, $4, $5, $6::text[], $7, $8, $9, $10, $11, $11, $11)""";

    private static final String SAVE = """
            update distribution_distributor
               set state = $3, tier = $4, promo_code = $5, activated_at = $6, state_at = $7, state_reason = $8,
                   version = version + 1
             where id = $1 and version = $2""";

    private static final String FREE_CODE = """
            select drawn.code
              from unnest($1::text[]) with ordinality as drawn (code, place)
             where not exists (select 1 from distribution_distributor d where d.promo_code = drawn.code)
             order by drawn.place
             limit 1""";

    private static final String INVITER =
            "select id from distribution_distributor where promo_code = $1 and state = 'ACTIVE'";

    /** Another account of the person who has one of these keys. */
    private static final String SAME_PERSON = """
            select exists (
                   select 1
                     from distribution_distributor
                    where person_keys && $1::text[] and member_id <> $2
                      and state in ('APPLIED', 'ACTIVE', 'SUSPENDED', 'QUITTING')) as found""";

    /** What an applicant says, sealed. */
    public record Application(
            DistributorId id,
            MemberId member,
            String shownName,
            String nameSealed,
            String phoneSealed,
            Set<String> personKeys,
            String agreementVersion,
            Optional<DistributorId> inviter,
            String source,
            IdentityCheck check,
            Instant at) {}

    public Uni<Distributor> find(Sql sql, DistributorId id) {
        return sql.one(BY_ID, DistributorStore::distributor, id);
    }

    /** The row is held until the transaction ends; null when there is none. */
    public Uni<Distributor> lock(Tx tx, DistributorId id) {
        return tx.one(LOCK, DistributorStore::distributor, id);
    }

    /** The state stays as it is read until the transaction ends; many may rely on it at once. */
    public Uni<Distributor> rely(Tx tx, DistributorId id) {
        return tx.one(RELY, DistributorStore::distributor, id);
    }

    /** Null when the member neither is one nor waits to become one. */
    public Uni<Distributor> ofMember(Sql sql, MemberId member) {
        return sql.one(OF_MEMBER, DistributorStore::distributor, member);
    }

    public Uni<Distributor> lockOfMember(Tx tx, MemberId member) {
        return tx.one(LOCK_OF_MEMBER, DistributorStore::distributor, member);
    }

    public Uni<Void> insert(Tx tx, Application application) {
        return tx.execute(
                        INSERT,
                        application.id(),
                        application.member(),
                        application.shownName(),
                        application.nameSealed(),
                        application.phoneSealed(),
                        application.personKeys(),
                        application.agreementVersion(),
                        application.inviter().orElse(null),
                        application.source(),
                        application.check(),
                        application.at())
                .onFailure(failure -> Violations.isOf(failure, "distribution_distributor_member_uk"))
                .transform(_ -> new Refused(DistributionProblem.APPLICATION_EXISTS))
                .replaceWithVoid();
    }

    /** Saves the standing of a row that this transaction holds. */
    public Uni<Void> save(Tx tx, Distributor distributor, Instant at) {
        var contract = distributor.standing().contract();
        return tx.execute(
                        SAVE,
                        distributor.id(),
                        distributor.version(),
                        distributor.standing().kind(),
                        contract.map(Contract::tier).orElse(null),
                        contract.map(Contract::promoCode).orElse(null),
                        contract.map(Contract::since).orElse(null),
                        at,
                        distributor.reason().orElse(null))
                .invoke(rows -> {
                    if (rows != 1) {
                        throw new IllegalStateException("a distributor that was locked has changed");
                    }
                })
                .replaceWithVoid();
    }

    /** The first of these codes that nobody has. */
    public Uni<String> freeCode(Tx tx, List<String> drawn) {
        return tx.one(FREE_CODE, row -> row.getString("code"), drawn)
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("all drawn promo codes are taken"));
    }

    public Uni<Optional<DistributorId>> inviter(Sql sql, String code) {
        return sql.one(INVITER, row -> new DistributorId(row.getUUID("id")), code)
                .map(Optional::ofNullable);
    }

    public Uni<Boolean> samePerson(Sql sql, Set<String> personKeys, MemberId member) {
        return sql.one(SAME_PERSON, row -> row.getBoolean("found"), personKeys, member);
    }

    private static Distributor distributor(Row row) {
        return new Distributor(
                new DistributorId(row.getUUID("id")),
                new MemberId(row.getUUID("member_id")),
                standing(row),
                row.getString("shown_name"),
                Set.of(row.getArrayOfStrings("person_keys")),
                Columns.constant(row, "identity_check", IdentityCheck.class),
                Optional.ofNullable(row.getString("identity_result"))
                        .map(result -> new Identity("PASSED".equals(result), row.getString("identity_source"))),
                Optional.ofNullable(row.getString("state_reason")),
                row.getLong("version"));
    }

    private static Standing standing(Row row) {
        return switch (Columns.constant(row, "state", Kind.class)) {
            case APPLIED -> new Standing.Applied();
            case REJECTED -> new Standing.Rejected();
            case ACTIVE -> new Standing.Active(contract(row));
            case SUSPENDED -> new Standing.Suspended(contract(row));
            case QUITTING -> new Standing.Quitting(contract(row));
            case TERMINATED -> new Standing.Terminated(contract(row));
        };
    }

    private static Contract contract(Row row) {
        UUID tier = row.getUUID("tier");
        return new Contract(tier, row.getString("promo_code"), Columns.instant(row, "activated_at"));
    }
}
