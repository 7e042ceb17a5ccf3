package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.domain.TierInputs.Footing;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Who stands where. Rows are taken with {@code skip locked}: whoever evaluates many waits for nobody, so he cannot stand in a
 * ring of those who wait; whom he could not have is taken later.
 */
@Singleton
public class TierStandStore {

    private static final String STAND = """
            select d.id, d.member_id, d.state, d.tier, coalesce(d.tier_since, d.activated_at) as since, d.tier_missed,
                   exists (select 1
                             from distribution_tier_pin p
                            where p.distributor = d.id and p.ended_at is null and p.pinned_until > $1) as pinned
              from distribution_distributor d
            """;

    private static final String LOCK_FREE = STAND
            + "where d.id = any($2::uuid[]) and d.tier is not null order by d.id for no key update of d skip locked";

    private static final String LOCK = STAND + "where d.id = $2 and d.tier is not null for no key update of d";

    private static final String FIND = STAND + "where d.id = $2 and d.tier is not null";

    /** Whom the period has not met yet; who came later has nothing to do with it. */
    private static final String OPEN = """
             where d.state in ('ACTIVE', 'SUSPENDED') and d.activated_at < $3
               and not exists (select 1 from distribution_tier_evaluation e where e.distributor = d.id and e.period = $2)
            """;

    private static final String TAKE =
            STAND + OPEN + "and d.id > $4 order by d.id limit $5 for no key update of d skip locked";

    private static final String LEFT =
            "select count(*) as total from distribution_distributor d" + OPEN + "and $1::timestamptz is not null";

    private static final String AFTER =
            STAND + "where d.state in ('ACTIVE', 'SUSPENDED') and d.id > $2 order by d.id limit $3";

    private static final String ALL =
            "select count(*) as total from distribution_distributor where state in ('ACTIVE', 'SUSPENDED')";

    private static final String MOVE = """
            update distribution_distributor d
               set tier = n.tier, tier_missed = n.missed, version = d.version + 1,
                   tier_since = case when d.tier = n.tier then d.tier_since else $4 end
              from unnest($1::uuid[], $2::uuid[], $3::int[]) as n (id, tier, missed)
             where d.id = n.id""";

    /** Somebody and his footing. */
    public record Stand(DistributorId id, MemberId member, Kind state, Footing footing) {

        /** Tiers of others are not looked at any more. */
        public boolean isEvaluated() {
            return state == Kind.ACTIVE || state == Kind.SUSPENDED;
        }
    }

    /** A new footing. */
    public record Step(DistributorId id, UUID tier, int missed) {}

    /** Those of them that nobody else holds, held until the transaction ends. */
    public Uni<List<Stand>> lockFree(Tx tx, Collection<DistributorId> ids, Instant now) {
        return tx.list(LOCK_FREE, TierStandStore::stand, now, ids);
    }

    /** Waits for him; null when he was never admitted. */
    public Uni<Stand> lock(Tx tx, DistributorId id, Instant now) {
        return tx.one(LOCK, TierStandStore::stand, now, id);
    }

    /** Null when he was never admitted. */
    public Uni<Stand> find(Sql sql, DistributorId id, Instant now) {
        return sql.one(FIND, TierStandStore::stand, now, id);
    }

    /** The next whom this period has not met, held until the transaction ends. */
    public Uni<List<Stand>> take(Tx tx, String period, Instant end, UUID after, int limit, Instant now) {
        return tx.list(TAKE, TierStandStore::stand, now, period, end, after, limit);
    }

    /** How many the period has not met. */
    public Uni<Long> left(Sql sql, String period, Instant end) {
        return sql.one(LEFT, row -> row.getLong("total"), end, period, end);
    }

    /** Nobody is held. */
    public Uni<List<Stand>> after(Sql sql, UUID after, int limit, Instant now) {
        return sql.list(AFTER, TierStandStore::stand, now, after, limit);
    }

    public Uni<Long> count(Sql sql) {
        return sql.one(ALL, row -> row.getLong("total"));
    }

    /** Of rows that this transaction holds. */
    public Uni<Void> move(Tx tx, List<Step> steps, Instant now) {
        return steps.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(
                                MOVE,
                                steps.stream().map(Step::id).toList(),
                                steps.stream().map(Step::tier).toList(),
                                steps.stream().map(Step::missed).toList(),
                                now)
                        .replaceWithVoid();
    }

    private static Stand stand(Row row) {
        return new Stand(
                new DistributorId(row.getUUID("id")),
                new MemberId(row.getUUID("member_id")),
                Columns.constant(row, "state", Kind.class),
                new Footing(
                        row.getUUID("tier"),
                        ShopCalendar.dayOf(Columns.instant(row, "since")),
                        row.getInteger("tier_missed"),
                        row.getBoolean("pinned")));
    }
}
