package cn.siyu.identity.app;

import cn.siyu.identity.store.SessionStore;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/**
 * Whether sessions are still open, asked of PostgreSQL and believed for a few seconds (SEC-05). Only "open" is remembered:
 * an ended session is refused for ever. Without the database nobody is let in.
 */
@ApplicationScoped
public class SessionStates {

    private static final int REMEMBERED = 100_000;

    private final Transactions transactions;
    private final SessionStore sessions;
    private final ShopClock clock;
    private final Cache<UUID, Boolean> open;

    @Inject
    SessionStates(Transactions transactions, SessionStore sessions, ShopClock clock, TokenSettings settings) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.clock = clock;
        this.open = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(settings.stateBelieved())
                .executor(Runnable::run)
                .build();
    }

    Uni<Boolean> isOpen(UUID session) {
        if (open.getIfPresent(session) != null) {
            return Uni.createFrom().item(true);
        }
        return sessions.isOpen(transactions.reads(), session, clock.instant())
                .invoke(found -> remember(session, found));
    }

    /** This instance stops believing at once; the others do so when their memory expires. */
    void forget(Iterable<UUID> ended) {
        open.invalidateAll(ended);
    }

    private void remember(UUID session, boolean found) {
        if (found) {
            open.put(session, true);
        }
    }
}
