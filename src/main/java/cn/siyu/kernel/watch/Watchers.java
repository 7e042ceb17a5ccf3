package cn.siyu.kernel.watch;

import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All who watch at this instance. They are let go when it stops, before it waits for its requests to end. */
@Singleton
public class Watchers {

    private static final long BEAT_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FreshContext contexts;
    private final Changes changes;
    private final WatchSettings settings;
    private final ObjectMapper json;
    private final ShopClock clock;
    private final OwnWork own;
    private final CurrentVertxRequest current;
    private final Caller caller;
    private final ClientAddress address;
    private final Room room;
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private final int parts;
    private int part;
    private volatile boolean stopping;

    @Inject
    Watchers(
            FreshContext contexts,
            Changes changes,
            WatchSettings settings,
            ObjectMapper json,
            ShopClock clock,
            OwnWork own,
            CurrentVertxRequest current,
            Caller caller,
            ClientAddress address,
            MeterRegistry meters) {
        this.contexts = contexts;
        this.changes = changes;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.own = own;
        this.current = current;
        this.caller = caller;
        this.address = address;
        this.room = new Room(settings.most());
        this.parts = Math.max(1, (int) settings.beat().toSeconds());
        var _ = Gauge.builder("siyu.watchers", room, Room::inside)
                .description("Who watches over a connection of this instance")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        changes.hear(new Changes.Hearer() {
            @Override
            public void changed(Collection<String> topics) {
                feeds.forEach(feed -> feed.changed(topics));
            }

            @Override
            public void anything() {
                // Everything is looked at once a second anyway.
            }
        });
        own.every(settings.lookEvery().toMillis(), this::look);
        own.every(BEAT_MILLIS, this::beat);
    }

    /**
     * A kind of things that can be watched.
     *
     * @param kind as in the topics under which changes are told
     * @param load reads how these stand; what nobody may see is left out
     */
    public Feed feed(String kind, Function<Set<UUID>, Uni<Map<UUID, Moment>>> load) {
        var feed = new Feed(kind, this, ids -> load.apply(ids).map(this::shown));
        feeds.add(feed);
        return feed;
    }

    void stop(@Observes ShutdownEvent event) {
        letGo();
    }

    /** Of the running request. */
    RoutingContext routing() {
        return current.getCurrent();
    }

    Client client() {
        return Client.of(caller, address);
    }

    Room room() {
        return room;
    }

    int most(Client client) {
        return client.member() ? settings.mostOfMember() : settings.mostOfAddress();
    }

    long lookAtAllNanos() {
        return settings.lookAtAllEvery().toNanos();
    }

    Gather<UUID, Shown> gather(Function<Set<UUID>, Uni<Map<UUID, Shown>>> read) {
        return new Gather<>(contexts, read);
    }

    /** On a context of its own, and not for ever. */
    <T> Uni<T> patiently(Supplier<Uni<T>> work) {
        Uni<T> late = contexts.pause(PATIENCE)
                .chain(() -> Uni.createFrom().failure(new IllegalStateException("it took too long")));
        return Uni.combine().any().of(contexts.run(work), late);
    }

    private Map<UUID, Shown> shown(Map<UUID, Moment> moments) {
        var now = clock.instant();
        return moments.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> Shown.of(
                                write(each.getValue().view()), each.getValue().over(), now)));
    }

    private String write(Object view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void look() {
        if (isStopping()) {
            letGo();
        } else {
            feeds.forEach(Feed::look);
        }
    }

    private void beat() {
        part = (part + 1) % parts;
        feeds.forEach(feed -> feed.beat(part, parts));
    }

    /** The platform waits for running requests before it tells anybody that it stops; these would never end. */
    private boolean isStopping() {
        var application = Application.currentApplication();
        return stopping || (room.inside() > 0 && application != null && !application.isStarted());
    }

    private void letGo() {
        stopping = true;
        feeds.forEach(Feed::end);
    }
}
