package cn.siyu.kernel.watch;

import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.problem.Refused;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is watched of one kind. This instance reads for all watchers together: whatever was told to have changed in one go, and
 * everything that is watched once a second; what is new is written once and sent to each who watches it. When nobody watches,
 * nothing is read.
 */
public final class Feed {

    private static final Logger LOG = Logger.getLogger(Feed.class);
    private static final int AT_ONCE = 1_000;
    private static final int NO_CONTENT = 204;

    private final String kind;
    private final Watchers house;
    private final Function<Set<UUID>, Uni<Map<UUID, Shown>>> read;
    private final Gather<UUID, Shown> firsts;
    private final ConcurrentHashMap<UUID, Set<Watcher>> watched = new ConcurrentHashMap<>();
    private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
    private volatile boolean looking;
    private volatile long lookedAtAll = System.nanoTime();

    Feed(String kind, Watchers house, Function<Set<UUID>, Uni<Map<UUID, Shown>>> read) {
        this.kind = kind;
        this.house = house;
        this.read = read;
        this.firsts = house.gather(read);
    }

    /**
     * Answers the running request with how the thing stands and with whatever becomes of it, until that is decided or the watcher
     * goes. Fails when there is no such thing, or no room. Never ends otherwise: the answer is written here.
     *
     * @param known the version that the watcher has ({@code Last-Event-ID})
     */
    public Uni<Void> watch(UUID id, @Nullable String known) {
        return Uni.createFrom().deferred(() -> {
            var routing = house.routing();
            var client = house.client();
            if (routing.response().closed()) {
                return Uni.createFrom().nothing();
            }
            house.room().enter(client.name(), house.most(client));
            // Also when the reading fails: every answer has an end.
            routing.addEndHandler(_ -> house.room().leave(client.name()));
            return firsts.of(id)
                    .map(found -> found.orElseThrow(Refused::notFound))
                    .chain(first -> open(routing, id, first, known));
        });
    }

    private Uni<Void> open(RoutingContext routing, UUID id, Shown first, @Nullable String known) {
        if (routing.response().ended() || routing.response().closed()) {
            return Uni.createFrom().nothing();
        }
        if (first.over() && first.version().equals(known)) {
            // The one answer after which browsers do not come again.
            var _ = routing.response().setStatusCode(NO_CONTENT).end();
            return Uni.createFrom().nothing();
        }
        var watcher = new Watcher(routing.request(), routing.vertx().getOrCreateContext());
        routing.addEndHandler(_ -> leave(id, watcher));
        var _ = watched.compute(id, (_, before) -> {
            var all = before == null ? ConcurrentHashMap.<Watcher>newKeySet() : before;
            all.add(watcher);
            return all;
        });
        watcher.open(first, known);
        // What has changed since it was read would be missed otherwise.
        changed.add(id);
        return Uni.createFrom().nothing();
    }

    private void leave(UUID id, Watcher watcher) {
        watcher.left();
        var _ = watched.computeIfPresent(id, (_, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        });
    }

    /** @param topics of {@link Changes} */
    void changed(Collection<String> topics) {
        for (var topic : topics) {
            if (topic.startsWith(kind) && topic.length() > kind.length() && topic.charAt(kind.length()) == ':') {
                id(topic.substring(kind.length() + 1))
                        .filter(watched::containsKey)
                        .ifPresent(changed::add);
            }
        }
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void look() {
        if (looking) {
            return;
        }
        var now = System.nanoTime();
        var all = now - lookedAtAll >= house.lookAtAllNanos();
        if (all) {
            lookedAtAll = now;
            changed.addAll(watched.keySet());
        }
        var some = changed.stream().limit(AT_ONCE).collect(Collectors.toSet());
        if (some.isEmpty()) {
            return;
        }
        changed.removeAll(some);
        some.retainAll(watched.keySet());
        if (some.isEmpty()) {
            return;
        }
        looking = true;
        var _ = house.patiently(() -> read.apply(some))
                .subscribe()
                .with(
                        found -> {
                            looking = false;
                            show(some, found);
                        },
                        failure -> {
                            looking = false;
                            // The look at all comes again; until then nobody asks a database that does not answer ten
                            // times a second.
                            LOG.debugf("what is watched could not be read: %s", failure.getMessage());
                        });
    }

    private void show(Set<UUID> asked, Map<UUID, Shown> found) {
        asked.forEach(id -> {
            var shown = found.get(id);
            for (var watcher : watched.getOrDefault(id, Set.of())) {
                if (shown == null) {
                    watcher.end();
                } else {
                    watcher.show(shown);
                }
            }
        });
    }

    void beat(int part, int parts) {
        watched.values()
                .forEach(all -> all.forEach(watcher -> {
                    if (Math.floorMod(watcher.hashCode(), parts) == part) {
                        watcher.beat();
                    }
                }));
    }

    void end() {
        List.copyOf(watched.values()).forEach(all -> new HashSet<>(all).forEach(Watcher::end));
    }
}
