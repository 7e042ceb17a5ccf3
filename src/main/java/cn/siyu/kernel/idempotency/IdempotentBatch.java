package cn.siyu.kernel.idempotency;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.idempotency.Idempotency.Stored;
import cn.siyu.kernel.merge.TryAgain;
import cn.siyu.kernel.merge.Verdict;
import cn.siyu.kernel.merge.Verdict.Done;
import cn.siyu.kernel.merge.Verdict.No;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The promise of {@link Idempotency} for many requests in one transaction: keys that exist are read with one statement, new
 * ones are written once, at the end, with their answers. To be called when whatever the requests would fight for is locked:
 * then a twin that ran elsewhere is committed, and its answer is found.
 */
@Singleton
public class IdempotentBatch {

    private static final String FIND = """
        select k.caller, k.operation, k.key, k.request_hash, k.status, k.body
          from unnest($1::uuid[], $2::text[], $3::text[]) as a (caller, operation, key)
         cross join lateral (
               select * from kernel_idempotency i
                where i.caller = a.caller and i.operation = a.operation and i.key = a.key and i.expires_at > $4
               offset 0) k\
        """;

    private static final String KEEP = """
        insert into kernel_idempotency (caller, operation, key, request_hash, status, body, created_at, expires_at)
        select n.caller, n.operation, n.key, n.request_hash, $5, n.body, $6, $7
          from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $8::text[])
               as n (caller, operation, key, request_hash, body)
        on conflict on constraint kernel_idempotency_pk do update
           set request_hash = excluded.request_hash, status = excluded.status, body = excluded.body,
               created_at = excluded.created_at, expires_at = excluded.expires_at
         where kernel_idempotency.expires_at <= excluded.created_at\
        """;

    private final Idempotency single;
    private final ShopClock clock;

    @Inject
    IdempotentBatch(Idempotency single, ShopClock clock) {
        this.single = single;
        this.clock = clock;
    }

    /** The scope of a key. */
    public record Slot(UUID caller, String operation, String key) {

        /** As the primary key has it, so that two batches never wait for each other crosswise. */
        private static final Comparator<Slot> ORDER = ((Comparator<Slot>) (a, b) -> Id.compare(a.caller, b.caller))
                .thenComparing(Slot::operation)
                .thenComparing(Slot::key);
    }

    /** A request as it is recognised again: by its key, and by its hash as the same request. */
    public record Request(Slot slot, String hash) {}

    private record Kept(Request request, String body) {}

    /** The commands of a batch: which are answered already, which are twins of one another, which are new. */
    public final class Batch<C> {
        private final List<C> commands;
        private final Function<C, Request> of;
        private final List<C> fresh = new ArrayList<>();
        private final int[] place;
        private final @Nullable Verdict<Response>[] verdicts;
        private final Map<Slot, Integer> first = new HashMap<>();
        private final List<Kept> kept = new ArrayList<>();

        @SuppressWarnings("unchecked")
        private Batch(List<C> commands, Function<C, Request> of, Map<Slot, Stored> stored) {
            this.commands = commands;
            this.of = of;
            this.place = new int[commands.size()];
            this.verdicts = (Verdict<Response>[]) new Verdict<?>[commands.size()];
            for (var i = 0; i < commands.size(); i++) {
                var request = of.apply(commands.get(i));
                var answer = stored.get(request.slot());
                if (answer != null) {
                    verdicts[i] = again(answer, request.hash());
                } else if (first.putIfAbsent(request.slot(), i) == null) {
                    place[i] = fresh.size();
                    fresh.add(commands.get(i));
                }
            }
        }

        /** Those that must be decided. */
        public List<C> fresh() {
            return fresh;
        }

        /**
         * What the new ones were answered goes to them and to their twins; what was done becomes a JSON body and is stored. It is put
         * into words when it is subscribed to: behind statements that were sent before, while the database is busy with them.
         *
         * @param decided of {@link #fresh}, in its order
         */
        public <T> Uni<List<Verdict<Response>>> answer(Tx tx, List<Verdict<T>> decided, int status) {
            return Uni.createFrom().deferred(() -> {
                word(decided, status);
                return keep(tx, kept, status).replaceWith(all());
            });
        }

        private <T> void word(List<Verdict<T>> decided, int status) {
            for (var i = 0; i < verdicts.length; i++) {
                if (verdicts[i] == null) {
                    var request = of.apply(commands.get(i));
                    int leader = first.getOrDefault(request.slot(), i);
                    verdicts[i] = leader == i
                            ? own(decided.get(place[i]), request, status)
                            : twin(verdicts[leader], of.apply(commands.get(leader)), request, status);
                }
            }
        }

        private <T> Verdict<Response> own(Verdict<T> decided, Request request, int status) {
            return switch (decided) {
                case Done<T>(var item) -> {
                    var body = single.write(item);
                    kept.add(new Kept(request, body));
                    yield new Done<>(Idempotency.answer(status, body).build());
                }
                case No<T>(var reason) -> new No<>(reason);
            };
        }

        private Verdict<Response> twin(@Nullable Verdict<Response> first, Request leader, Request request, int status) {
            if (first instanceof No<Response> no) {
                return leader.hash().equals(request.hash())
                        ? no
                        : new No<>(new Refused(CommonProblem.REQUEST_IN_FLIGHT));
            }
            return kept.stream()
                    .filter(each -> each.request().equals(leader))
                    .findFirst()
                    .map(each -> again(new Stored(leader.hash(), status, each.body()), request.hash()))
                    .orElseThrow();
        }

        @SuppressWarnings("NullAway") // Each has one by now.
        private List<Verdict<Response>> all() {
            return Arrays.asList(verdicts);
        }
    }

    public Request request(UUID caller, String operation, IdempotencyKey key, Object request) {
        return new Request(new Slot(caller, operation, key.value()), single.hash(request));
    }

    /** Reads which of these were answered before. */
    public <C> Uni<Batch<C>> read(Tx tx, List<C> commands, Function<C, Request> of) {
        return find(tx, commands.stream().map(of).map(Request::slot).toList())
                .map(stored -> new Batch<>(commands, of, stored));
    }

    private Uni<Map<Slot, Stored>> find(Tx tx, List<Slot> slots) {
        return tx.list(
                        FIND,
                        row -> Map.entry(
                                new Slot(row.getUUID("caller"), row.getString("operation"), row.getString("key")),
                                new Stored(
                                        row.getString("request_hash"),
                                        row.getInteger("status"),
                                        row.getString("body"))),
                        slots.stream().map(Slot::caller).toList(),
                        slots.stream().map(Slot::operation).toList(),
                        slots.stream().map(Slot::key).toList(),
                        clock.instant())
                .map(rows -> {
                    var found = new HashMap<Slot, Stored>();
                    rows.forEach(row -> found.put(row.getKey(), row.getValue()));
                    return found;
                });
    }

    /** In the order of the primary key: two batches never wait for each other crosswise. */
    private Uni<Void> keep(Tx tx, List<Kept> kept, int status) {
        if (kept.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var sorted = kept.stream()
                .sorted(Comparator.comparing(each -> each.request().slot(), Slot.ORDER))
                .toList();
        var now = clock.instant();
        return tx.execute(
                        KEEP,
                        sorted.stream()
                                .map(each -> each.request().slot().caller())
                                .toList(),
                        sorted.stream()
                                .map(each -> each.request().slot().operation())
                                .toList(),
                        sorted.stream().map(each -> each.request().slot().key()).toList(),
                        sorted.stream().map(each -> each.request().hash()).toList(),
                        status,
                        now,
                        now.plus(Idempotency.KEPT),
                        sorted.stream().map(Kept::body).toList())
                .invoke(written -> {
                    if (written != sorted.size()) {
                        throw new TryAgain("a twin of one of these requests was faster");
                    }
                })
                .replaceWithVoid();
    }

    private static Verdict<Response> again(Stored stored, String hash) {
        try {
            return new Done<>(Idempotency.replay(stored, hash));
        } catch (Refused mismatch) {
            return new No<>(mismatch);
        }
    }
}
