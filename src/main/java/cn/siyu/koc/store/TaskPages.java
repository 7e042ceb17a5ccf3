package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.koc.domain.KocTask;
import cn.siyu.koc.domain.KocTask.Part;
import cn.siyu.koc.domain.TaskState;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks as screens show them: projections, read only. */
@Singleton
public class TaskPages {

    private static final String COUNTED = """
            select t.id, t.title, t.words, t.evidence, t.material_id, t.due_at, t.seller_id, t.created_by, t.created_at,
                   t.cancelled_at, t.cancel_reason, n.parts, n.done, n.waiting, n.missed
              from koc_task t
              join lateral (
                  select count(*)::int as parts, count(*) filter (where state = 'DONE')::int as done,
                         count(*) filter (where state = 'SUBMITTED')::int as waiting,
                         count(*) filter (where state = 'MISSED')::int as missed
                    from koc_task_part where task_id = t.id) n on true
            """;

    private static final String PAGE = COUNTED + "order by t.created_at desc, t.id desc limit $1 offset $2";
    private static final String ONE = COUNTED + "where t.id = $1";
    private static final String COUNT = "select count(*) as total from koc_task";

    private static final String CARDS = """
            select p.id, p.task_id, p.koc_id, p.community_id, p.state, p.evidence, p.due_at, p.shown_words, p.pictures,
                   p.submitted_at, p.decided_at, p.reason, p.version, t.title, t.words, t.material_id, k.name as koc_name,
                   c.name as community_name, k.member_id = $1::uuid as own
              from koc_task_part p
              join koc_task t on t.id = p.task_id
              join koc_koc k on k.id = p.koc_id
              join koc_community c on c.id = p.community_id
            """;

    private static final String OF_TASK = CARDS + "where p.task_id = $2 order by k.name, p.id limit $3 offset $4";

    /** Scope: the KOC, and the seller who owns the community. */
    private static final String SCOPE = """
            where (k.member_id = $1
                   or exists (select from koc_community_owner o
                                join koc_seller s on s.id = o.seller_id
                               where o.community_id = p.community_id and o.valid_to is null
                                 and s.member_id = $1 and s.state = 'ACTIVE'))
            """;

    private static final String OF_PARTNER = CARDS + SCOPE + """
              and ($2::text is null or p.state = $2)
              and ($3::timestamptz is null or (p.due_at, p.id) < ($3, $4::uuid))
            order by p.due_at desc, p.id desc
            limit $5""";

    /** What the KOC himself has to do, and what he has done today; the soonest first. */
    private static final String TODAY = CARDS + """
            where k.member_id = $1 and (p.state in ('OPEN', 'SUBMITTED') or (p.state = 'DONE' and p.decided_at >= $2))
            order by p.due_at, p.id
            limit $3""";

    private static final String ONE_CARD = CARDS + "where p.id = $2";

    /** A task with how far it is. */
    public record Counted(KocTask task, int parts, int done, int waiting, int missed) {}

    /**
     * A part with what it is a part of.
     *
     * @param own whether it is whoever asks who has to do it
     */
    public record Card(
            Part part,
            String title,
            String words,
            Optional<UUID> material,
            String kocName,
            String communityName,
            boolean own) {}

    public Uni<List<Counted>> page(Sql sql, int page, int size) {
        return sql.list(PAGE, TaskPages::counted, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql) {
        return sql.one(COUNT, row -> row.getLong("total"));
    }

    public Uni<Counted> one(Sql sql, UUID id) {
        return sql.one(ONE, TaskPages::counted, id);
    }

    public Uni<List<Card>> ofTask(Sql sql, UUID task, int page, int size) {
        return sql.list(OF_TASK, TaskPages::card, null, task, size, Math.multiplyExact(page - 1, size));
    }

    /** Those of a KOC, and of the communities of a seller; the latest due first. */
    public Uni<List<Card>> ofPartner(
            Sql sql, MemberId member, @Nullable TaskState state, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_PARTNER,
                TaskPages::card,
                member,
                state,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    public Uni<List<Card>> today(Sql sql, MemberId member, Instant since, int limit) {
        return sql.list(TODAY, TaskPages::card, member, since, limit);
    }

    public Uni<Card> card(Sql sql, @Nullable MemberId member, UUID part) {
        return sql.one(ONE_CARD, TaskPages::card, member, part);
    }

    private static Counted counted(Row row) {
        return new Counted(
                TaskStore.task(row),
                row.getInteger("parts"),
                row.getInteger("done"),
                row.getInteger("waiting"),
                row.getInteger("missed"));
    }

    private static Card card(Row row) {
        return new Card(
                TaskStore.part(row),
                row.getString("title"),
                row.getString("words"),
                Optional.ofNullable(row.getUUID("material_id")),
                row.getString("koc_name"),
                row.getString("community_name"),
                Boolean.TRUE.equals(row.getBoolean("own")));
    }
}
