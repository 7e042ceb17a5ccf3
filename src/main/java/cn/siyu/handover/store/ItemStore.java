package cn.siyu.handover.store;

import cn.siyu.handover.domain.Item;
import cn.siyu.handover.domain.Item.Kind;
import cn.siyu.handover.domain.Item.State;
import cn.siyu.handover.domain.WeComRules.Verdict;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has to be passed on at WeCom, many at a time. */
@Singleton
public class ItemStore {

    private static final String ADD = """
            insert into handover_item (handover_id, kind, ref, state)
            select $1, $2, n.ref, 'OPEN' from unnest($3::text[]) as n (ref)
            on conflict on constraint handover_item_pk do nothing""";

    /** Not what a later handover brings to this leaver, or has brought: that is his, and no more this one's to pass on. */
    private static final String ADD_FOUND = """
            insert into handover_item (handover_id, kind, ref, state)
            select $1, $2, n.ref, 'OPEN'
              from unnest($3::text[]) as n (ref)
             where not exists (select from handover_handover h
                                 join handover_item e on e.handover_id = h.id and e.kind = $2 and e.ref = n.ref
                                where h.to_user = $4 and h.id > $1 and e.state <> 'GIVEN_UP')
            on conflict on constraint handover_item_pk do nothing""";

    /** What was sent without an answer comes along, and is told apart. */
    private static final String TAKE = """
            with next as (
                select kind, ref, state
                  from handover_item
                 where handover_id = $1 and kind = $2 and state in ('OPEN', 'SENT')
                 order by state desc, ref
                 limit $3
                   for update
            )
            update handover_item i
               set state = 'SENT', sent_at = $4, tries = tries + 1
              from next
             where i.handover_id = $1 and i.kind = next.kind and i.ref = next.ref
         returning i.ref, next.state = 'SENT' as before""";

    private static final String JUDGE = """
            update handover_item i
               set state = n.state, code = nullif(n.code, ''), retry_at = nullif(n.retry_at, 'epoch'),
                   ended_at = case when n.state in ('DONE', 'GIVEN_UP') then $3::timestamptz end
              from unnest($4::text[], $5::text[], $6::text[], $7::timestamptz[]) as n (ref, state, code, retry_at)
             where i.handover_id = $1 and i.kind = $2 and i.ref = n.ref and i.state = $8""";

    private static final String AGAIN = """
            update handover_item
               set state = 'OPEN', retry_at = null
             where handover_id = $1 and state = 'REFUSED' and ($2::timestamptz is null or retry_at <= $2)""";

    /** What an earlier handover is still passing on to this leaver is not his there yet. Ids are in the order of time. */
    private static final String HOLD_BACK = """
            update handover_item i
               set state = 'REFUSED', code = 'NOT_YET_HIS', retry_at = $3
             where i.handover_id = $1 and i.state = 'OPEN'
               and exists (select from handover_handover h
                             join handover_item e on e.handover_id = h.id and e.kind = i.kind and e.ref = i.ref
                            where h.to_user = $2 and h.state in ('RUNNING', 'WAITING') and h.id < $1
                              and (e.state in ('OPEN', 'SENT', 'WAITING') or (e.state = 'REFUSED' and e.retry_at is not null)))""";

    /** Whom WeCom tells nothing of long after he must have been asked. */
    private static final String LOST = """
            update handover_item
               set state = 'REFUSED', code = 'NO_RECORD', retry_at = $3
             where handover_id = $1 and state = 'WAITING' and sent_at <= $2""";

    private static final String GIVE_UP = """
            update handover_item
               set state = 'GIVEN_UP', code = $2, retry_at = null, ended_at = $3
             where handover_id = $1 and state in ('OPEN', 'SENT', 'WAITING', 'REFUSED')""";

    /** Over all handovers of that user: the limit is his. */
    private static final String CHATS_SINCE = """
            select count(*) as n
              from handover_item i
              join handover_handover h on h.id = i.handover_id
             where h.from_user = $1 and i.kind = 'CHAT' and i.sent_at >= $2""";

    private static final String TALLY = """
            select count(*) as total,
                   count(*) filter (where state in ('OPEN', 'SENT')) as open,
                   count(*) filter (where state in ('OPEN', 'SENT') and kind = 'CHAT') as chats,
                   count(*) filter (where state = 'WAITING') as waiting,
                   count(*) filter (where state = 'REFUSED') as refused,
                   count(*) filter (where state = 'DONE') as done,
                   count(*) filter (where state = 'GIVEN_UP') as given_up,
                   min(retry_at) as retry_at
              from handover_item
             where handover_id = $1""";

    private static final String NOT_PASSED = """
            update handover_item i
               set state = 'REFUSED', code = $3, retry_at = $4
              from handover_handover h
             where h.id = i.handover_id and h.to_user = $1 and h.state in ('RUNNING', 'WAITING')
               and i.kind = 'CUSTOMER' and i.ref = $2 and i.state = 'WAITING'""";

    private static final String MATCHING = """
             where handover_id = $1 and ($2::text is null or state = $2) and ($3::text is null or kind = $3)
            """;

    private static final String PAGE =
            "select kind, ref, state, code, tries, sent_at, retry_at, ended_at from handover_item" + MATCHING
                    + " order by kind, ref limit $4 offset $5";

    private static final String COUNT = "select count(*) as total from handover_item" + MATCHING;

    /** One that is being sent; {@code before}: it was sent already, and nobody knows what became of it. */
    public record Sent(String ref, boolean before) {}

    /** How many of which state, and when the first of the refused is asked again. */
    public record Tally(
            long total,
            long open,
            long openChats,
            long waiting,
            long refused,
            long done,
            long givenUp,
            Optional<Instant> retryAt) {}

    /** Those that are there already stay as they are. */
    public Uni<Integer> add(Tx tx, UUID handover, Kind kind, Collection<String> refs) {
        return refs.isEmpty() ? Uni.createFrom().item(0) : tx.execute(ADD, handover, kind, refs);
    }

    /** The same of what WeCom says that {@code fromUser} has. */
    public Uni<Integer> addFound(Tx tx, UUID handover, Kind kind, Collection<String> refs, String fromUser) {
        return refs.isEmpty() ? Uni.createFrom().item(0) : tx.execute(ADD_FOUND, handover, kind, refs, fromUser);
    }

    public Uni<List<Sent>> take(Tx tx, UUID handover, Kind kind, int most, Instant now) {
        return tx.list(
                TAKE, row -> new Sent(row.getString("ref"), row.getBoolean("before")), handover, kind, most, now);
    }

    /** @param from only those that still are in this state */
    public Uni<Integer> judge(Tx tx, UUID handover, Kind kind, Map<String, Verdict> verdicts, State from, Instant now) {
        if (verdicts.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        var all = List.copyOf(verdicts.entrySet());
        return tx.execute(
                JUDGE,
                handover,
                kind,
                now,
                all.stream().map(Map.Entry::getKey).toList(),
                all.stream().map(each -> each.getValue().state().name()).toList(),
                all.stream().map(each -> each.getValue().code().orElse("")).toList(),
                all.stream()
                        .map(each -> each.getValue().retryAt().orElse(Instant.EPOCH))
                        .toList(),
                from);
    }

    /** Refused ones are to be sent again: those whose time has come, or all. */
    public Uni<Integer> again(Tx tx, UUID handover, Optional<Instant> due) {
        return tx.execute(AGAIN, handover, due.orElse(null));
    }

    /** What is to be sent and still on its way to {@code fromUser} himself waits until then; answers how many. */
    public Uni<Integer> holdBack(Tx tx, UUID handover, String fromUser, Instant retryAt) {
        return tx.execute(HOLD_BACK, handover, fromUser, retryAt);
    }

    public Uni<Integer> lost(Tx tx, UUID handover, Instant sentBefore, Instant retryAt) {
        return tx.execute(LOST, handover, sentBefore, retryAt);
    }

    public Uni<Integer> giveUp(Tx tx, UUID handover, String code, Instant now) {
        return tx.execute(GIVE_UP, handover, code, now);
    }

    public Uni<Long> chatsSince(Sql sql, String fromUser, Instant since) {
        return sql.one(CHATS_SINCE, row -> row.getLong("n"), fromUser, since);
    }

    public Uni<Integer> notPassed(Tx tx, String toUser, String externalUserId, String code, Optional<Instant> retryAt) {
        return tx.execute(NOT_PASSED, toUser, externalUserId, code, retryAt.orElse(null));
    }

    public Uni<Tally> tally(Sql sql, UUID handover) {
        return sql.one(
                TALLY,
                row -> new Tally(
                        row.getLong("total"),
                        row.getLong("open"),
                        row.getLong("chats"),
                        row.getLong("waiting"),
                        row.getLong("refused"),
                        row.getLong("done"),
                        row.getLong("given_up"),
                        Columns.optionalInstant(row, "retry_at")),
                handover);
    }

    public Uni<List<Item>> page(
            Sql sql, UUID handover, @Nullable State state, @Nullable Kind kind, int page, int size) {
        return sql.list(PAGE, ItemStore::item, handover, state, kind, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, UUID handover, @Nullable State state, @Nullable Kind kind) {
        return sql.one(COUNT, row -> row.getLong("total"), handover, state, kind);
    }

    private static Item item(Row row) {
        return new Item(
                Columns.constant(row, "kind", Kind.class),
                row.getString("ref"),
                Columns.constant(row, "state", State.class),
                Optional.ofNullable(row.getString("code")),
                row.getInteger("tries"),
                Columns.optionalInstant(row, "sent_at"),
                Columns.optionalInstant(row, "retry_at"),
                Columns.optionalInstant(row, "ended_at"));
    }
}
