package cn.siyu.kernel.event;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells which news a consumer has not heard yet (E9): what it is about to decide would be decided on old facts. It sees what
 * waits in the outbox, what is on its way through a broker, and what lies among the dead letters.
 */
@Singleton
public class Fence {

    /** A message that a broker has kept for longer than this is a fault of its own, seen by its lag. */
    private static final Duration ON_ITS_WAY = Duration.ofDays(1);

    private static final String UNHEARD = """
            with ear as (select * from unnest($1::text[], $2::text[]) as e (consumer, type))
            select o.key
              from kernel_outbox o join ear e on e.type = o.type
             where o.sent_at is null and o.appended_at <= $3
               and not exists (select 1 from kernel_inbox i where i.consumer = e.consumer and i.event_id = o.event_id)
            union
            select o.key
              from kernel_outbox o join ear e on e.type = o.type
             where o.sent_at > $4 and o.appended_at <= $3
               and not exists (select 1 from kernel_inbox i where i.consumer = e.consumer and i.event_id = o.event_id)
            union
            select d.key
              from kernel_dead_letter d join ear e on e.consumer = d.consumer
             where d.replayed_at is null
             limit $5""";

    /** One kind of event in the ears of one consumer. */
    public record Ear(String consumer, Class<? extends DomainEvent> hears) {}

    /**
     * The keys of events that were appended up to {@code until} and are unheard.
     *
     * @param most when so many are found, there may be more
     */
    public Uni<Set<String>> unheard(Sql sql, Instant until, int most, Ear... ears) {
        var all = Arrays.asList(ears);
        return sql.list(
                        UNHEARD,
                        row -> row.getString("key"),
                        all.stream().map(Ear::consumer).toList(),
                        all.stream().map(ear -> ear.hears().getSimpleName()).toList(),
                        until,
                        until.minus(ON_ITS_WAY),
                        (long) most)
                .map(LinkedHashSet::new);
    }
}
