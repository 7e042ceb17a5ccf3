package cn.siyu.koc.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.wechat.WeComPush.Event;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What WeCom has called out, each once, until it has taken effect; and who of the corporation is which seller. */
@Singleton
public class WeComEventStore {

    private static final String KEEP = """
            insert into koc_wecom_event (id, fingerprint, kind, change, at, user_id, external_userid, chat_id, fail_reason,
                                         received_at, state, next_try_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'PENDING', $10)
            on conflict on constraint koc_wecom_event_fingerprint_uk do nothing""";

    /** Taken for a while: whoever dies over one leaves it to the next. */
    private static final String TAKE = """
            with next as (
                select id
                  from koc_wecom_event
                 where state = 'PENDING' and next_try_at <= $1
                 order by next_try_at, id
                 limit $3
                   for update skip locked)
            update koc_wecom_event e
               set next_try_at = $2, tries = tries + 1
              from next
             where e.id = next.id
         returning e.id, e.kind, e.change, e.at, e.user_id, e.external_userid, e.chat_id, e.fail_reason, e.tries""";

    private static final String END = """
            update koc_wecom_event set state = $2, ended_at = $3 where id = $1 and state = 'PENDING'""";

    private static final String LATER =
            "update koc_wecom_event set next_try_at = $2 where id = $1 and state = 'PENDING'";

    private static final String SELLER_OF = "select id from koc_seller where wecom_userid = $1 and state = 'ACTIVE'";

    private static final String COMMUNITY_OF = "select id from koc_community where chat_id = $1 and state = 'ACTIVE'";

    /** An event that somebody works on. */
    public record Taken(UUID id, Event event, int tries) {}

    /** False when it was called out before. */
    public Uni<Boolean> keep(Tx tx, String fingerprint, Event event, Instant now) {
        return tx.execute(
                        KEEP,
                        Ids.next(),
                        fingerprint,
                        event.kind(),
                        event.change(),
                        event.at(),
                        event.userId().orElse(null),
                        event.externalUserId().orElse(null),
                        event.chatId().orElse(null),
                        event.failReason().orElse(null),
                        now)
                .map(rows -> rows == 1);
    }

    public Uni<List<Taken>> take(Tx tx, Instant now, Instant until, int most) {
        return tx.list(TAKE, WeComEventStore::taken, now, until, most);
    }

    /** False when it has taken effect already. */
    public Uni<Boolean> end(Tx tx, UUID id, String state, Instant now) {
        return tx.execute(END, id, state, now).map(rows -> rows == 1);
    }

    public Uni<Integer> later(Tx tx, UUID id, Instant at) {
        return tx.execute(LATER, id, at);
    }

    public Uni<Optional<UUID>> sellerOf(Sql sql, String weComUser) {
        return sql.one(SELLER_OF, row -> row.getUUID("id"), weComUser).map(Optional::ofNullable);
    }

    public Uni<Optional<UUID>> communityOf(Sql sql, String chatId) {
        return sql.one(COMMUNITY_OF, row -> row.getUUID("id"), chatId).map(Optional::ofNullable);
    }

    private static Taken taken(Row row) {
        return new Taken(
                row.getUUID("id"),
                new Event(
                        row.getString("kind"),
                        row.getString("change"),
                        Columns.instant(row, "at"),
                        text(row, "user_id"),
                        text(row, "external_userid"),
                        text(row, "chat_id"),
                        Optional.empty(),
                        text(row, "fail_reason")),
                row.getInteger("tries"));
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }
}
