package cn.siyu.payment.app;

import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.payment.domain.Transfer;
import cn.siyu.payment.store.TransferStore;
import cn.siyu.payment.store.TransferStore.Search;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Shows transfers to staff. */
@Singleton
public class LookUpTransfers {

    private final Transactions transactions;
    private final TransferStore transfers;

    @Inject
    LookUpTransfers(Transactions transactions, TransferStore transfers) {
        this.transactions = transactions;
        this.transfers = transfers;
    }

    public Uni<NumberedPage<Transfer>> transfers(Search search, int page, int size) {
        var sql = transactions.reads();
        return transfers
                .count(sql, search)
                .chain(total -> transfers
                        .page(sql, search, size, (page - 1) * size)
                        .map(items -> new NumberedPage<>(items, page, size, total)));
    }
}
