package cn.siyu.kernel.job;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of jobs as those who work on them need them. Every write of a run carries its lease token: the fence. */
@Singleton
class JobRows {

    static final Duration LEASE = Duration.ofSeconds(15);

    private static final String SUBMIT = """
            insert into kernel_job (id, kind, state, actor_kind, actor_id, actor_name, parameters, created_at)
            values ($1, $2, 'QUEUED', $3, $4, $5, $6::text::jsonb, $7)""";

    private static final String ATTACH = """
            insert into kernel_job_file (job_id, name, media_type, content)
            values ($1, $2, $3, $4)""";

    private static final String CLAIM = """
            with next as (
                select id
                  from kernel_job
                 where (state = 'QUEUED' or (state = 'RUNNING' and lease_until <= $1))
                   and kind = any($2::text[])
                 order by created_at
                 limit 1
                   for update skip locked)
            update kernel_job job
               set state = 'RUNNING', lease_token = $3, lease_until = $4, attempts = attempts + 1,
                   started_at = coalesce(started_at, $5), version = version + 1
              from next
             where job.id = next.id
         returning job.id, job.kind, job.actor_kind, job.actor_id, job.actor_name, job.parameters::text as parameters,
                   job.checkpoint::text as checkpoint, job.attempts""";

    private static final String RENEW = """
            update kernel_job
               set lease_until = $3
             where id = $1 and lease_token = $2 and state = 'RUNNING'""";

    private static final String PROGRESS = """
            update kernel_job
               set processed = $3, total = $4, failed = $5, checkpoint = $6::text::jsonb, lease_until = $7,
                   version = version + 1
             where id = $1 and lease_token = $2 and state = 'RUNNING'
         returning cancel_asked""";

    private static final String END = """
            update kernel_job
               set state = $3, failure = $4, ended_at = $5, lease_token = null, lease_until = null,
                   version = version + 1
             where id = $1 and lease_token = $2 and state = 'RUNNING'""";

    /** Its beginning here does not count, and anybody may go on at once. */
    private static final String GIVE_BACK = """
            update kernel_job
               set lease_until = $3, attempts = attempts - 1, version = version + 1
             where id = $1 and lease_token = $2 and state = 'RUNNING'""";

    private static final String KEEP_FILE = """
            insert into kernel_job_file (job_id, name, media_type, content)
            select id, $3, $4, $5
              from kernel_job
             where id = $1 and lease_token = $2 and state = 'RUNNING'
            on conflict on constraint kernel_job_file_pk do update
               set media_type = excluded.media_type, content = excluded.content""";

    private static final String FILE = """
            select name, media_type, content
              from kernel_job_file
             where job_id = $1 and name = $2""";

    /** A waiting job ends at once; a running one is asked to, and ends at its next batch. */
    private static final String CANCEL = """
            update kernel_job
               set cancel_asked = true,
                   state = case when state = 'QUEUED' then 'CANCELLED' else state end,
                   ended_at = case when state = 'QUEUED' then $2::timestamptz else ended_at end,
                   version = version + 1
             where id = $1 and state in ('QUEUED', 'RUNNING')""";

    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    JobRows(Transactions transactions, ShopClock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A job in this instance's hands, with the token that proves it. */
    record Claimed(
            UUID id,
            UUID token,
            String kind,
            Actor actor,
            String parameters,
            @Nullable String checkpoint,
            int attempts) {}

    Uni<Void> submit(Tx tx, UUID id, String kind, Actor actor, String parameters) {
        return tx.execute(SUBMIT, id, kind, actor.kind(), actor.id(), actor.name(), parameters, clock.instant())
                .replaceWithVoid();
    }

    Uni<Void> attach(Tx tx, UUID job, Jobs.Attachment file) {
        return tx.execute(ATTACH, job, file.name(), file.mediaType(), Buffer.buffer(file.content()))
                .replaceWithVoid();
    }

    /** The oldest job that waits or has lost its machine; null when there is none. */
    Uni<Claimed> claim(Collection<String> kinds) {
        var token = Ids.next();
        var now = clock.unmoved();
        return transactions
                .reads()
                .one(CLAIM, row -> claimed(row, token), now, kinds, token, now.plus(LEASE), clock.instant());
    }

    Uni<Void> renew(Claimed job) {
        return transactions
                .reads()
                .execute(RENEW, job.id(), job.token(), clock.unmoved().plus(LEASE))
                .replaceWithVoid();
    }

    /** Fails with {@link LeaseLost} or {@link JobCancelled} when the run must not go on. */
    Uni<Void> progress(Claimed job, long processed, long total, long failed, String checkpoint) {
        return transactions
                .reads()
                .one(
                        PROGRESS,
                        row -> row.getBoolean("cancel_asked"),
                        job.id(),
                        job.token(),
                        processed,
                        total,
                        failed,
                        checkpoint,
                        clock.unmoved().plus(LEASE))
                .onItem()
                .ifNull()
                .failWith(LeaseLost::new)
                .invoke(cancelAsked -> {
                    if (cancelAsked) {
                        throw new JobCancelled();
                    }
                })
                .replaceWithVoid();
    }

    Uni<Integer> end(Claimed job, JobState state, @Nullable String failure) {
        return transactions.reads().execute(END, job.id(), job.token(), state, failure, clock.instant());
    }

    Uni<Integer> giveBack(Claimed job) {
        return transactions.reads().execute(GIVE_BACK, job.id(), job.token(), clock.unmoved());
    }

    Uni<Void> keepFile(Claimed job, Jobs.Attachment file) {
        return transactions
                .reads()
                .execute(KEEP_FILE, job.id(), job.token(), file.name(), file.mediaType(), Buffer.buffer(file.content()))
                .invoke(kept -> {
                    if (kept == 0) {
                        throw new LeaseLost();
                    }
                })
                .replaceWithVoid();
    }

    /** Null when the job has no such file. */
    Uni<Jobs.Attachment> file(UUID job, String name) {
        return transactions
                .reads()
                .one(
                        FILE,
                        row -> new Jobs.Attachment(
                                row.getString("name"),
                                row.getString("media_type"),
                                row.getBuffer("content").getBytes()),
                        job,
                        name);
    }

    /** Answers how many jobs were touched: none when it has ended. */
    Uni<Integer> cancel(UUID id) {
        return transactions.reads().execute(CANCEL, id, clock.instant());
    }

    private static Claimed claimed(Row row, UUID token) {
        @Nullable String checkpoint = row.getString("checkpoint");
        return new Claimed(
                row.getUUID("id"),
                token,
                row.getString("kind"),
                new Actor(
                        Columns.constant(row, "actor_kind", Actor.Kind.class),
                        row.getUUID("actor_id"),
                        row.getString("actor_name")),
                row.getString("parameters"),
                checkpoint,
                row.getInteger("attempts"));
    }
}
