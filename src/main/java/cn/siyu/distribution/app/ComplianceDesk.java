package cn.siyu.distribution.app;

import cn.siyu.distribution.Leaderboards.Boards;
import cn.siyu.distribution.Leaderboards.Metric;
import cn.siyu.distribution.Unlawful;
import cn.siyu.distribution.domain.CompliancePolicy;
import cn.siyu.distribution.store.ComplianceStore;
import cn.siyu.distribution.store.PolicyStore.Change;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where what the law leaves is settled; what it does not leave is refused here before anything is written (L8). */
@Singleton
public class ComplianceDesk {

    private final ComplianceStore store;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ComplianceDesk(ComplianceStore store, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What somebody would like a board to rank by, lawful or not. */
    @Schema(name = "LeaderboardWish")
    public enum Ranking {
        SALES,
        ORDERS,
        NEW_CUSTOMERS,
        RECRUITS;

        Metric lawful() {
            return switch (this) {
                case SALES -> Metric.SALES;
                case ORDERS -> Metric.ORDERS;
                case NEW_CUSTOMERS -> Metric.NEW_CUSTOMERS;
                case RECRUITS -> throw Unlawful.LEADERBOARD_BY_RECRUITS.refused();
            };
        }
    }

    public Uni<CompliancePolicy> policy() {
        return store.current(transactions.reads());
    }

    public Uni<Boards> boards() {
        return store.boards(transactions.reads());
    }

    /** @param read the version that was read */
    public Uni<CompliancePolicy> change(CompliancePolicy.Wish wish, int read, String reason, Actor actor) {
        var next = wish.lawful(read + 1, ShopCalendar.dayOf(clock.instant()));
        return transactions.in(tx -> store.current(tx)
                .invoke(before -> follows(before.version(), read))
                .chain(before -> store.add(tx, next, change(reason, actor))
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "compliance.change",
                                        "compliance",
                                        Integer.toString(next.version()),
                                        reason,
                                        plain(before),
                                        plain(next)))))
                .replaceWith(next));
    }

    /** @param read the version that was read */
    public Uni<Boards> change(List<Ranking> rankings, int read, String reason, Actor actor) {
        var next = new Boards(
                read + 1, rankings.stream().map(Ranking::lawful).distinct().toList());
        return transactions.in(tx -> store.boards(tx)
                .invoke(before -> follows(before.version(), read))
                .chain(before -> store.add(tx, next, change(reason, actor))
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "leaderboards.change",
                                        "leaderboards",
                                        Integer.toString(next.version()),
                                        reason,
                                        before,
                                        next))))
                .replaceWith(next));
    }

    private Change change(String reason, Actor actor) {
        return new Change(actor, reason, clock.instant());
    }

    private static Object plain(CompliancePolicy policy) {
        return Map.of(
                "maxDepth", policy.maxDepth(),
                "confirmation", policy.confirmation().map(Object::toString).orElse(""),
                "inviterBp", policy.inviter(),
                "leaderBeside", policy.leaderBeside());
    }

    private static void follows(int current, int read) {
        if (read != current) {
            throw Refused.with(CommonProblem.STATE_CHANGED, "There is another version now", Map.of("version", current));
        }
    }
}
