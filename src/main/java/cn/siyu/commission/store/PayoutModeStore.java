package cn.siyu.commission.store;

import cn.siyu.commission.domain.PayoutMode;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The one row that says when approved withdrawals are sent. */
@Singleton
public class PayoutModeStore {

    private static final String READ = "select mode, version from commission_payout_mode";

    private static final String SAVE = """
            update commission_payout_mode set mode = $2, version = version + 1, changed_at = $3 where version = $1""";

    /** The mode and the version by which it is changed. */
    public record Kept(PayoutMode mode, long version) {}

    public Uni<Kept> read(Sql sql) {
        return sql.one(READ, row -> new Kept(Columns.constant(row, "mode", PayoutMode.class), row.getLong("version")));
    }

    public Uni<Kept> save(Tx tx, Kept seen, PayoutMode mode, Instant now) {
        return tx.execute(SAVE, seen.version(), mode, now).map(rows -> {
            if (rows == 0) {
                throw new Refused(CommonProblem.STATE_CHANGED);
            }
            return new Kept(mode, seen.version() + 1);
        });
    }
}
