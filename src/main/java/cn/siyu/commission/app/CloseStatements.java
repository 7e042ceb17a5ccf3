package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.domain.StatementState.How;
import cn.siyu.commission.store.StatementPages;
import cn.siyu.commission.store.StatementPages.Share;
import cn.siyu.commission.store.StatementStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Statements are agreed to, by the payee or by time, and then closed by finance (C29). */
@Singleton
public class CloseStatements {

    private static final Logger LOG = Logger.getLogger(CloseStatements.class);
    private static final int PORTION = 500;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final StatementStore statements;
    private final StatementPages pages;
    private final CommissionFence fence;
    private final Payees payees;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    CloseStatements(
            StatementStore statements,
            StatementPages pages,
            CommissionFence fence,
            Payees payees,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.statements = statements;
        this.pages = pages;
        this.fence = fence;
        this.payees = payees;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** By the payee; of a company by whoever answers for it. A second time changes nothing. */
    public Uni<Statement> confirm(UUID id, UUID member) {
        return payees.of(transactions.reads(), member)
                .chain(own -> transactions.in(
                        tx -> existing(statements.lock(tx, id)).chain(found -> confirm(tx, found, Payees.ids(own)))));
    }

    private Uni<Statement> confirm(Tx tx, Statement found, List<UUID> own) {
        if (!answersFor(found, own)) {
            return Uni.createFrom().failure(Refused.notFound());
        }
        var next = found.confirm(How.PAYEE, clock.instant());
        return next.equals(found) ? Uni.createFrom().item(found) : statements.save(tx, next);
    }

    static boolean answersFor(Statement statement, List<UUID> own) {
        return own.contains(statement.subject())
                || statement.representatives().stream().anyMatch(own::contains);
    }

    @Scheduled(every = "${siyu.commission.confirm-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return overdue()
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "statements stay unconfirmed for now"))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> overdue() {
        return transactions
                .in(tx -> {
                    var now = clock.instant();
                    return statements
                            .due(tx, now, PORTION)
                            .map(due -> due.stream()
                                    .map(each -> each.confirm(How.TIME, now))
                                    .toList())
                            .call(confirmed -> statements.save(tx, confirmed));
                })
                .chain(confirmed ->
                        confirmed.size() < PORTION ? Uni.createFrom().voidItem() : overdue());
    }

    /** One, by finance. */
    public Uni<Statement> lock(UUID id, long version, String reason, Actor actor) {
        return transactions.in(tx -> existing(statements.lock(tx, id))
                .invoke(found -> sameVersion(found, version))
                .call(found -> told(tx, found))
                .chain(found -> statements
                        .save(tx, found.lock(clock.instant()))
                        .call(() ->
                                trace(tx, actor, "statement.lock", found.id().toString(), reason, 1))));
    }

    /** Nothing is closed while news of its month is unheard (E9). */
    private Uni<Void> told(Tx tx, Statement statement) {
        return fence.behind(tx, statement.month().told())
                .chain(behind -> pages.parts(tx, statement.id(), Optional.empty())
                        .invoke(parts -> {
                            if (parts.stream().map(Share::payee).anyMatch(behind::concerns)) {
                                throw new Refused(CommissionProblem.FENCED);
                            }
                        }))
                .replaceWithVoid();
    }

    /** All of a month that are agreed to and that nothing keeps open; answers how many. */
    public Uni<Long> lock(StatementMonth month, String reason, Actor actor) {
        return lock(month, BEGINNING, 0)
                .call(count ->
                        transactions.in(tx -> trace(tx, actor, "statements.lock", month.toString(), reason, count)));
    }

    private Uni<Long> lock(StatementMonth month, UUID after, long before) {
        return transactions
                .in(tx -> fence.behind(tx, month.told()).chain(behind -> {
                    if (behind.flood() || !behind.payees().isEmpty()) {
                        throw new Refused(CommissionProblem.FENCED);
                    }
                    return lockPortion(tx, month, after);
                }))
                .chain(locked -> locked.size() < PORTION
                        ? Uni.createFrom().item(before + locked.size())
                        : lock(month, locked.getLast().id(), before + locked.size()));
    }

    private Uni<List<Statement>> lockPortion(Tx tx, StatementMonth month, UUID after) {
        Instant now = clock.instant();
        return statements
                .closable(tx, month, after, PORTION)
                .map(found -> found.stream().map(each -> each.lock(now)).toList())
                .call(locked -> statements.save(tx, locked));
    }

    private Uni<Void> trace(Tx tx, Actor actor, String action, String target, String reason, long count) {
        return audit.append(
                tx, new AuditEntry(actor, action, "statement", target, reason, null, Map.of("locked", count)));
    }

    private static Uni<Statement> existing(Uni<Statement> found) {
        return found.onItem().ifNull().failWith(Refused::notFound);
    }

    private static void sameVersion(Statement found, long version) {
        if (found.version() != version) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The statement is " + found.state().kind(),
                    Map.of("version", found.version()));
        }
    }
}
