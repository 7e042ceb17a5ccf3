package cn.siyu.sharing.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.domain.SharingProblem;
import cn.siyu.sharing.store.LinkPages;
import cn.siyu.sharing.store.LinkPages.Counted;
import cn.siyu.sharing.store.LinkPages.Filter;
import cn.siyu.sharing.store.LinkPages.Opened;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows links to strangers who open them, to those who share them, and to staff. */
@Singleton
public class LookUpLinks {

    private final KnownLinks known;
    private final LinkPages pages;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    LookUpLinks(KnownLinks known, LinkPages pages, Transactions transactions, ShopClock clock) {
        this.known = known;
        this.pages = pages;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Refused as NOT_FOUND when there is none, as SHARE_LINK_OVER when it lives no more. */
    public Uni<ShareLink> living(String token) {
        return known.find(token)
                .map(link -> link.orElseThrow(Refused::notFound))
                .invoke(link -> {
                    if (!link.lives(clock.instant())) {
                        throw new Refused(SharingProblem.SHARE_LINK_OVER);
                    }
                });
    }

    /** A member's own link, also when it is over; another's does not exist. */
    public Uni<ShareLink> own(String token, UUID member) {
        return known.find(token)
                .map(link -> link.filter(found -> found.sharer().member().equals(member))
                        .orElseThrow(Refused::notFound));
    }

    public Uni<List<Counted>> ownPage(UUID member, Optional<Cursor> after, int limit) {
        return pages.ofMember(transactions.reads(), member, after, limit);
    }

    public Uni<Counted> one(String token) {
        return pages.one(transactions.reads(), token).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<NumberedPage<Counted>> search(Filter filter, int page, int size) {
        var sql = transactions.reads();
        return pages.count(sql, filter)
                .chain(total -> pages.search(sql, filter, page, size)
                        .map(items -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<NumberedPage<Opened>> clicks(String token, int page, int size) {
        var sql = transactions.reads();
        return one(token)
                .chain(() -> pages.countClicks(sql, token))
                .chain(total -> pages.clicks(sql, token, page, size)
                        .map(items -> new NumberedPage<>(items, page, size, total)));
    }
}
