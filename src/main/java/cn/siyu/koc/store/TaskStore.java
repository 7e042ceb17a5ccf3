package cn.siyu.koc.store;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.KocTask;
import cn.siyu.koc.domain.KocTask.Evidence;
import cn.siyu.koc.domain.KocTask.Part;
import cn.siyu.koc.domain.KocTask.Shown;
import cn.siyu.koc.domain.KocTask.Wish;
import cn.siyu.koc.domain.TaskState;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tasks of KOCs, and the part of each of them. What concerns many parts is one statement. */
@Singleton
public class TaskStore {

    private static final String COLUMNS = """
            select id, title, words, evidence, material_id, due_at, seller_id, created_by, created_at, cancelled_at, cancel_reason
              from koc_task
            """;

    private static final String PARTS = """
            select p.id, p.task_id, p.koc_id, p.community_id, p.state, p.evidence, p.due_at, p.shown_words, p.pictures,
                   p.submitted_at, p.decided_at, p.reason, p.version
              from koc_task_part p
            """;

    private static final String INSERT = """
            insert into koc_task (id, title, words, evidence, material_id, due_at, seller_id, created_by, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    /** One for each KOC who serves one of these communities now; an empty list names all communities. */
    private static final String HAND_OUT = """
            insert into koc_task_part (id, task_id, koc_id, community_id, state, evidence, due_at)
            select gen_random_uuid(), $1::uuid, b.koc_id, b.community_id, 'OPEN', $2::text, $3::timestamptz
              from koc_binding b
             where b.state = 'ACTIVE' and b.valid_to > $4
               and (cardinality($5::uuid[]) = 0 or b.community_id = any($5::uuid[]))
            on conflict on constraint koc_task_part_once_uk do nothing""";

    private static final String CANCEL = """
            update koc_task set cancelled_at = $2, cancel_reason = $3 where id = $1 and cancelled_at is null""";

    private static final String CANCEL_PARTS = """
            update koc_task_part
               set state = 'CANCELLED', decided_at = $2, reason = $3, version = version + 1
             where task_id = $1 and state in ('OPEN', 'SUBMITTED')""";

    /** Of KOCs who do not serve the community any more. */
    private static final String CANCEL_IDLE = """
            update koc_task_part p
               set state = 'CANCELLED', decided_at = $2, reason = 'serves the community no longer', version = version + 1
             where p.koc_id = any($1::uuid[]) and p.state in ('OPEN', 'SUBMITTED')
               and not exists (select from koc_binding b
                                where b.koc_id = p.koc_id and b.community_id = p.community_id
                                  and b.state in ('ACTIVE', 'PAUSED'))""";

    /** Scope: the KOC whose part it is. */
    private static final String OF_KOC =
            PARTS + "join koc_koc k on k.id = p.koc_id where p.id = $1 and k.member_id = $2 for update of p";

    /** Scope: the seller who owns the community. */
    private static final String OF_SELLER = PARTS + """
            join koc_community_owner o on o.community_id = p.community_id and o.valid_to is null
            join koc_seller s on s.id = o.seller_id
            where p.id = $1 and s.member_id = $2 and s.state = 'ACTIVE'
              for update of p""";

    private static final String PART = PARTS + "where p.id = $1 for update";

    private static final String SAVE = """
            update koc_task_part
               set state = $3, shown_words = $4, pictures = $5::text[], submitted_at = $6, decided_at = $7, reason = $8,
                   version = version + 1
             where id = $1 and version = $2""";

    /** Somebody else has opened the link that proves it. */
    private static final String PROVE = """
            update koc_task_part p
               set state = 'DONE', decided_at = $2, shown_words = $1, version = version + 1
              from koc_material_token m
              join koc_task t on t.material_id = m.material_id
              join koc_koc k on k.id = m.person_id
             where m.token = $1 and p.task_id = t.id and p.koc_id = m.person_id and p.community_id = m.community_id
               and p.state = 'OPEN' and p.evidence = 'LINK_OPENED' and p.due_at > $2 and k.member_id <> $3""";

    private static final String MISS = """
            update koc_task_part p
               set state = 'MISSED', decided_at = $1, version = version + 1
              from (select id from koc_task_part
                     where state = 'OPEN' and due_at <= $1
                     order by due_at limit $2
                       for update skip locked) due
             where p.id = due.id""";

    private static final String LET_COUNT = """
            update koc_task_part p
               set state = 'DONE', decided_at = $1, version = version + 1
              from (select id from koc_task_part
                     where state = 'SUBMITTED' and submitted_at <= $3
                     order by submitted_at limit $2
                       for update skip locked) due
             where p.id = due.id""";

    public Uni<KocTask> find(Sql sql, UUID id) {
        return sql.one(COLUMNS + "where id = $1", TaskStore::task, id);
    }

    public Uni<Integer> insert(Tx tx, KocTask task) {
        var wish = task.wish();
        return tx.execute(
                INSERT,
                task.id(),
                wish.title(),
                wish.words(),
                wish.evidence(),
                wish.material().orElse(null),
                wish.dueAt(),
                task.seller().orElse(null),
                task.createdBy(),
                task.createdAt());
    }

    /** Answers how many have a part. */
    public Uni<Integer> handOut(Tx tx, KocTask task, Collection<CommunityId> communities) {
        return tx.execute(
                HAND_OUT, task.id(), task.wish().evidence(), task.wish().dueAt(), task.createdAt(), communities);
    }

    /** With all parts that are not over; zero when it was cancelled before. */
    public Uni<Integer> cancel(Tx tx, UUID id, String reason, Instant now) {
        return tx.execute(CANCEL, id, now, reason).call(() -> tx.execute(CANCEL_PARTS, id, now, reason));
    }

    public Uni<Integer> cancelIdle(Tx tx, Collection<UUID> kocs, Instant now) {
        return tx.execute(CANCEL_IDLE, kocs, now);
    }

    public Uni<Part> ofKoc(Tx tx, UUID part, MemberId koc) {
        return tx.one(OF_KOC, TaskStore::part, part, koc);
    }

    public Uni<Part> ofSeller(Tx tx, UUID part, MemberId seller) {
        return tx.one(OF_SELLER, TaskStore::part, part, seller);
    }

    public Uni<Part> lockPart(Tx tx, UUID part) {
        return tx.one(PART, TaskStore::part, part);
    }

    public Uni<Void> save(Tx tx, Part part) {
        return tx.execute(
                        SAVE,
                        part.id(),
                        part.version(),
                        part.state(),
                        part.shown().words().orElse(null),
                        part.shown().pictures(),
                        part.submittedAt().orElse(null),
                        part.decidedAt().orElse(null),
                        part.reason().orElse(null))
                .invoke(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                })
                .replaceWithVoid();
    }

    public Uni<Integer> prove(Tx tx, String token, UUID openedBy, Instant at) {
        return tx.execute(PROVE, token, at, openedBy);
    }

    /** Answers how many had their time run out. */
    public Uni<Integer> miss(Tx tx, Instant now, int limit) {
        return tx.execute(MISS, now, limit);
    }

    /** What nobody has looked at since then counts. */
    public Uni<Integer> letCount(Tx tx, Instant now, Instant since, int limit) {
        return tx.execute(LET_COUNT, now, limit, since);
    }

    static KocTask task(Row row) {
        return new KocTask(
                row.getUUID("id"),
                new Wish(
                        row.getString("title"),
                        row.getString("words"),
                        Columns.constant(row, "evidence", Evidence.class),
                        Optional.ofNullable(row.getUUID("material_id")),
                        Columns.instant(row, "due_at")),
                Optional.ofNullable(row.getUUID("seller_id")),
                row.getString("created_by"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "cancelled_at"),
                Optional.ofNullable(row.getString("cancel_reason")));
    }

    static Part part(Row row) {
        return new Part(
                row.getUUID("id"),
                row.getUUID("task_id"),
                row.getUUID("koc_id"),
                new CommunityId(row.getUUID("community_id")),
                Columns.constant(row, "state", TaskState.class),
                Columns.constant(row, "evidence", Evidence.class),
                Columns.instant(row, "due_at"),
                new Shown(
                        Optional.ofNullable(row.getString("shown_words")), List.of(row.getArrayOfStrings("pictures"))),
                Columns.optionalInstant(row, "submitted_at"),
                Columns.optionalInstant(row, "decided_at"),
                Optional.ofNullable(row.getString("reason")),
                row.getLong("version"));
    }
}
