package cn.siyu.channel.store;

import cn.siyu.channel.PriceListId;
import cn.siyu.channel.domain.ChannelProblem;
import cn.siyu.channel.domain.PriceList;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;

/** Price lists for segments; the default list is none of them. */
@Singleton
public class PriceListStore {

    private static final String OF_SEGMENTS = "segmentId is not null order by validFrom desc, id";

    private final PriceListRows rows;

    @Inject
    PriceListStore(PriceListRows rows) {
        this.rows = rows;
    }

    public Uni<NumberedPage<PriceList>> page(int page, int size) {
        var query = rows.find(OF_SEGMENTS);
        return query.count()
                .chain(total -> query.page(Page.of(page - 1, size))
                        .list()
                        .map(found -> new NumberedPage<>(
                                found.stream().map(PriceListRow::toPriceList).toList(), page, size, total)));
    }

    public Uni<PriceList> find(PriceListId id) {
        return ofSegment(rows.findById(id.value()));
    }

    /** One, held against other changes until the transaction ends. */
    public Uni<PriceList> lock(PriceListId id) {
        return ofSegment(rows.findById(id.value(), LockModeType.PESSIMISTIC_WRITE));
    }

    public Uni<PriceList> insert(PriceList list, Instant now) {
        return rows.persistAndFlush(PriceListRow.of(list, now))
                .onFailure(failure -> Violations.isOf(failure, "channel_price_list_code_uk"))
                .transform(_ -> new Refused(ChannelProblem.PRICE_LIST_CODE_TAKEN))
                .map(PriceListRow::toPriceList);
    }

    /** Writes one that is held. */
    public Uni<PriceList> update(PriceList list) {
        return rows.findById(list.id().value())
                .invoke(row -> row.write(list))
                .call(() -> rows.flush())
                .map(PriceListRow::toPriceList);
    }

    private static Uni<PriceList> ofSegment(Uni<PriceListRow> row) {
        return row.map(found -> found == null || found.segmentId == null ? null : found)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(PriceListRow::toPriceList);
    }
}
