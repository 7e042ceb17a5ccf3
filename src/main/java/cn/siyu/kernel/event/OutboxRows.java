package cn.siyu.kernel.event;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The relay's view of the outbox: what may be sent next, and what has been. */
@Singleton
class OutboxRows {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    /**
     * A key of which an event is on its way is left alone: its events arrive in their order. Those keys are gathered once, and not
     * looked up row by row: a plan that was made when nothing waited read everything that waits for each row (2 s for ten thousand).
     */
    private static final String CLAIM = """
            with free as (
                select row.seq
                  from kernel_outbox row
                 where row.sent_at is null
                   and (row.claimed_until is null or row.claimed_until <= $1)
                   and row.key not in (select held.key
                                         from kernel_outbox held
                                        where held.sent_at is null and held.claimed_until > $1)
                 order by row.seq
                 limit $2
                   for update skip locked)
            update kernel_outbox row
               set claimed_until = $3
              from free
             where row.seq = free.seq
         returning row.seq, row.event_id, row.type, row.key, row.payload, row.occurred_at, row.trace_parent""";

    private static final String SENT = """
            update kernel_outbox
               set sent_at = $2
             where seq = any($1::bigint[])
               and sent_at is null""";

    private static final String CLAIMED_UNTIL = """
            update kernel_outbox
               set claimed_until = $2
             where seq = any($1::bigint[])
               and sent_at is null""";

    private static final String LAG = """
            select count(*) as unsent, min(appended_at) as oldest
              from kernel_outbox
             where sent_at is null""";

    private final Transactions transactions;
    private final ShopClock clock;
    private final Duration lease;

    @Inject
    OutboxRows(Transactions transactions, ShopClock clock, @ConfigProperty(name = "siyu.outbox.lease") Duration lease) {
        this.transactions = transactions;
        this.clock = clock;
        this.lease = lease;
    }

    /** For how long a claim holds; renewed while the row is in hand, it ends only when the instance has died. */
    Duration lease() {
        return lease;
    }

    /** An event on its way out. */
    record Outgoing(long seq, Envelope envelope) {}

    /** How many events wait, and since when the oldest does. */
    record Lag(long unsent, Duration oldest) {}

    /** Takes up to {@code limit} rows into this instance's hands, in the order in which they were appended. */
    Uni<List<Outgoing>> claim(int limit) {
        var now = clock.unmoved();
        return transactions
                .in(tx -> tx.hold("kernel:outbox:claim")
                        .chain(() -> tx.list(CLAIM, OutboxRows::outgoing, now, limit, now.plus(lease))))
                .map(rows -> rows.stream()
                        .sorted((a, b) -> Long.compare(a.seq(), b.seq()))
                        .toList());
    }

    Uni<Integer> sent(Collection<Long> seqs) {
        return transactions.reads().execute(SENT, seqs, clock.instant());
    }

    Uni<Integer> renew(Collection<Long> seqs) {
        return transactions.reads().execute(CLAIMED_UNTIL, seqs, clock.unmoved().plus(lease));
    }

    /** Gives rows back that could not be sent; they are tried again after a short pause. */
    Uni<Integer> putBack(Collection<Long> seqs) {
        return transactions.reads().execute(CLAIMED_UNTIL, seqs, clock.unmoved().plus(PAUSE));
    }

    Uni<Lag> lag() {
        var now = clock.instant();
        return transactions.reads().one(LAG, row -> lag(row, now));
    }

    private static Lag lag(Row row, Instant now) {
        var oldest = Columns.optionalInstant(row, "oldest");
        return new Lag(
                row.getLong("unsent"),
                oldest.map(since -> Duration.between(since, now)).orElse(Duration.ZERO));
    }

    private static Outgoing outgoing(Row row) {
        return new Outgoing(
                row.getLong("seq"),
                new Envelope(
                        row.getUUID("event_id"),
                        row.getString("type"),
                        row.getString("key"),
                        Columns.instant(row, "occurred_at"),
                        row.getString("payload"),
                        row.getString("trace_parent")));
    }
}
