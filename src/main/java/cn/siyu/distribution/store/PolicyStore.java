package cn.siyu.distribution.store;

import cn.siyu.distribution.domain.BindingPolicy;
import cn.siyu.distribution.domain.BindingPolicy.Eligible;
import cn.siyu.distribution.domain.BindingPolicy.Takeover;
import cn.siyu.distribution.domain.BindingPolicy.Trigger;
import cn.siyu.distribution.domain.JoiningPolicy;
import cn.siyu.distribution.domain.JoiningPolicy.Approval;
import cn.siyu.distribution.domain.JoiningPolicy.Condition;
import cn.siyu.distribution.domain.JoiningPolicy.Trial;
import cn.siyu.kernel.problem.CommonProblem;
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
import java.util.Arrays;
import java.util.stream.Collectors;

/** The shop's policies, each version a row of its own; the highest is in force. */
@Singleton
public class PolicyStore {

    private static final String BINDING = """
            select version, trigger, eligible, validity_days, protect_days, extend_on_click_days, extend_on_order_days, takeover
              from distribution_binding_policy
             order by version desc
             limit 1""";

    private static final String ADD_BINDING = """
            insert into distribution_binding_policy (
                   version, trigger, eligible, validity_days, protect_days, extend_on_click_days, extend_on_order_days,
                   takeover, since, reason, actor_kind, actor_id, actor_name)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""";

    private static final String JOINING = """
            select version, approval, agreement_version, conditions, trial_days, trial_orders
              from distribution_joining_policy
             order by version desc
             limit 1""";

    private static final String ADD_JOINING = """
            insert into distribution_joining_policy (
                   version, approval, agreement_version, conditions, trial_days, trial_orders, since, reason,
                   actor_kind, actor_id, actor_name)
            values ($1, $2, $3, $4::text[], $5, $6, $7, $8, $9, $10, $11)""";

    /** Who changes a policy, why and when. */
    public record Change(Actor actor, String reason, Instant at) {}

    public Uni<BindingPolicy> binding(Sql sql) {
        return sql.one(BINDING, PolicyStore::bindingPolicy);
    }

    /** Refused when somebody else has made that version meanwhile. */
    public Uni<Void> add(Tx tx, BindingPolicy policy, Change change) {
        return tx.execute(
                        ADD_BINDING,
                        policy.version(),
                        policy.trigger(),
                        policy.eligible(),
                        policy.validityDays(),
                        policy.protectDays(),
                        policy.extendOnClickDays(),
                        policy.extendOnOrderDays(),
                        policy.takeover(),
                        change.at(),
                        change.reason(),
                        change.actor().kind(),
                        change.actor().id(),
                        change.actor().name())
                .onFailure(failure -> Violations.isOf(failure, "distribution_binding_policy_pk"))
                .transform(_ -> new Refused(CommonProblem.STATE_CHANGED))
                .replaceWithVoid();
    }

    public Uni<JoiningPolicy> joining(Sql sql) {
        return sql.one(
                JOINING,
                row -> new JoiningPolicy(
                        row.getInteger("version"),
                        Columns.constant(row, "approval", Approval.class),
                        row.getString("agreement_version"),
                        Arrays.stream(row.getArrayOfStrings("conditions"))
                                .map(Condition::valueOf)
                                .collect(Collectors.toUnmodifiableSet()),
                        new Trial(row.getInteger("trial_days"), row.getInteger("trial_orders"))));
    }

    /** Refused when somebody else has made that version meanwhile. */
    public Uni<Void> add(Tx tx, JoiningPolicy policy, Change change) {
        return tx.execute(
                        ADD_JOINING,
                        policy.version(),
                        policy.approval(),
                        policy.agreementVersion(),
                        policy.conditions(),
                        policy.trial().days(),
                        policy.trial().orders(),
                        change.at(),
                        change.reason(),
                        change.actor().kind(),
                        change.actor().id(),
                        change.actor().name())
                .onFailure(failure -> Violations.isOf(failure, "distribution_joining_policy_pk"))
                .transform(_ -> new Refused(CommonProblem.STATE_CHANGED))
                .replaceWithVoid();
    }

    private static BindingPolicy bindingPolicy(Row row) {
        return new BindingPolicy(
                row.getInteger("version"),
                Columns.constant(row, "trigger", Trigger.class),
                Columns.constant(row, "eligible", Eligible.class),
                row.getInteger("validity_days"),
                row.getInteger("protect_days"),
                row.getInteger("extend_on_click_days"),
                row.getInteger("extend_on_order_days"),
                Columns.constant(row, "takeover", Takeover.class));
    }
}
