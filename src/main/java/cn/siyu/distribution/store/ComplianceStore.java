package cn.siyu.distribution.store;

import cn.siyu.distribution.Compliance.History;
import cn.siyu.distribution.Compliance.History.Version;
import cn.siyu.distribution.Compliance.Rules;
import cn.siyu.distribution.Leaderboards.Boards;
import cn.siyu.distribution.Leaderboards.Metric;
import cn.siyu.distribution.domain.CompliancePolicy;
import cn.siyu.distribution.domain.CompliancePolicy.Confirmation;
import cn.siyu.distribution.store.PolicyStore.Change;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What the law leaves to be configured: each version a row of its own; the highest is in force. */
@Singleton
public class ComplianceStore {

    private static final String COLUMNS = """
            select version, max_depth, confirmed_by, confirmed_on, document, inviter_bp, leader_beside, since
              from distribution_compliance
            """;

    private static final String CURRENT = COLUMNS + "order by version desc limit 1";
    private static final String DURING = COLUMNS + """
            where since <= $2
              and version >= (select max(version) from distribution_compliance where since <= $1)
            order by version""";

    private static final String ADD = """
            insert into distribution_compliance (
                   version, max_depth, confirmed_by, confirmed_on, document, inviter_bp, leader_beside, since, reason,
                   actor_kind, actor_id, actor_name)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";

    private static final String BOARDS =
            "select version, metrics from distribution_leaderboard order by version desc limit 1";

    private static final String ADD_BOARDS = """
            insert into distribution_leaderboard (
                   version, metrics, since, reason, actor_kind, actor_id, actor_name)
            values ($1, $2::text[], $3, $4, $5, $6, $7)""";

    public Uni<CompliancePolicy> current(Sql sql) {
        return sql.one(CURRENT, ComplianceStore::policy);
    }

    public Uni<History> during(Sql sql, Instant from, Instant until) {
        return sql.list(DURING, ComplianceStore::version, from, until).map(History::new);
    }

    /** Refused when somebody else has made that version meanwhile. */
    public Uni<Void> add(Tx tx, CompliancePolicy policy, Change change) {
        var confirmation = policy.confirmation();
        return tx.execute(
                        ADD,
                        policy.version(),
                        policy.maxDepth(),
                        confirmation.map(Confirmation::by).orElse(null),
                        confirmation.map(Confirmation::on).orElse(null),
                        confirmation.map(Confirmation::document).orElse(null),
                        policy.inviter(),
                        policy.leaderBeside(),
                        change.at(),
                        change.reason(),
                        change.actor().kind(),
                        change.actor().id(),
                        change.actor().name())
                .onFailure(failure -> Violations.isOf(failure, "distribution_compliance_pk"))
                .transform(_ -> new Refused(CommonProblem.STATE_CHANGED))
                .replaceWithVoid();
    }

    public Uni<Boards> boards(Sql sql) {
        return sql.one(
                BOARDS,
                row -> new Boards(
                        row.getInteger("version"),
                        Arrays.stream(row.getArrayOfStrings("metrics"))
                                .map(Metric::valueOf)
                                .toList()));
    }

    /** Refused when somebody else has made that version meanwhile. */
    public Uni<Void> add(Tx tx, Boards boards, Change change) {
        return tx.execute(
                        ADD_BOARDS,
                        boards.version(),
                        boards.metrics(),
                        change.at(),
                        change.reason(),
                        change.actor().kind(),
                        change.actor().id(),
                        change.actor().name())
                .onFailure(failure -> Violations.isOf(failure, "distribution_leaderboard_pk"))
                .transform(_ -> new Refused(CommonProblem.STATE_CHANGED))
                .replaceWithVoid();
    }

    private static Version version(Row row) {
        var policy = policy(row);
        return new Version(
                Columns.instant(row, "since"),
                new Rules(policy.version(), policy.maxDepth(), policy.inviter(), policy.leaderBeside()));
    }

    private static CompliancePolicy policy(Row row) {
        return new CompliancePolicy(
                row.getInteger("version"),
                row.getInteger("max_depth") == 1
                        ? Optional.empty()
                        : Optional.of(new Confirmation(
                                row.getString("confirmed_by"),
                                row.getLocalDate("confirmed_on"),
                                row.getString("document"))),
                new Rate(row.getInteger("inviter_bp")),
                row.getBoolean("leader_beside"));
    }
}
