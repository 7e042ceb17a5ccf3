package cn.siyu.kernel.job;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Jobs as they are shown. */
@Singleton
class JobViews {

    static final String PATH = "/api/admin/v1/jobs";

    private static final String COLUMNS = """
            select job.id, job.kind, job.state, job.processed, job.total, job.failed, job.failure, job.cancel_asked,
                   job.actor_name, job.created_at, job.started_at, job.ended_at, job.version,
                   file.names, file.media_types, file.sizes
              from kernel_job job
              left join lateral (
                   select array_agg(name order by name) as names,
                          array_agg(media_type order by name) as media_types,
                          array_agg(octet_length(content) order by name) as sizes
                     from kernel_job_file
                    where job_id = job.id) file on true
            """;

    private static final String ONE = COLUMNS + " where job.id = $1";

    private static final String ALL = COLUMNS + " where job.id = any($1::uuid[])";

    private static final String FILTER = """
             where ($1::text is null or job.state = $1)
               and ($2::text is null or job.kind = $2)
            """;

    private static final String LIST = COLUMNS + FILTER + """
             order by job.created_at desc, job.id desc
             limit $3 offset $4""";

    private static final String COUNT = "select count(*) as jobs from kernel_job job " + FILTER;

    private static final String SUBMITTER = "select actor_id from kernel_job where id = $1";

    private final Transactions transactions;

    @Inject
    JobViews(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Null when there is no such job. */
    Uni<JobView> one(Sql sql, UUID id) {
        return sql.one(ONE, JobViews::view, id);
    }

    /** Those that there are, in no order. */
    Uni<List<JobView>> all(Sql sql, Collection<UUID> ids) {
        return sql.list(ALL, JobViews::view, ids);
    }

    Uni<JobView> one(UUID id) {
        return one(transactions.reads(), id);
    }

    /** Null when there is no such job. */
    Uni<UUID> submitter(UUID id) {
        return transactions.reads().one(SUBMITTER, row -> row.getUUID("actor_id"), id);
    }

    Uni<NumberedPage<JobView>> list(@Nullable JobState state, @Nullable String kind, int page, int size) {
        var reads = transactions.reads();
        return reads.list(LIST, JobViews::view, state, kind, (long) size, (long) (page - 1) * size)
                .chain(items -> reads.one(COUNT, row -> row.getLong("jobs"), state, kind)
                        .map(total -> new NumberedPage<>(items, page, size, total)));
    }

    private static JobView view(Row row) {
        var id = row.getUUID("id");
        @Nullable String failure = row.getString("failure");
        return new JobView(
                id,
                row.getString("kind"),
                Columns.constant(row, "state", JobState.class),
                row.getLong("processed"),
                row.getLong("total"),
                row.getLong("failed"),
                failure,
                row.getBoolean("cancel_asked"),
                row.getString("actor_name"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "started_at").orElse(null),
                Columns.optionalInstant(row, "ended_at").orElse(null),
                files(row, id),
                row.getLong("version"));
    }

    private static List<JobView.FileLink> files(Row row, UUID id) {
        var names = row.getArrayOfStrings("names");
        var mediaTypes = row.getArrayOfStrings("media_types");
        var sizes = row.getArrayOfIntegers("sizes");
        return Optional.ofNullable(names).stream()
                .flatMapToInt(all -> IntStream.range(0, all.length))
                .mapToObj(i ->
                        new JobView.FileLink(names[i], mediaTypes[i], sizes[i], PATH + "/" + id + "/files/" + names[i]))
                .toList();
    }
}
