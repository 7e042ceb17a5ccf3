package cn.siyu.sharing.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.domain.Token;
import cn.siyu.sharing.store.LinkStore;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Tokens as they are asked for again and again. Kept for seconds, so a revocation is seen everywhere a few seconds later;
 * nothing that decides about an order reads them here.
 */
@Singleton
class KnownLinks {

    private final Cache cache;
    private final Transactions transactions;
    private final LinkStore links;
    private final ShopClock clock;

    @Inject
    KnownLinks(@CacheName("sharing-links") Cache cache, Transactions transactions, LinkStore links, ShopClock clock) {
        this.cache = cache;
        this.transactions = transactions;
        this.links = links;
        this.clock = clock;
    }

    /** That there is none is remembered as well, or guessing would reach the database. */
    Uni<Optional<ShareLink>> find(String token) {
        return Token.is(token)
                ? cache.getAsync(
                        token,
                        _ -> links.find(transactions.reads(), token, clock.instant())
                                .map(Optional::ofNullable))
                : Uni.createFrom().item(Optional.empty());
    }

    Uni<Void> forget(String token) {
        return cache.invalidate(token);
    }
}
