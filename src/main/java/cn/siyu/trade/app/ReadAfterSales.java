package cn.siyu.trade.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.store.AfterSalePages;
import cn.siyu.trade.store.AfterSalePages.Filter;
import cn.siyu.trade.store.AfterSalePages.Part;
import cn.siyu.trade.store.AfterSalePages.Sheet;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Shows after-sales: to members their own, to staff those they search for. */
@ApplicationScoped
public class ReadAfterSales {

    private final AfterSalePages pages;
    private final Sql reads;

    @Inject
    ReadAfterSales(AfterSalePages pages, Transactions transactions) {
        this.pages = pages;
        this.reads = transactions.reads();
    }

    /** One after-sale with its units. */
    public record Detail(Sheet sheet, List<Part> parts) {}

    public Uni<Detail> own(MemberId member, AfterSaleId id) {
        return detail(id, Optional.of(member));
    }

    public Uni<Detail> any(AfterSaleId id) {
        return detail(id, Optional.empty());
    }

    public Uni<List<Sheet>> ownPage(MemberId member, Optional<Cursor> after, int limit) {
        return pages.ofMember(reads, member, after, limit);
    }

    public Uni<NumberedPage<Sheet>> search(Filter filter, int page, int size) {
        return pages.search(reads, filter, page, size)
                .chain(items -> pages.count(reads, filter).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    private Uni<Detail> detail(AfterSaleId id, Optional<MemberId> member) {
        return pages.one(reads, id, member)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(sheet -> pages.parts(reads, id).map(parts -> new Detail(sheet, parts)));
    }
}
