package cn.siyu.kernel.event;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events that a listener has given up on; they wait for somebody who mends the cause and replays them. */
@Singleton
class DeadLetters {

    private static final int MOST_OF_FAILURE = 1_000;

    private static final String KEEP = """
            insert into kernel_dead_letter (
                   id, consumer, event_id, type, key, payload, occurred_at, failed_at, failure, tries, trace_parent)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict on constraint kernel_dead_letter_uk do update
               set failed_at = excluded.failed_at, failure = excluded.failure,
                   tries = kernel_dead_letter.tries + excluded.tries""";

    private static final String COLUMNS = """
            select id, consumer, event_id, type, key, payload, occurred_at, failed_at, failure, tries, trace_parent,
                   replayed_at
              from kernel_dead_letter
            """;

    private static final String LIST = COLUMNS + """
             where ($1::boolean or replayed_at is null)
             order by failed_at desc, id desc
             limit $2 offset $3""";

    private static final String COUNT = """
            select count(*) as letters
              from kernel_dead_letter
             where ($1::boolean or replayed_at is null)""";

    private static final String LOCK = COLUMNS + """
             where id = $1
               for update""";

    private static final String REPLAYED = """
            update kernel_dead_letter
               set replayed_at = $2
             where id = $1""";

    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    DeadLetters(Transactions transactions, ShopClock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** One event that one listener could not hear. */
    record DeadLetter(
            UUID id,
            String consumer,
            Envelope envelope,
            Instant failedAt,
            String failure,
            int tries,
            Optional<Instant> replayedAt) {}

    Uni<Void> keep(String consumer, Envelope envelope, Throwable failure, int tries) {
        return transactions
                .reads()
                .execute(
                        KEEP,
                        Ids.next(),
                        consumer,
                        envelope.eventId(),
                        envelope.type(),
                        envelope.key(),
                        envelope.payload(),
                        envelope.occurredAt(),
                        clock.instant(),
                        describe(failure),
                        tries,
                        envelope.traceParent())
                .replaceWithVoid();
    }

    Uni<List<DeadLetter>> list(boolean withReplayed, int page, int size) {
        return transactions
                .reads()
                .list(LIST, DeadLetters::letter, withReplayed, (long) size, (long) (page - 1) * size);
    }

    Uni<Long> count(boolean withReplayed) {
        return transactions.reads().one(COUNT, row -> row.getLong("letters"), withReplayed);
    }

    /** Null when there is no such letter. */
    Uni<DeadLetter> lock(Tx tx, UUID id) {
        return tx.one(LOCK, DeadLetters::letter, id);
    }

    Uni<Void> replayed(Tx tx, UUID id) {
        return tx.execute(REPLAYED, id, clock.instant()).replaceWithVoid();
    }

    private static String describe(Throwable failure) {
        var message = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return message.substring(0, Math.min(message.length(), MOST_OF_FAILURE));
    }

    private static DeadLetter letter(Row row) {
        @Nullable String traceParent = row.getString("trace_parent");
        return new DeadLetter(
                row.getUUID("id"),
                row.getString("consumer"),
                new Envelope(
                        row.getUUID("event_id"),
                        row.getString("type"),
                        row.getString("key"),
                        Columns.instant(row, "occurred_at"),
                        row.getString("payload"),
                        traceParent),
                Columns.instant(row, "failed_at"),
                row.getString("failure"),
                row.getInteger("tries"),
                Columns.optionalInstant(row, "replayed_at"));
    }
}
