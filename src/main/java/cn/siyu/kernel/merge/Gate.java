package cn.siyu.kernel.merge;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Stands before a hall in which something is sold out, in Redis, for all instances: it says no to whoever certainly gets nothing,
 * and lets everybody else ask the database. It never says yes, it counts nothing that must be right, and it may be lost at any
 * moment: then it lets everybody pass until it has been made again out of the database. Whoever may have an answer that is to be
 * repeated to him is known by name and always let pass. As long as nothing was ever short, nobody asks it.
 */
public final class Gate {

    private static final Logger LOG = Logger.getLogger(Gate.class);

    /** A gate that was lost is not made before everybody who was let in when it was lost has been written. */
    private static final long MAKE_AFTER = Duration.ofSeconds(1).toNanos();

    private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();
    private static final long WATCHED_FOR = Duration.ofMinutes(10).toNanos();
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final String TIDY_SECONDS = "172800";
    private static final int NAMES_AT_ONCE = 5_000;
    private static final int UNKNOWN = -1;

    /** All goods of a hall together: no goods of anybody have this id. */
    private static final UUID ALL = new UUID(0, 0);

    private final String name;
    private final ReactiveRedisDataSource redis;
    private final FreshContext contexts;
    private final Truth truth;
    private final Gather<Asking, Boolean> questions;
    private final ConcurrentHashMap<UUID, Watch> watched = new ConcurrentHashMap<>();

    /** Halls of which Redis does not know all names: their gates are broken down as soon as it answers again. */
    private final Set<UUID> unsure = ConcurrentHashMap.newKeySet();

    private volatile boolean away;
    private volatile long awayUntil;

    /** What the gate is made of: read from the database, never inside a transaction. */
    public interface Truth {

        /** How much is left, by goods. */
        Uni<Map<UUID, Long>> left(UUID hall);

        /**
         * Everybody who may have been answered there, in the order of their ids, behind that one. The first of them are read
         * when everybody who is being answered in that moment has been written: Redis may have forgotten who that is.
         */
        Uni<List<UUID>> known(UUID hall, Optional<UUID> after, int limit);
    }

    private record Goods(UUID hall, UUID goods, int units) {}

    private record Asking(Goods goods, UUID who) {}

    /** What this instance knows of a hall in which something was short. */
    private static final class Watch {
        private volatile long until;
        private volatile long looked;
        private volatile long lostSince;
        private volatile boolean busy;
    }

    public Gate(String name, ReactiveRedisDataSource redis, FreshContext contexts, Truth truth) {
        this.name = name;
        this.redis = redis;
        this.contexts = contexts;
        this.truth = truth;
        this.questions = new Gather<>(contexts, this::ask);
    }

    /** Whether somebody who wants so much may ask the database; true whenever in doubt. */
    public Uni<Boolean> mayPass(UUID hall, UUID goods, int units, UUID who) {
        var watch = watched.get(hall);
        if (watch == null) {
            return Uni.createFrom().item(true);
        }
        if (System.nanoTime() - watch.until > 0) {
            watched.remove(hall, watch);
            return Uni.createFrom().item(true);
        }
        if (isAway() || unsure.contains(hall)) {
            return Uni.createFrom().item(true);
        }
        return questions.of(new Asking(new Goods(hall, goods, units), who)).map(answer -> answer.orElse(true));
    }

    /** Whether something was short there of late, so that it is worth asking. */
    public boolean isWatched(UUID hall) {
        return watched.containsKey(hall);
    }

    /** Whether nothing at all is left, and this one certainly gets nothing; false whenever in doubt. */
    public Uni<Boolean> isShut(UUID hall, UUID who) {
        return mayPass(hall, ALL, 1, who).map(may -> !may);
    }

    /** Something is not there any more: from now on the gate is asked. */
    public void isShort(UUID hall) {
        watched.computeIfAbsent(hall, _ -> new Watch()).until = System.nanoTime() + WATCHED_FOR;
    }

    /** These are about to be answered: they are let pass for ever. Called before they hear it; without Redis it is given up soon. */
    public Uni<Void> know(UUID hall, Collection<UUID> who) {
        if (who.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (isAway()) {
            breakDown(hall);
            return Uni.createFrom().voidItem();
        }
        var told = send(Stream.concat(
                Stream.of("EVAL", GateScripts.KNOW, "1", names(hall), TIDY_SECONDS),
                who.stream().map(UUID::toString)));
        return inTime(told.replaceWithVoid())
                .invoke(done -> {
                    if (!done) {
                        breakDown(hall);
                    }
                })
                .replaceWithVoid();
    }

    /** A gate that does not know everybody must not stand: it is taken away as soon as Redis can be told so. */
    private void breakDown(UUID hall) {
        if (unsure.add(hall)) {
            tryToBreakDown(hall);
        }
    }

    private void tryToBreakDown(UUID hall) {
        var _ = contexts.run(() -> inTime(
                        send(Stream.of("HDEL", gate(hall), "run", "making")).replaceWithVoid()))
                .chain(done -> done
                        ? Uni.createFrom().item(true)
                        : contexts.pause(TRY_AGAIN).replaceWith(false))
                .subscribe()
                .with(
                        done -> {
                            if (done) {
                                unsure.remove(hall);
                            } else {
                                tryToBreakDown(hall);
                            }
                        },
                        failure -> LOG.warnf("the gate of %s is not asked any more: %s", hall, failure.getMessage()));
    }

    private boolean isAway() {
        return away && System.nanoTime() - awayUntil < 0;
    }

    private Uni<Map<Asking, Boolean>> ask(Set<Asking> all) {
        var answers = new HashMap<Asking, Boolean>();
        var byGoods = all.stream().collect(Collectors.groupingBy(Asking::goods));
        Uni<Void> asked = Uni.createFrom().voidItem();
        for (var each : byGoods.entrySet()) {
            asked = asked.chain(() -> ask(each.getKey(), each.getValue(), answers));
        }
        return asked.replaceWith(answers);
    }

    private Uni<Void> ask(Goods goods, List<Asking> all, Map<Asking, Boolean> answers) {
        var question = Stream.concat(
                Stream.of(
                        "EVAL",
                        GateScripts.ASK,
                        "2",
                        gate(goods.hall()),
                        names(goods.hall()),
                        goods.goods().toString(),
                        Integer.toString(goods.units())),
                all.stream().map(each -> each.who().toString()));
        return inTime(send(question)
                        .invoke(said -> {
                            var lost = said.size() != all.size() || said.get(0).toInteger() == UNKNOWN;
                            for (var i = 0; i < all.size(); i++) {
                                answers.put(all.get(i), lost || said.get(i).toInteger() == 1);
                            }
                            lookAfter(goods.hall(), lost);
                        })
                        .replaceWithVoid())
                .replaceWithVoid();
    }

    /** Whoever asks keeps the gate true: what is left is looked up once a second, and a lost gate is made again. */
    private void lookAfter(UUID hall, boolean lost) {
        var watch = watched.get(hall);
        var now = System.nanoTime();
        if (watch == null || watch.busy) {
            return;
        }
        if (!lost) {
            watch.lostSince = 0;
        } else if (watch.lostSince == 0) {
            watch.lostSince = now;
        }
        var make = lost && now - watch.lostSince >= MAKE_AFTER;
        if (!make && (lost || now - watch.looked < LOOK_EVERY)) {
            return;
        }
        watch.busy = true;
        watch.looked = now;
        var work = make ? make(hall) : left(hall);
        var _ = contexts.run(() -> work).subscribe().with(_ -> watch.busy = false, failure -> {
            watch.busy = false;
            LOG.debugf("the gate of %s is not looked after: %s", hall, failure.getMessage());
        });
    }

    /** What Redis forgets between the beginning and the end of it makes it void: a gate knows everybody or does not stand. */
    private Uni<Void> make(UUID hall) {
        var token = Ids.next().toString();
        return send(Stream.of("EVAL", GateScripts.BEGIN, "1", gate(hall), TIDY_SECONDS, token))
                .chain(() -> names(hall, Optional.empty()))
                .chain(() -> left(hall))
                .chain(() ->
                        send(Stream.of("EVAL", GateScripts.MAKE, "2", gate(hall), names(hall), TIDY_SECONDS, token)))
                .replaceWithVoid();
    }

    private Uni<Void> names(UUID hall, Optional<UUID> after) {
        return truth.known(hall, after, NAMES_AT_ONCE).chain(some -> {
            if (some.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            var added = send(Stream.concat(
                            Stream.of("SADD", names(hall)), some.stream().map(UUID::toString)))
                    .replaceWithVoid();
            return some.size() < NAMES_AT_ONCE ? added : added.chain(() -> names(hall, Optional.of(some.getLast())));
        });
    }

    private Uni<Void> left(UUID hall) {
        return truth.left(hall).chain(left -> {
            var fields = new ArrayList<String>(List.of("HSET", gate(hall)));
            left.forEach((goods, units) -> leave(fields, goods, units));
            leave(fields, ALL, left.values().stream().mapToLong(Long::longValue).sum());
            return left.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : send(fields.stream()).replaceWithVoid();
        });
    }

    private static void leave(List<String> fields, UUID goods, long units) {
        fields.add("left:" + goods);
        fields.add(Long.toString(units));
    }

    private Uni<Response> send(Stream<String> words) {
        var all = words.toList();
        return redis.execute(all.getFirst(), all.subList(1, all.size()).toArray(String[]::new));
    }

    /** Whether it was done in time; when Redis does not answer, nobody asks it for a moment. */
    private Uni<Boolean> inTime(Uni<Void> work) {
        return Uni.combine()
                .any()
                .of(work.replaceWith(true), contexts.pause(PATIENCE).replaceWith(false))
                .onFailure()
                .recoverWithItem(false)
                .invoke(done -> {
                    awayUntil = System.nanoTime() + TRY_AGAIN.toNanos();
                    away = !done;
                });
    }

    /** One hash tag: on a cluster both keys are on one node. */
    private String gate(UUID hall) {
        return "siyu:gate:" + name + ":{" + hall + "}";
    }

    private String names(UUID hall) {
        return gate(hall) + ":names";
    }
}
