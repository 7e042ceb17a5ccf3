package cn.siyu.trade.app;

import cn.siyu.catalog.ReturnAddress;
import cn.siyu.catalog.Suppliers;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.domain.AfterSale.State;
import cn.siyu.trade.store.AfterSalePages;
import cn.siyu.trade.store.AfterSalePages.Filter;
import cn.siyu.trade.store.AfterSalePages.Part;
import cn.siyu.trade.store.AfterSalePages.Sheet;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Shows after-sales: to members their own, to staff those they search for. */
@Singleton
public class ReadAfterSales {

    private final AfterSalePages pages;
    private final Suppliers suppliers;
    private final TradeSettings settings;
    private final Sql reads;

    @Inject
    ReadAfterSales(AfterSalePages pages, Suppliers suppliers, TradeSettings settings, Transactions transactions) {
        this.pages = pages;
        this.suppliers = suppliers;
        this.settings = settings;
        this.reads = transactions.reads();
    }

    /**
     * One after-sale with its units.
     *
     * @param returnTo where units of a line are to be sent, while they are (E15)
     */
    public record Detail(Sheet sheet, List<Part> parts, Map<UUID, ReturnAddress> returnTo) {}

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
                .chain(sheet -> pages.parts(reads, id)
                        .chain(parts -> returnTo(sheet, parts).map(returnTo -> new Detail(sheet, parts, returnTo))));
    }

    private Uni<Map<UUID, ReturnAddress>> returnTo(Sheet sheet, List<Part> parts) {
        if (sheet.state() != State.SELLER_AGREED && sheet.state() != State.BUYER_SENT) {
            return Uni.createFrom().item(Map.of());
        }
        var theirs = parts.stream().flatMap(part -> part.supplier().stream()).collect(Collectors.toSet());
        return suppliers.returnAddresses(theirs).map(known -> {
            var byLine = new HashMap<UUID, ReturnAddress>();
            parts.forEach(part -> part.supplier()
                    .flatMap(supplier -> Optional.ofNullable(known.get(supplier)))
                    .or(this::ours)
                    .ifPresent(address -> byLine.put(part.line(), address)));
            return Map.copyOf(byLine);
        });
    }

    private Optional<ReturnAddress> ours() {
        return settings.returnTo().map(to -> new ReturnAddress(to.recipient(), to.phone(), to.address()));
    }
}
