package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.store.DistributorPages;
import cn.siyu.distribution.store.DistributorPages.Filter;
import cn.siyu.distribution.store.DistributorPages.Sheet;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Shows distributors and applications: to staff those they search for, to a member himself. */
@Singleton
public class ReadDistributors {

    private final DistributorPages pages;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ReadDistributors(DistributorPages pages, Transactions transactions, ShopClock clock) {
        this.pages = pages;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<NumberedPage<Sheet>> search(Filter filter, int page, int size) {
        var now = clock.instant();
        var reads = transactions.reads();
        return pages.page(reads, filter, now, page, size)
                .chain(items ->
                        pages.count(reads, filter, now).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Sheet> see(DistributorId id) {
        return pages.one(transactions.reads(), id, clock.instant())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound);
    }

    /** What the member is, or was last. */
    public Uni<Optional<Sheet>> own(MemberId member) {
        return pages.ofMember(transactions.reads(), member, clock.instant());
    }
}
