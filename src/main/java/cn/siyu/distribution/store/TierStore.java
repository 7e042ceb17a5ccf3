package cn.siyu.distribution.store;

import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Tier;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Tiers; what a tier had is appended and never changed. */
@Singleton
public class TierStore {

    /** With the rate that is in force at {@code $1}. */
    private static final String TIERS = """
            select t.id, t.rank, t.name, t.benefits, t.version, r.rate_bp
              from distribution_tier t
              join lateral (select rate_bp
                              from distribution_tier_rate
                             where tier = t.id and valid_from <= $1
                             order by valid_from desc
                             limit 1) r on true
            """;

    private static final String ALL = TIERS + "order by t.rank limit 100";
    private static final String BY_ID = TIERS + "where t.id = $2";
    private static final String LOCK = TIERS + "where t.id = $2 for no key update of t";
    private static final String LOWEST = TIERS + "order by t.rank limit 1";

    private static final String INSERT =
            "insert into distribution_tier (id, rank, name, benefits, created_at) values ($1, $2, $3, $4::text[], $5)";

    private static final String UPDATE = """
            update distribution_tier
               set rank = $3, name = $4, benefits = $5::text[], version = version + 1
             where id = $1 and version = $2""";

    private static final String ADD_RATE = """
            insert into distribution_tier_rate (tier, valid_from, rate_bp, reason, actor_kind, actor_id, actor_name)
            values ($1, $2, $3, $4, $5, $6, $7)""";

    private static final String RATES = """
            select valid_from, rate_bp, reason, actor_name
              from distribution_tier_rate
             where tier = $1
             order by valid_from desc
             limit 100""";

    /** What a tier had from an instant on, and who said so. */
    public record RateSince(Instant from, Rate rate, String reason, String by) {}

    public Uni<List<Tier>> all(Sql sql, Instant now) {
        return sql.list(ALL, TierStore::tier, now);
    }

    public Uni<Tier> find(Sql sql, UUID id, Instant now) {
        return sql.one(BY_ID, TierStore::tier, now, id);
    }

    public Uni<Tier> lock(Tx tx, UUID id, Instant now) {
        return tx.one(LOCK, TierStore::tier, now, id);
    }

    /** Where everybody begins. */
    public Uni<Tier> lowest(Sql sql, Instant now) {
        return sql.one(LOWEST, TierStore::tier, now);
    }

    public Uni<List<RateSince>> rates(Sql sql, UUID tier) {
        return sql.list(
                RATES,
                row -> new RateSince(
                        Columns.instant(row, "valid_from"),
                        new Rate(row.getInteger("rate_bp")),
                        row.getString("reason"),
                        row.getString("actor_name")),
                tier);
    }

    public Uni<Integer> insert(Tx tx, Tier tier, Instant now) {
        return named(tx.execute(INSERT, tier.id(), tier.rank(), tier.name(), tier.benefits(), now));
    }

    /** Zero when the version is no longer this one. */
    public Uni<Integer> update(Tx tx, Tier tier) {
        return named(tx.execute(UPDATE, tier.id(), tier.version(), tier.rank(), tier.name(), tier.benefits()));
    }

    public Uni<Void> addRate(Tx tx, UUID tier, Rate rate, Instant from, String reason, Actor actor) {
        return tx.execute(ADD_RATE, tier, from, rate, reason, actor.kind(), actor.id(), actor.name())
                .replaceWithVoid();
    }

    private static Uni<Integer> named(Uni<Integer> written) {
        return written.onFailure(failure -> Violations.isOf(failure, "distribution_tier_name_uk")
                        || Violations.isOf(failure, "distribution_tier_rank_uk"))
                .transform(_ -> new Refused(DistributionProblem.TIER_EXISTS));
    }

    private static Tier tier(Row row) {
        return new Tier(
                row.getUUID("id"),
                row.getInteger("rank"),
                row.getString("name"),
                new Rate(row.getInteger("rate_bp")),
                List.of(row.getArrayOfStrings("benefits")),
                row.getLong("version"));
    }
}
