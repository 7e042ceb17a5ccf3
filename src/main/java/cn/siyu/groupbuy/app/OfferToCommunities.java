package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.store.CommunityBoard;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.CommunityOffers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Tells koc what is offered to communities, for the workbench of those who work there (D11). */
@Singleton
class OfferToCommunities implements CommunityOffers {

    private final CommunityBoard board;
    private final GroupBuySettings settings;

    @Inject
    OfferToCommunities(CommunityBoard board, GroupBuySettings settings) {
        this.board = board;
        this.settings = settings;
    }

    @Override
    public Uni<List<Offer>> running(Sql sql, Collection<CommunityId> communities, Instant now, int limit) {
        return communities.isEmpty()
                ? Uni.createFrom().item(List.of())
                : board.running(sql, communities, now, now.plus(settings.minPayWindow()), limit);
    }
}
