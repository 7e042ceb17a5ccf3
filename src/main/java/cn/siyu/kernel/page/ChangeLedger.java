package cn.siyu.kernel.page;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.OwnLine;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the ledger of changes, which the database's triggers write: twice a second, for what has been committed since the
 * last look. Nobody can forget to tell it, and no word of it is lost; while no look succeeds, nobody relies on it.
 */
@Singleton
class ChangeLedger {

    private static final Logger LOG = Logger.getLogger(ChangeLedger.class);

    /** More of them in one look count as a change of everything. */
    private static final int MOST = 5_000;

    private static final int BITE = 5_000;
    private static final Duration KEPT = Duration.ofMinutes(1);

    /**
     * What this snapshot shows and the one of the last look did not: the transactions that have ended in between, in whatever
     * order they began. Also the connection, because another one may be to another server or to one that has lost something, and
     * whether rows are gone that the last look had not seen.
     */
    private static final String LOOK = """
            select s.now::text as snapshot, pg_backend_pid() || '@' || pg_postmaster_start_time() as line,
                   pg_snapshot_xmax(f.pruned) > pg_snapshot_xmax($1::text::pg_snapshot)
                   or exists (select from pg_snapshot_xip($1::text::pg_snapshot) x where pg_visible_in_snapshot(x, f.pruned))
                   as missed,
                   c.rows = $2 as many, coalesce(c.topics, '{}') as topics
              from kernel_change_floor f
             cross join (select pg_current_snapshot() as now) s
             cross join (
                   select count(*) as rows, array_agg(distinct topic) as topics
                     from (select topic
                             from kernel_change
                            where xid >= pg_snapshot_xmin($1::text::pg_snapshot)
                              and not pg_visible_in_snapshot(xid, $1::text::pg_snapshot)
                            limit $2) r) c""";

    /** Whoever comes first; what was visible a minute ago goes. */
    private static final String MAY_GO = """
            update kernel_change_floor
               set pruned = next, next = pg_current_snapshot(), next_at = $1
             where next_at <= $2
            returning pruned::text as pruned""";

    private static final String PRUNE = """
            delete from kernel_change
             where (xid, seq) in (
                   select xid, seq
                     from kernel_change
                    where xid < pg_snapshot_xmax($1::text::pg_snapshot) and pg_visible_in_snapshot(xid, $1::text::pg_snapshot)
                    order by xid, seq
                    limit $2)""";

    private final Changes changes;
    private final Sql line;
    private final FreshContext contexts;
    private final ShopClock clock;
    private final OwnWork own;
    private final PageSettings settings;

    private volatile @Nullable Look last;
    private volatile long heard = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
    private volatile boolean looking;
    private volatile boolean away;

    @Inject
    ChangeLedger(
            Changes changes,
            OwnLine line,
            FreshContext contexts,
            ShopClock clock,
            OwnWork own,
            PageSettings settings,
            MeterRegistry meters) {
        this.changes = changes;
        this.line = line.reads();
        this.contexts = contexts;
        this.clock = clock;
        this.own = own;
        this.settings = settings;
        var _ = Gauge.builder("siyu.pages.unheard", this, ChangeLedger::unheardMillis)
                .description("How long ago the last look into the ledger of changes began")
                .baseUnit("milliseconds")
                .register(meters);
    }

    /** What one look has found. */
    private record Look(String snapshot, String line, boolean missed, boolean many, List<String> topics) {

        static Look of(Row row) {
            return new Look(
                    row.getString("snapshot"),
                    row.getString("line"),
                    Boolean.TRUE.equals(row.getBoolean("missed")),
                    row.getBoolean("many"),
                    Arrays.asList(row.getArrayOfStrings("topics")));
        }

        /** Whether it tells all that has changed since that one. */
        boolean follows(@Nullable Look before) {
            return before != null && line.equals(before.line) && !missed && !many;
        }
    }

    void start(@Observes StartupEvent event) {
        look();
        own.every(settings.lookEvery().toMillis(), this::look);
    }

    /** When the last look that succeeded began, by {@link System#nanoTime}: all that was committed before has been told here. */
    long heard() {
        return heard;
    }

    private long unheardMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heard);
    }

    private void look() {
        if (looking || own.isEnding()) {
            return;
        }
        looking = true;
        var began = System.nanoTime();
        var before = last;
        own.start(
                contexts.run(() -> line.one(LOOK, Look::of, before == null ? null : before.snapshot, MOST)),
                found -> seen(found, before, began),
                this::failed);
    }

    /** It counts only once it is told. */
    private void seen(Look found, @Nullable Look before, long began) {
        try {
            if (!found.follows(before)) {
                changes.everythingHere();
            } else if (!found.topics.isEmpty()) {
                changes.here(found.topics);
            }
            last = found;
            heard = began;
            away = false;
        } finally {
            looking = false;
        }
    }

    /** The next look asks for what has changed since the last one that succeeded: nothing is lost. */
    private void failed(Throwable failure) {
        looking = false;
        if (!away && !own.isEnding()) {
            away = true;
            LOG.warnf("what has changed is not known for now: %s", failure.getMessage());
        }
    }

    @Scheduled(
            every = "${siyu.pages.prune-every:30s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> prune() {
        var now = clock.unmoved();
        return line.one(MAY_GO, row -> row.getString("pruned"), now, now.minus(KEPT))
                .chain(pruned -> pruned == null ? Uni.createFrom().voidItem() : bites(pruned));
    }

    private Uni<Void> bites(String pruned) {
        return Multi.createBy()
                .repeating()
                .uni(() -> line.execute(PRUNE, pruned, BITE))
                .whilst(rows -> rows == BITE)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
