package cn.siyu.commission.app;

import cn.siyu.commission.domain.PayoutMode;
import cn.siyu.commission.store.PayoutModeStore;
import cn.siyu.commission.store.PayoutModeStore.Kept;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Finance says whether approved withdrawals are sent at once or in batches. It opens no way around an approval. */
@Singleton
public class ChoosePayoutMode {

    private final PayoutModeStore modes;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ChoosePayoutMode(PayoutModeStore modes, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.modes = modes;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<Kept> see() {
        return modes.read(transactions.reads());
    }

    public Uni<Kept> choose(PayoutMode mode, long version, String reason, Actor actor) {
        return transactions.in(tx -> modes.read(tx)
                .chain(before -> modes.save(tx, new Kept(before.mode(), version), mode, clock.instant())
                        .call(next -> audit.append(
                                tx,
                                new AuditEntry(
                                        actor,
                                        "payout-mode.choose",
                                        "payout-mode",
                                        "payouts",
                                        reason,
                                        before.mode(),
                                        next.mode())))));
    }
}
