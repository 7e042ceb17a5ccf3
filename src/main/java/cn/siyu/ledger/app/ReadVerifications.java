package cn.siyu.ledger.app;

import cn.siyu.kernel.tx.Transactions;
import cn.siyu.ledger.store.SealStore;
import cn.siyu.ledger.store.SealStore.Seal;
import cn.siyu.ledger.store.VerificationStore;
import cn.siyu.ledger.store.VerificationStore.Verification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** What was sealed, and what verifications have found. */
@Singleton
public class ReadVerifications {

    private final Transactions transactions;
    private final VerificationStore verifications;
    private final SealStore seals;

    @Inject
    ReadVerifications(Transactions transactions, VerificationStore verifications, SealStore seals) {
        this.transactions = transactions;
        this.verifications = verifications;
        this.seals = seals;
    }

    /** One page of something, and how much there is of it. */
    public record Found<T>(List<T> items, long total) {}

    public Uni<Found<Verification>> verifications(int page, int size) {
        var reads = transactions.reads();
        return verifications
                .page(reads, size, (page - 1) * size)
                .chain(items -> verifications.count(reads).map(total -> new Found<>(items, total)));
    }

    public Uni<Found<Seal>> seals(int page, int size) {
        var reads = transactions.reads();
        return seals.page(reads, size, (page - 1) * size)
                .chain(items -> seals.count(reads).map(total -> new Found<>(items, total)));
    }
}
