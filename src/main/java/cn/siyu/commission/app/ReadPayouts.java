package cn.siyu.commission.app;

import cn.siyu.commission.domain.PayoutBatch;
import cn.siyu.commission.domain.PayoutBatch.ItemState;
import cn.siyu.commission.domain.PayoutBatch.State;
import cn.siyu.commission.store.PayoutBatchStore;
import cn.siyu.commission.store.PayoutItemStore;
import cn.siyu.commission.store.PayoutItemStore.Item;
import cn.siyu.commission.store.PayoutItemStore.Standing;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payout batches as finance watches them. */
@Singleton
public class ReadPayouts {

    private final PayoutBatchStore batches;
    private final PayoutItemStore items;
    private final Transactions transactions;

    @Inject
    ReadPayouts(PayoutBatchStore batches, PayoutItemStore items, Transactions transactions) {
        this.batches = batches;
        this.items = items;
        this.transactions = transactions;
    }

    /** A batch with how its withdrawals stand. */
    public record Seen(PayoutBatch batch, List<Standing> standings) {}

    public Uni<NumberedPage<PayoutBatch>> page(@Nullable State state, int page, int size) {
        var reads = transactions.reads();
        return batches.page(reads, state, size, (page - 1) * size)
                .chain(found -> batches.count(reads, state).map(total -> new NumberedPage<>(found, page, size, total)));
    }

    public Uni<Seen> see(UUID id) {
        return existing(id)
                .chain(batch -> items.standings(transactions.reads(), id).map(all -> new Seen(batch, all)));
    }

    public Uni<NumberedPage<Item>> items(UUID id, @Nullable ItemState state, int page, int size) {
        var reads = transactions.reads();
        return existing(id)
                .chain(() -> items.page(reads, id, state, size, (page - 1) * size))
                .chain(found ->
                        items.count(reads, id, state).map(total -> new NumberedPage<>(found, page, size, total)));
    }

    private Uni<PayoutBatch> existing(UUID id) {
        return batches.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }
}
