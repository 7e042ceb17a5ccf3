package cn.siyu.distribution.app;

import cn.siyu.distribution.domain.BindingPolicy;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.JoiningPolicy;
import cn.siyu.distribution.store.PolicyStore;
import cn.siyu.distribution.store.PolicyStore.Change;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** The policies in force, and their next versions: none is ever overwritten. */
@Singleton
public class Policies {

    private final PolicyStore store;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Policies(PolicyStore store, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<BindingPolicy> binding() {
        return store.binding(transactions.reads());
    }

    public Uni<JoiningPolicy> joining() {
        return store.joining(transactions.reads());
    }

    /** @param next with the version that follows the one that was read */
    public Uni<BindingPolicy> change(BindingPolicy next, String reason, Actor actor) {
        next.contradiction().ifPresent(words -> {
            throw Refused.fields(
                    DistributionProblem.BINDING_POLICY_CONTRADICTS, List.of(new FieldError("protectDays", words)));
        });
        return transactions.in(tx -> store.binding(tx)
                .invoke(before -> follows(before.version(), next.version()))
                .chain(before -> store.add(tx, next, change(reason, actor))
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "binding-policy.change",
                                        "binding-policy",
                                        Integer.toString(next.version()),
                                        reason,
                                        before,
                                        next))))
                .replaceWith(next));
    }

    /** @param next with the version that follows the one that was read */
    public Uni<JoiningPolicy> change(JoiningPolicy next, String reason, Actor actor) {
        return transactions.in(tx -> store.joining(tx)
                .invoke(before -> follows(before.version(), next.version()))
                .chain(before -> store.add(tx, next, change(reason, actor))
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "joining-policy.change",
                                        "joining-policy",
                                        Integer.toString(next.version()),
                                        reason,
                                        before,
                                        next))))
                .replaceWith(next));
    }

    private Change change(String reason, Actor actor) {
        return new Change(actor, reason, clock.instant());
    }

    private static void follows(int current, int next) {
        if (next != current + 1) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED, "The policy has another version now", Map.of("version", current));
        }
    }
}
