package cn.siyu.kernel.job;

import cn.siyu.kernel.problem.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses to go on when there is no such job. */
class KnownJobFilter {

    private final JobViews views;

    KnownJobFilter(JobViews views) {
        this.views = views;
    }

    @ServerRequestFilter
    @KnownJob
    public Uni<Response> find(UriInfo uri) {
        return Uni.createFrom()
                .deferred(() -> views.submitter(id(uri)))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> Uni.createFrom().nullItem());
    }

    private static UUID id(UriInfo uri) {
        try {
            return UUID.fromString(uri.getPathParameters().getFirst("id"));
        } catch (IllegalArgumentException e) {
            throw Refused.notFound();
        }
    }
}
