package cn.siyu.kernel.edge;

import cn.siyu.kernel.metrics.OperationName;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Refused;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.quarkus.resteasy.reactive.server.runtime.observability.ObservabilityIntegrationRecorder;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where requests come in, before anything routes, authorises or reads them: spellings and sizes that are refused for every
 * address, and the one shape of error answers for whatever no resource answers.
 */
@Singleton
class Edge {

    private static final int FIRST = 10_000;
    private static final int LAST = Integer.MAX_VALUE;

    private static final String NO_OPERATION = "/UNKNOWN";

    private final WrittenProblems problems;
    private final Duration longestAnswer;

    @Inject
    Edge(WrittenProblems problems, @ConfigProperty(name = "siyu.longest-answer") Duration longestAnswer) {
        this.problems = problems;
        this.longestAnswer = longestAnswer;
    }

    void first(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    void last(@Observes Router router) {
        var _ = router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
        var _ = router.route().order(LAST).handler(routing -> answer(routing, CommonProblem.NOT_FOUND));
    }

    private void enter(RoutingContext routing) {
        if (!RawPath.isPlain(routing.request().uri())) {
            answer(routing, CommonProblem.INVALID_REQUEST);
            return;
        }
        var tooMuch = BodySize.refusal(routing.request());
        if (tooMuch.isPresent()) {
            answer(routing, tooMuch.get());
            return;
        }
        if (routing.request().uri().startsWith("/api/")) {
            routing.addHeadersEndHandler(_ -> keepOutOfCaches(routing));
        }
        Patience.limit(routing, longestAnswer, late -> answer(late, CommonProblem.TEMPORARILY_UNAVAILABLE));
        routing.next();
    }

    /** Answers hold personal data more often than not; a resource whose answer may be kept says so itself. */
    private static void keepOutOfCaches(RoutingContext routing) {
        var headers = routing.response().headers();
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private void failed(RoutingContext routing) {
        if (routing.response().ended()) {
            return;
        }
        switch (routing.failure()) {
            // Who it is could not be found out: that is no reason to sign in again.
            case AuthenticationFailedException failure
            when failure.getCause() instanceof Refused refused -> answer(routing, refused.problem());
            case AuthenticationFailedException _, UnauthorizedException _ ->
                answer(routing, CommonProblem.UNAUTHENTICATED);
            case ForbiddenException _ -> answer(routing, CommonProblem.FORBIDDEN);
            case null, default -> answerByStatus(routing);
        }
    }

    private void answerByStatus(RoutingContext routing) {
        switch (routing.statusCode()) {
            case 400 -> answer(routing, CommonProblem.INVALID_REQUEST);
            case 401 -> answer(routing, CommonProblem.UNAUTHENTICATED);
            case 403 -> answer(routing, CommonProblem.FORBIDDEN);
            case 404 -> answer(routing, CommonProblem.NOT_FOUND);
            case 405 -> answer(routing, CommonProblem.METHOD_NOT_ALLOWED);
            case 406 -> answer(routing, CommonProblem.NOT_ACCEPTABLE);
            case 413 -> answer(routing, CommonProblem.PAYLOAD_TOO_LARGE);
            case 415 -> answer(routing, CommonProblem.UNSUPPORTED_MEDIA_TYPE);
            default -> routing.next();
        }
    }

    private void answer(RoutingContext routing, ProblemType problem) {
        var response = routing.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        if (problem != CommonProblem.NOT_FOUND) {
            name(routing);
        }
        if (problem != CommonProblem.PAYLOAD_TOO_LARGE && problem != CommonProblem.LENGTH_REQUIRED) {
            var _ = problems.write(response, problem);
            return;
        }
        // A body that nobody reads would hold the connection open.
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        var _ = problems.write(response, problem)
                .onComplete(_ -> routing.request().connection().close());
    }

    /** For the metrics: the operation that would have been asked. What callers make up has one name, or it would fill them. */
    private static void name(RoutingContext routing) {
        OperationName.tell(NO_OPERATION);
        if (RawPath.isPlain(routing.request().uri())) {
            ObservabilityIntegrationRecorder.setTemplatePath(routing, ResteasyReactiveRecorder.getCurrentDeployment());
        }
    }
}
