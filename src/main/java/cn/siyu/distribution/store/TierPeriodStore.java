package cn.siyu.distribution.store;

import cn.siyu.distribution.domain.TierPeriod;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The ends of periods: each is begun once, by whichever instance comes first. */
@Singleton
public class TierPeriodStore {

    private static final String BEGIN = """
            insert into distribution_tier_period (period, first_day, last_day, rules_version, begun_at)
            values ($1, $2, $3, $4, $5)
            on conflict on constraint distribution_tier_period_pk do nothing""";

    private static final String JOB = "update distribution_tier_period set job = $2 where period = $1";

    private static final String DONE =
            "update distribution_tier_period set done_at = $2 where period = $1 and done_at is null";

    private static final String KNOWN = """
            select p.period, p.first_day, p.last_day, p.rules_version, p.job, p.begun_at, p.done_at, c.evaluated, c.raised,
                   c.lowered, c.warned
              from distribution_tier_period p
              join lateral (select count(*) as evaluated, count(*) filter (where e.outcome = 'RAISED') as raised,
                                   count(*) filter (where e.outcome = 'LOWERED') as lowered,
                                   count(*) filter (where e.outcome = 'WARNED') as warned
                              from distribution_tier_evaluation e
                             where e.period = p.period) c on true
            """;

    private static final String ALL = KNOWN + "order by p.last_day desc, p.period limit $1";
    private static final String ONE = KNOWN + "where p.period = $1";
    private static final String LOCK = "select done_at from distribution_tier_period where period = $1 for update";
    private static final String IS_KNOWN =
            "select exists (select 1 from distribution_tier_period where period = $1) as known";

    /** A period that is over, and what came of it. */
    public record Ended(
            TierPeriod period,
            int rulesVersion,
            Optional<UUID> job,
            Instant begunAt,
            Optional<Instant> doneAt,
            long evaluated,
            long raised,
            long lowered,
            long warned) {}

    /** False when somebody has begun it already. */
    public Uni<Boolean> begin(Tx tx, TierPeriod period, int rulesVersion, Instant now) {
        return tx.execute(BEGIN, period.name(), period.first(), period.last(), rulesVersion, now)
                .map(rows -> rows == 1);
    }

    public Uni<Void> worksAs(Tx tx, String period, UUID job) {
        return tx.execute(JOB, period, job).replaceWithVoid();
    }

    public Uni<Void> done(Tx tx, String period, Instant now) {
        return tx.execute(DONE, period, now).replaceWithVoid();
    }

    public Uni<Boolean> isKnown(Sql sql, String period) {
        return sql.one(IS_KNOWN, row -> row.getBoolean("known"), period);
    }

    /** When it was done, if it was; null when it never began. Held until the transaction ends. */
    public Uni<Optional<Instant>> lock(Tx tx, String period) {
        return tx.one(LOCK, row -> Columns.optionalInstant(row, "done_at"), period);
    }

    /** Null when it never began. */
    public Uni<Ended> find(Sql sql, String period) {
        return sql.one(ONE, TierPeriodStore::ended, period);
    }

    /** The latest first. */
    public Uni<List<Ended>> all(Sql sql, int limit) {
        return sql.list(ALL, TierPeriodStore::ended, limit);
    }

    private static Ended ended(Row row) {
        return new Ended(
                new TierPeriod(row.getString("period"), row.getLocalDate("first_day"), row.getLocalDate("last_day")),
                row.getInteger("rules_version"),
                Optional.ofNullable(row.getUUID("job")),
                Columns.instant(row, "begun_at"),
                Columns.optionalInstant(row, "done_at"),
                row.getLong("evaluated"),
                row.getLong("raised"),
                row.getLong("lowered"),
                row.getLong("warned"));
    }
}
