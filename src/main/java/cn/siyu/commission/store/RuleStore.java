package cn.siyu.commission.store;

import cn.siyu.commission.domain.CommissionRule;
import cn.siyu.commission.domain.CommissionRule.Target;
import cn.siyu.commission.domain.RuleBook;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of written rules. */
@Singleton
public class RuleStore {

    static final String COLUMNS = """
            id, kind, distributor_id, sku_id, spu_id, tier_id, category_id, basis_points, fixed_fen, version, valid_from,
            valid_to, reason""";

    /** Only those that could fit: a shop may have thousands of contracts. */
    private static final String BETWEEN = "select " + COLUMNS + """
              from commission_rule
             where valid_from <= $2 and (valid_to is null or valid_to > $1)
               and (distributor_id is null or distributor_id = any($3::uuid[]))
               and (tier_id is null or tier_id = any($4::uuid[]))
               and (sku_id is null or sku_id = any($5::uuid[]))
               and (spu_id is null or spu_id = any($6::uuid[]))
               and (category_id is null or category_id = any($7::uuid[]))""";

    private static final String INSERT = """
            insert into commission_rule (
                   id, kind, distributor_id, sku_id, spu_id, tier_id, category_id, basis_points, fixed_fen, version,
                   valid_from, valid_to, reason, created_at, scope)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
                    (select coalesce(max(version), 0) + 1 from commission_rule where scope = $14),
                    $10, $11, $12, $13, $14)
            returning version""";

    private static final String LOCK = "select " + COLUMNS + " from commission_rule where id = $1 for update";

    private static final String END = "update commission_rule set valid_to = $2 where id = $1";

    private static final String FILTER = """
             from commission_rule
            where ($1::text is null or kind = $1) and ($2::uuid is null or distributor_id = $2)
              and ($3::uuid is null or spu_id = $3)
              and ($4::timestamptz is null or (valid_from <= $4 and (valid_to is null or valid_to > $4)))""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by valid_from desc, id desc limit $5 offset $6";

    private static final String COUNT = "select count(*) as total" + FILTER;

    /** Which rules a list shows; an absent value means all. */
    public record Search(
            @Nullable RuleKind kind,
            @Nullable UUID distributor,
            @Nullable UUID spu,
            @Nullable Instant validAt) {}

    /** By whom and by which goods a rule may be found. */
    public record Wanted(
            Collection<UUID> distributors,
            Collection<UUID> tiers,
            Collection<UUID> skus,
            Collection<UUID> spus,
            Collection<UUID> categories) {}

    /** All rules for these that held at some moment from {@code first} to {@code last}. */
    public Uni<RuleBook> book(Sql sql, Instant first, Instant last, Wanted wanted) {
        return sql.list(
                        BETWEEN,
                        RuleStore::rule,
                        first,
                        last,
                        wanted.distributors(),
                        wanted.tiers(),
                        wanted.skus(),
                        wanted.spus(),
                        wanted.categories())
                .map(RuleBook::new);
    }

    /** Answers the rule with its version. */
    public Uni<CommissionRule> insert(Tx tx, CommissionRule rule, Instant now) {
        var target = rule.target();
        return tx.one(
                        INSERT,
                        row -> row.getInteger("version"),
                        rule.id(),
                        rule.kind(),
                        target.distributor().orElse(null),
                        target.sku().orElse(null),
                        target.spu().orElse(null),
                        target.tier().orElse(null),
                        target.category().orElse(null),
                        rule.rate().orElse(null),
                        rule.perUnit().orElse(null),
                        rule.from(),
                        rule.to().orElse(null),
                        rule.reason(),
                        now,
                        scope(rule))
                .map(version -> new CommissionRule(
                        rule.id(),
                        rule.kind(),
                        target,
                        rule.rate(),
                        rule.perUnit(),
                        version,
                        rule.from(),
                        rule.to(),
                        rule.reason()));
    }

    /** Null when there is none. */
    public Uni<CommissionRule> lock(Tx tx, UUID id) {
        return tx.one(LOCK, RuleStore::rule, id);
    }

    public Uni<Void> end(Tx tx, UUID id, Instant at) {
        return tx.execute(END, id, at).replaceWithVoid();
    }

    public Uni<List<CommissionRule>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE,
                RuleStore::rule,
                search.kind(),
                search.distributor(),
                search.spu(),
                search.validAt(),
                (long) limit,
                (long) offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(
                COUNT,
                row -> row.getLong("total"),
                search.kind(),
                search.distributor(),
                search.spu(),
                search.validAt());
    }

    private static String scope(CommissionRule rule) {
        var target = rule.target();
        return Stream.concat(
                        Stream.of(rule.kind().name()),
                        Stream.of(target.distributor(), target.sku(), target.spu(), target.tier(), target.category())
                                .map(id -> id.map(UUID::toString).orElse("-")))
                .collect(Collectors.joining("/"));
    }

    static CommissionRule rule(Row row) {
        return new CommissionRule(
                row.getUUID("id"),
                Columns.constant(row, "kind", RuleKind.class),
                new Target(
                        Optional.ofNullable(row.getUUID("distributor_id")),
                        Optional.ofNullable(row.getUUID("sku_id")),
                        Optional.ofNullable(row.getUUID("spu_id")),
                        Optional.ofNullable(row.getUUID("tier_id")),
                        Optional.ofNullable(row.getUUID("category_id"))),
                Optional.ofNullable(row.getInteger("basis_points")).map(Rate::new),
                Optional.ofNullable(row.getLong("fixed_fen")).map(Money::new),
                row.getInteger("version"),
                Columns.instant(row, "valid_from"),
                Columns.optionalInstant(row, "valid_to"),
                row.getString("reason"));
    }
}
