package cn.siyu.koc.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Target;
import cn.siyu.koc.domain.Target.Wish;
import cn.siyu.koc.store.TargetStore;
import cn.siyu.koc.store.TargetStore.Filter;
import cn.siyu.koc.store.TargetStore.Reached;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Targets of communities, sellers and KOCs, and what has been reached of them. */
@Singleton
public class KeepTargets {

    private static final int MOST = 100;

    private final TargetStore targets;
    private final PartnerDesk desk;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    KeepTargets(TargetStore targets, PartnerDesk desk, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.targets = targets;
        this.desk = desk;
        this.audit = audit;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** One for each subject, metric and period; {@code version} is needed where there is one already. */
    public Uni<Reached> set(Wish wish, Optional<Long> version, Actor actor) {
        return transactions
                .in(tx -> known(tx, wish.fitting())
                        .chain(() -> targets.lock(tx, wish))
                        .map(found -> Optional.ofNullable(found).map(before -> before.atVersion(version)))
                        .chain(before -> write(tx, wish, before, actor)))
                .chain(id -> targets.one(reads, id));
    }

    /** The same from a file: what is there already is replaced. */
    Uni<UUID> replace(Tx tx, Wish wish, Actor actor) {
        return known(tx, wish.fitting())
                .chain(() -> targets.lock(tx, wish))
                .chain(before -> write(tx, wish, Optional.ofNullable(before), actor));
    }

    private Uni<Void> known(Tx tx, Wish wish) {
        return targets.isKnown(tx, wish.kind(), wish.subject())
                .invoke(found -> {
                    if (!found) {
                        throw new Refused(KocProblem.TARGET_UNKNOWN);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<UUID> write(Tx tx, Wish wish, Optional<Target> before, Actor actor) {
        return targets.set(tx, new Target(Ids.next(), wish, actor.name(), clock.instant(), 0))
                .call(id -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "koc-target.set",
                                "koc-target",
                                id.toString(),
                                null,
                                before.map(target ->
                                                Map.of("goal", target.wish().goal()))
                                        .orElse(null),
                                wish)));
    }

    public Uni<Void> remove(UUID id, Actor actor) {
        return transactions.in(tx -> targets.remove(tx, id)
                .invoke(rows -> {
                    if (rows == 0) {
                        throw Refused.notFound();
                    }
                })
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(actor, "koc-target.remove", "koc-target", id.toString(), null, null, null))));
    }

    public Uni<NumberedPage<Reached>> page(Filter filter, int page, int size) {
        return targets.page(reads, filter, page, size)
                .chain(items ->
                        targets.count(reads, filter).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** His own, and those of the communities that he owns or serves. */
    public Uni<List<Reached>> ofPartner(MemberId caller, @Nullable String period) {
        return desk.partner(caller).chain(() -> targets.ofPartner(reads, caller, period, MOST));
    }
}
