package cn.siyu.kernel.upkeep;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes what the kernel no longer needs, hour by hour and in small bites; two instances at it do no harm. What stays is
 * what can still be asked for: a stored answer until it expires, a heard event for longer than anything redelivers.
 */
@Singleton
class Purge {

    private static final Logger LOG = Logger.getLogger(Purge.class);
    private static final long EVERY_MILLIS = Duration.ofHours(1).toMillis();
    private static final int BITE = 5_000;

    private static final String SENT = """
            delete from kernel_outbox
             where seq in (select seq from kernel_outbox where sent_at < $1 limit $2)""";

    private static final String HEARD = """
            delete from kernel_inbox
             where (consumer, event_id) in (
                   select consumer, event_id from kernel_inbox where heard_at < $1 limit $2)""";

    private static final String ANSWERED = """
            delete from kernel_idempotency
             where (caller, operation, key) in (
                   select caller, operation, key from kernel_idempotency where expires_at < $1 limit $2)""";

    private static final String ENDED = """
            delete from kernel_job
             where id in (select id from kernel_job where ended_at < $1 limit $2)""";

    /** What is removed, and how long after. */
    private record Rule(String statement, Duration kept) {}

    private static final List<Rule> RULES = List.of(
            new Rule(SENT, Duration.ofDays(7)),
            new Rule(HEARD, Duration.ofDays(40)),
            new Rule(ANSWERED, Duration.ZERO),
            new Rule(ENDED, Duration.ofDays(90)));

    private final Transactions transactions;
    private final FreshContext contexts;
    private final ShopClock clock;
    private final OwnWork own;

    @Inject
    Purge(Transactions transactions, FreshContext contexts, ShopClock clock, OwnWork own) {
        this.transactions = transactions;
        this.contexts = contexts;
        this.clock = clock;
        this.own = own;
    }

    void start(@Observes StartupEvent event) {
        own.every(
                EVERY_MILLIS,
                () -> own.start(
                        contexts.run(this::purge),
                        rows -> LOG.infof("%d old rows were removed", rows),
                        failure -> LOG.warnf("old rows stay for now: %s", failure.getMessage())));
    }

    /** Answers how many rows went. */
    Uni<Integer> purge() {
        return Multi.createFrom()
                .iterable(RULES)
                .onItem()
                .transformToMultiAndConcatenate(this::bites)
                .collect()
                .in(() -> new int[1], (sum, rows) -> sum[0] += rows)
                .map(sum -> sum[0]);
    }

    private Multi<Integer> bites(Rule rule) {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions
                        .reads()
                        .execute(rule.statement(), clock.instant().minus(rule.kept()), BITE))
                .whilst(rows -> rows == BITE);
    }
}
