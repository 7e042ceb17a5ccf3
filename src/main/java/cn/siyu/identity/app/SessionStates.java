package cn.siyu.identity.app;

import cn.siyu.identity.store.SessionStore;
import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.vertx.FreshContext;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Whether sessions are still open, asked of PostgreSQL and believed for a few seconds (SEC-05). Only "open" is remembered:
 * an ended session is refused for ever. Without the database nobody is let in.
 */
@Singleton
public class SessionStates {

    private static final int REMEMBERED = 100_000;

    private final Cache<UUID, Boolean> open;
    private final Gather<UUID, UUID> asked;

    @Inject
    SessionStates(
            Lookups lookups, SessionStore sessions, ShopClock clock, TokenSettings settings, FreshContext contexts) {
        this.asked = new Gather<>(
                contexts,
                ids -> sessions.open(lookups.reads(), ids, clock.instant())
                        .map(found -> found.stream().collect(Collectors.toMap(id -> id, id -> id))));
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
        return asked.of(session).map(Optional::isPresent).invoke(found -> remember(session, found));
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
