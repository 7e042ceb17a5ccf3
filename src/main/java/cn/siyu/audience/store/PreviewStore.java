package cn.siyu.audience.store;

import cn.siyu.audience.domain.AudienceProblem;
import cn.siyu.audience.domain.Rule;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Counts whom a rule holds, by the predicate that also judges a single member. */
@Singleton
public class PreviewStore {

    /** More than that nobody waits for at a desk (G3). */
    private static final String AT_MOST = "set local statement_timeout = '2s'";

    private static final String CANCELLED = "57014";

    /** Everybody of whom anything is known. */
    static final String KNOWN = """
            (select member_id from audience_buyer
              union
             select member_id from audience_customer_tag) m""";

    private static final String SOMEBODY_NEW = "(select null::uuid as member_id) m";

    /**
     * @param size members that the audience knows, by a firm order or a tag
     * @param holdsUnknown whether it also holds everybody of whom nothing is known, who cannot be counted here
     */
    public record Preview(long size, boolean holdsUnknown) {}

    public Uni<Preview> count(Tx tx, Rule rule, Instant now) {
        var rules = new RuleSql(now);
        var holds = rules.predicate(rule);
        var sql = "select (select count(*) from " + KNOWN + RuleSql.FACTS + "where" + RuleSql.WILLING + "and " + holds
                + ") as size, exists (select 1 from " + SOMEBODY_NEW + RuleSql.FACTS + "where " + holds + ") as others";
        return tx.execute(AT_MOST)
                .chain(() -> tx.one(
                        sql, row -> new Preview(row.getLong("size"), row.getBoolean("others")), rules.parameters()))
                .onFailure(PreviewStore::tookTooLong)
                .transform(_ -> new Refused(AudienceProblem.SEGMENT_PREVIEW_TOO_LONG));
    }

    private static boolean tookTooLong(Throwable failure) {
        return failure instanceof PgException database && CANCELLED.equals(database.getSqlState());
    }
}
