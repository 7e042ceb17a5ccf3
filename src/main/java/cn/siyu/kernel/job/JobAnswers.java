package cn.siyu.kernel.job;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The answer to whoever handed in a job: 202, where to look, and how it stands. */
@Singleton
public class JobAnswers {

    private final JobViews views;

    @Inject
    JobAnswers(JobViews views) {
        this.views = views;
    }

    /** After the commit. */
    public Uni<Response> accepted(UUID job) {
        return views.one(job)
                .map(view -> Response.accepted(view).location(location(job)).build());
    }

    /** Inside the transaction that hands it in, for an answer that is stored with its idempotency key. */
    public Uni<JobView> view(Tx tx, UUID job) {
        return views.one(tx, job);
    }

    /** As they stand now; those that ended long ago are forgotten and missing. */
    public Uni<List<JobView>> views(Sql sql, Collection<UUID> jobs) {
        return views.all(sql, jobs);
    }

    public static URI location(UUID job) {
        return URI.create(JobViews.PATH + "/" + job);
    }
}
