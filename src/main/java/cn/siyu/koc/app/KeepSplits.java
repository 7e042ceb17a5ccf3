package cn.siyu.koc.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.Gifts;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Split;
import cn.siyu.koc.store.ClaimStore;
import cn.siyu.koc.store.SplitStore;
import cn.siyu.koc.store.SplitStore.Entry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** How pools are split from now on. What orders before had stays with them. */
@Singleton
public class KeepSplits {

    private static final String ONE_AT_A_TIME = "koc.split";

    private final SplitStore splits;
    private final ClaimStore claims;
    private final Gifts gifts;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    KeepSplits(
            SplitStore splits,
            ClaimStore claims,
            Gifts gifts,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.splits = splits;
        this.claims = claims;
        this.gifts = gifts;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<List<Entry>> all() {
        return splits.all(transactions.reads());
    }

    public Uni<Split> inForce() {
        return claims.split(transactions.reads(), clock.instant());
    }

    /** @param wanted its version is not looked at */
    public Uni<Entry> add(Split wanted, String reason, Actor actor) {
        if (!Split.fits(wanted.pool(), wanted.seller(), wanted.koc(), wanted.floor())) {
            return Uni.createFrom().failure(() -> new Refused(KocProblem.SPLIT_OUT_OF_BOUNDS));
        }
        if (!wanted.pays()) {
            return Uni.createFrom().failure(() -> new Refused(KocProblem.GIFT_UNKNOWN));
        }
        return gift(wanted)
                .chain(() -> transactions.in(tx -> tx.hold(ONE_AT_A_TIME).chain(() -> add(tx, wanted, reason, actor))));
    }

    private Uni<Void> gift(Split wanted) {
        return wanted.gift()
                .map(template -> gifts.gives(transactions.reads(), template, clock.instant())
                        .invoke(KeepSplits::refuseUnknown)
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static void refuseUnknown(boolean gives) {
        if (!gives) {
            throw new Refused(KocProblem.GIFT_UNKNOWN);
        }
    }

    private Uni<Entry> add(Tx tx, Split wanted, String reason, Actor actor) {
        var now = clock.instant();
        return splits.add(tx, wanted, now, reason, actor.name())
                .map(wanted::inVersion)
                .call(split -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "koc-split.add",
                                "koc-split",
                                String.valueOf(split.version()),
                                reason,
                                null,
                                split)))
                .map(split -> new Entry(split, now, reason, actor.name()));
    }
}
