package cn.siyu.commission.store;

import cn.siyu.commission.domain.PayoutAccount;
import cn.siyu.commission.domain.PayoutAccount.SealedName;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Rows of payout accounts. */
@Singleton
public class PayoutAccountStore {

    private static final String FIND = """
            select member_id, openid_index, name_sealed, name_index, changed_at, version
              from commission_payout_account where member_id = $1""";

    private static final String LOCK = FIND + " for update";

    private static final String INSERT = """
            insert into commission_payout_account (member_id, openid_index)
            values ($1, $2)
            on conflict on constraint commission_payout_account_pk do nothing""";

    private static final String SAVE = """
            update commission_payout_account
               set openid_index = $3, name_sealed = $4, name_index = $5, changed_at = $6, version = $7
             where member_id = $1 and version = $2""";

    /** Null when there is none. */
    public Uni<PayoutAccount> find(Sql sql, UUID member) {
        return sql.one(FIND, PayoutAccountStore::account, member);
    }

    /** Made when it is met for the first time; it stays locked. */
    public Uni<PayoutAccount> lock(Tx tx, UUID member, String openidIndex) {
        return tx.execute(INSERT, member, openidIndex).chain(() -> lock(tx, member));
    }

    /** Null when there is none. */
    public Uni<PayoutAccount> lock(Tx tx, UUID member) {
        return tx.one(LOCK, PayoutAccountStore::account, member);
    }

    /** What is unchanged is not written. */
    public Uni<PayoutAccount> save(Tx tx, PayoutAccount before, PayoutAccount next) {
        if (next.equals(before)) {
            return Uni.createFrom().item(before);
        }
        return tx.execute(
                        SAVE,
                        next.member(),
                        before.version(),
                        next.openidIndex(),
                        next.name().map(SealedName::sealed).orElse(null),
                        next.name().map(SealedName::index).orElse(null),
                        next.changedAt().orElse(null),
                        next.version())
                .map(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                    return next;
                });
    }

    private static PayoutAccount account(Row row) {
        return new PayoutAccount(
                row.getUUID("member_id"),
                row.getString("openid_index"),
                Optional.ofNullable(row.getString("name_sealed"))
                        .map(name -> new SealedName(name, row.getString("name_index"))),
                Columns.optionalInstant(row, "changed_at"),
                row.getLong("version"));
    }
}
