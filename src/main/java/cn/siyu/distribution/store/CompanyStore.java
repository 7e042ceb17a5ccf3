package cn.siyu.distribution.store;

import cn.siyu.distribution.Settlements.Company;
import cn.siyu.distribution.domain.CreditCode;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The companies of teams, with the papers that the law asks for (L9). */
@Singleton
public class CompanyStore {

    private static final String COLUMNS = """
            select id, name, credit_code, licence_file, account_name, bank_name, account_sealed, account_tail, created_at, version
              from distribution_company
            """;

    private static final String ONE = COLUMNS + "where id = $1";
    private static final String OF_IDS = COLUMNS + "where id = any($1::uuid[]) order by id";
    private static final String PAGE = COLUMNS + "order by created_at desc, id desc limit $1 offset $2";
    private static final String COUNT = "select count(*) as total from distribution_company";

    private static final String INSERT = """
            insert into distribution_company (
                   id, name, credit_code, licence_file, account_name, bank_name, account_sealed, account_tail, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private static final String UPDATE = """
            update distribution_company
               set name = $3, licence_file = $4, account_name = $5, bank_name = $6, account_sealed = $7, account_tail = $8,
                   version = version + 1
             where id = $1 and version = $2""";

    /** All about a company; its account number is sealed. */
    public record Sheet(Company company, String licenceFile, String accountSealed, Instant createdAt, long version) {}

    /** As it is to be written. */
    public record Entry(
            UUID id,
            String name,
            CreditCode creditCode,
            String licenceFile,
            String accountName,
            String bankName,
            String accountSealed,
            String accountTail) {}

    /** Null when there is none. */
    public Uni<Sheet> find(Sql sql, UUID id) {
        return sql.one(ONE, CompanyStore::sheet, id);
    }

    public Uni<List<Company>> of(Sql sql, Collection<UUID> ids) {
        return sql.list(OF_IDS, SettlementStore::company, ids);
    }

    public Uni<List<Sheet>> page(Sql sql, int page, int size) {
        return sql.list(PAGE, CompanyStore::sheet, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql) {
        return sql.one(COUNT, row -> row.getLong("total"));
    }

    public Uni<Void> insert(Tx tx, Entry entry, Instant now) {
        return tx.execute(
                        INSERT,
                        entry.id(),
                        entry.name(),
                        entry.creditCode().value(),
                        entry.licenceFile(),
                        entry.accountName(),
                        entry.bankName(),
                        entry.accountSealed(),
                        entry.accountTail(),
                        now)
                .onFailure(failure -> Violations.isOf(failure, "distribution_company_code_uk"))
                .transform(_ -> new Refused(DistributionProblem.TEAM_COMPANY_EXISTS))
                .replaceWithVoid();
    }

    /** Zero when the version is no longer this one; the credit code stays for ever. */
    public Uni<Integer> update(Tx tx, Entry entry, long version) {
        return tx.execute(
                UPDATE,
                entry.id(),
                version,
                entry.name(),
                entry.licenceFile(),
                entry.accountName(),
                entry.bankName(),
                entry.accountSealed(),
                entry.accountTail());
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                SettlementStore.company(row),
                row.getString("licence_file"),
                row.getString("account_sealed"),
                Columns.instant(row, "created_at"),
                row.getLong("version"));
    }
}
