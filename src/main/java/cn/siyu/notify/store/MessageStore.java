package cn.siyu.notify.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.notify.domain.Kind;
import cn.siyu.notify.domain.Message;
import cn.siyu.notify.domain.Message.State;
import cn.siyu.notify.domain.News;
import cn.siyu.notify.domain.News.Addressee;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of messages. */
@Singleton
public class MessageStore {

    /**
     * Writes a message for each addressee and spends one permission of each in the same statement. Permissions are locked in
     * the order of their members, so that two events about the same members wait for each other and never in a ring; whoever
     * has none left gets a message that ends here.
     */
    private static final String ANNOUNCE = """
            with wanted as (
                 select distinct on (w.member_id) w.id, w.member_id, w.order_id
                   from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as w (id, member_id, order_id)
                  where not exists (select 1 from notify_message m
                                     where m.event_id = $4 and m.member_id = w.member_id and m.template_id = $6)
                  order by w.member_id, w.order_id),
            locked as (
                 select p.member_id
                   from notify_permission p
                  where p.template_id = $6 and p.permits > 0 and p.member_id in (select member_id from wanted)
                  order by p.member_id
                    for update),
            spent as (
                 update notify_permission p
                    set permits = p.permits - 1, changed_at = $10
                   from locked
                  where p.member_id = locked.member_id and p.template_id = $6 and p.permits > 0
                 returning p.member_id)
            insert into notify_message (
                   id, event_id, kind, member_id, template_id, order_id, spu_id, facts, state, next_try_at, occurred_at,
                   expires_at, ended_at)
            select w.id, $4, $5, w.member_id, $6, w.order_id, $7, $8,
                   case when s.member_id is null then 'NO_PERMISSION' else 'WAITING' end,
                   case when s.member_id is null then null else $10::timestamptz end,
                   $9, $11,
                   case when s.member_id is null then $10::timestamptz end
              from wanted w
              left join spent s using (member_id)""";

    private static final String COLUMNS = """
            id, kind, member_id, template_id, order_id, spu_id, facts, state, failure, tries, occurred_at, expires_at,
            ended_at""";

    private static final String CLAIM = """
            update notify_message
               set next_try_at = $2, tries = tries + 1
             where id in (select id
                            from notify_message
                           where state = 'WAITING' and next_try_at <= $1
                           order by next_try_at
                           limit $3
                             for update skip locked)
            returning
            """ + COLUMNS;

    private static final String ENDED = """
            update notify_message
               set state = $2, failure = $3, ended_at = $4, next_try_at = null
             where id = $1 and state = 'WAITING'""";

    private static final String DOUBTED = """
            update notify_message
               set next_try_at = $2, failure = $3
             where id = $1 and state = 'WAITING'""";

    private static final String FILTER = """
             from notify_message
            where ($1::text is null or state = $1) and ($2::text is null or kind = $2)
              and ($3::uuid is null or member_id = $3)""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by occurred_at desc, id desc limit $4 offset $5";

    private static final String COUNT = "select count(*) as total" + FILTER;

    private static final String OLD = """
            delete from notify_message
             where id in (select id from notify_message where ended_at < $1 limit $2)""";

    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};

    private final ObjectMapper json;

    @Inject
    MessageStore(ObjectMapper json) {
        this.json = json;
    }

    /** Which messages a list shows; an absent value means all. */
    public record Search(
            @Nullable String state,
            @Nullable String kind,
            @Nullable UUID member) {}

    /** Answers how many are new. */
    public Uni<Integer> announce(Tx tx, News news, String templateId, Instant now, Instant expiresAt) {
        var to = news.addressees();
        return tx.execute(
                ANNOUNCE,
                to.stream().map(_ -> Ids.next()).toList(),
                to.stream().map(Addressee::member).toList(),
                to.stream().map(Addressee::order).toList(),
                news.event(),
                news.kind(),
                templateId,
                news.spu().orElse(null),
                written(news.facts()),
                news.at(),
                now,
                expiresAt);
    }

    public Uni<List<Message>> claim(Tx tx, Instant now, Instant leaseUntil, int limit) {
        return tx.list(CLAIM, this::toMessage, now, leaseUntil, limit);
    }

    /** Answers 0 when it had ended already. */
    public Uni<Integer> ended(Tx tx, UUID id, State state, Optional<String> failure, Instant now) {
        return tx.execute(ENDED, id, state, failure.orElse(null), now);
    }

    public Uni<Integer> doubted(Tx tx, UUID id, Instant nextTry, String failure) {
        return tx.execute(DOUBTED, id, nextTry, failure);
    }

    public Uni<List<Message>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(PAGE, this::toMessage, search.state(), search.kind(), search.member(), limit, offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(COUNT, row -> row.getLong("total"), search.state(), search.kind(), search.member());
    }

    public Uni<Integer> deleteEndedBefore(Tx tx, Instant before, int limit) {
        return tx.execute(OLD, before, limit);
    }

    private Message toMessage(Row row) {
        return new Message(
                row.getUUID("id"),
                Columns.constant(row, "kind", Kind.class),
                row.getUUID("member_id"),
                row.getString("template_id"),
                row.getUUID("order_id"),
                Optional.ofNullable(row.getUUID("spu_id")),
                read(row.getString("facts")),
                Columns.constant(row, "state", State.class),
                Optional.ofNullable(row.getString("failure")),
                row.getInteger("tries"),
                Columns.instant(row, "occurred_at"),
                Columns.instant(row, "expires_at"),
                Columns.optionalInstant(row, "ended_at"));
    }

    private String written(Map<String, String> facts) {
        try {
            return json.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts are plain texts", e);
        }
    }

    private Map<String, String> read(String facts) {
        try {
            return json.readValue(facts, FACTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts are plain texts", e);
        }
    }
}
