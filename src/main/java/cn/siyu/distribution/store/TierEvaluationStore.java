package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.TierInputs;
import cn.siyu.distribution.domain.TierVerdict;
import cn.siyu.distribution.domain.TierVerdict.Outcome;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decisions about tiers with all that they were decided by. */
@Singleton
public class TierEvaluationStore {

    private static final String INSERT = """
            insert into distribution_tier_evaluation (
                   id, distributor, at, occasion, period, rules_version, inputs, outcome, tier_before, tier_after,
                   tier_reached, missed, reason)
            select n.id, n.distributor, $1::timestamptz, n.occasion, $2::text, $3::int, n.inputs::jsonb, n.outcome, n.tier_before, n.tier_after,
                   n.tier_reached, n.missed, n.reason
              from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::uuid[], $11::uuid[],
                          $12::int[], $13::text[])
                   as n (id, distributor, occasion, inputs, outcome, tier_before, tier_after, tier_reached, missed, reason)""";

    private static final String KEPT = """
            select id, distributor, at, period, rules_version, inputs::text as inputs, outcome, tier_after, tier_reached,
                   missed, reason
              from distribution_tier_evaluation
            """;

    private static final String ONE = KEPT + "where id = $1";

    private static final String MATCHING = """
             where ($1::uuid is null or distributor = $1) and ($2::text is null or period = $2)
               and ($3::text is null or outcome = $3)
            """;

    private static final String PAGE = KEPT + MATCHING + "order by at desc, id desc limit $4 offset $5";

    private static final String COUNT = "select count(*) as total from distribution_tier_evaluation" + MATCHING;

    private final TierJson json;

    @Inject
    TierEvaluationStore(TierJson json) {
        this.json = json;
    }

    /** A decision that is to be kept. */
    public record NewEvaluation(UUID id, DistributorId distributor, TierInputs inputs, TierVerdict verdict) {}

    /** One that was kept. */
    public record Evaluation(
            UUID id,
            DistributorId distributor,
            Instant at,
            Optional<String> period,
            int rulesVersion,
            TierInputs inputs,
            TierVerdict verdict) {}

    /** What staff search by; an absent value matches all. */
    public record Filter(
            @Nullable UUID distributor,
            @Nullable String period,
            @Nullable Outcome outcome) {}

    /** All by one version of the rules; {@code period} when they are those of its end. */
    public Uni<Void> insert(Tx tx, List<NewEvaluation> all, Optional<String> period, int rulesVersion, Instant now) {
        return all.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(
                                INSERT,
                                now,
                                period.orElse(null),
                                rulesVersion,
                                all.stream().map(NewEvaluation::id).toList(),
                                all.stream().map(NewEvaluation::distributor).toList(),
                                all.stream()
                                        .map(each -> each.inputs().occasion())
                                        .toList(),
                                all.stream()
                                        .map(each -> json.write(each.inputs()))
                                        .toList(),
                                all.stream()
                                        .map(each -> each.verdict().outcome())
                                        .toList(),
                                all.stream()
                                        .map(each -> each.inputs().footing().tier())
                                        .toList(),
                                all.stream().map(each -> each.verdict().tier()).toList(),
                                all.stream()
                                        .map(each -> each.verdict().reached())
                                        .toList(),
                                all.stream()
                                        .map(each -> each.verdict().missed())
                                        .toList(),
                                all.stream()
                                        .map(each -> each.verdict().reason())
                                        .toList())
                        .replaceWithVoid();
    }

    /** Null when there is none. */
    public Uni<Evaluation> find(Sql sql, UUID id) {
        return sql.one(ONE, this::evaluation, id);
    }

    /** The newest first. */
    public Uni<List<Evaluation>> page(Sql sql, Filter filter, int page, int size) {
        return sql.list(
                PAGE,
                this::evaluation,
                filter.distributor(),
                filter.period(),
                filter.outcome(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, Filter filter) {
        return sql.one(COUNT, row -> row.getLong("total"), filter.distributor(), filter.period(), filter.outcome());
    }

    private Evaluation evaluation(Row row) {
        return new Evaluation(
                row.getUUID("id"),
                new DistributorId(row.getUUID("distributor")),
                Columns.instant(row, "at"),
                Optional.ofNullable(row.getString("period")),
                row.getInteger("rules_version"),
                json.read(row.getString("inputs"), TierInputs.class),
                new TierVerdict(
                        Columns.constant(row, "outcome", Outcome.class),
                        row.getUUID("tier_after"),
                        row.getUUID("tier_reached"),
                        row.getInteger("missed"),
                        row.getString("reason")));
    }
}
