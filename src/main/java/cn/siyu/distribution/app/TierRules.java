package cn.siyu.distribution.app;

import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.domain.TierBook.Movement;
import cn.siyu.distribution.store.PolicyStore.Change;
import cn.siyu.distribution.store.TierBookStore;
import cn.siyu.distribution.store.TierBookStore.Edition;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** The rules by which distributors move on the ladder, version by version. */
@Singleton
public class TierRules {

    private final TierBookStore books;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    TierRules(TierBookStore books, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.books = books;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<TierBook> current() {
        return books.current(transactions.reads());
    }

    /** All versions, the newest first. */
    public Uni<NumberedPage<Edition>> editions(int page, int size) {
        var reads = transactions.reads();
        return books.editions(reads, page, size)
                .chain(items -> books.count(reads).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** @param read the version that was read */
    public Uni<TierBook> move(Movement movement, int read, String reason, Actor actor) {
        return transactions.in(tx -> books.current(tx)
                .invoke(before -> follows(before, read))
                .chain(before -> {
                    var next = before.as(before.version() + 1, movement);
                    return append(tx, next, reason, actor)
                            .chain(() -> audit.append(
                                    tx,
                                    Trail.entry(
                                            actor,
                                            "tier-policy.change",
                                            "tier-policy",
                                            Integer.toString(next.version()),
                                            reason,
                                            before.movement(),
                                            movement)))
                            .replaceWith(next);
                }));
    }

    /** Refused when they do not go together, or when somebody else has made that version meanwhile. */
    Uni<Void> append(Tx tx, TierBook book, String reason, Actor actor) {
        return books.add(tx, sound(book), new Change(actor, reason, clock.instant()));
    }

    static TierBook sound(TierBook book) {
        book.contradiction().ifPresent(words -> {
            throw new Refused(DistributionProblem.TIER_CONDITIONS_CONTRADICT, words);
        });
        return book;
    }

    private static void follows(TierBook current, int read) {
        if (current.version() != read) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The rules have another version now",
                    Map.of("version", current.version()));
        }
    }
}
