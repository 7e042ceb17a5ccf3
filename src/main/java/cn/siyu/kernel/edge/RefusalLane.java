package cn.siyu.kernel.edge;

import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.metrics.OperationName;
import cn.siyu.kernel.problem.Refused;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The short way to a refusal: whoever asks for what is sold out, or where too many wait, hears it before his request is routed,
 * authorised or read. A request that is in any way unusual goes the long way, and so does everything that is not refused.
 */
@Singleton
class RefusalLane {

    /** Behind the pages, before the edge, which would set a timer for each request. */
    private static final int SECOND = 10_900;

    private static final int LONGEST_BODY_DIGITS = 4;
    private static final String BEARER = "Bearer ";
    private static final String JSON = "application/json";

    private final List<EarlyRefusal> refusals;
    private final WrittenProblems problems;

    @Inject
    RefusalLane(@All List<EarlyRefusal> refusals, WrittenProblems problems) {
        this.refusals = refusals;
        this.problems = problems;
    }

    void second(@Observes Filters filters) {
        filters.register(this::enter, SECOND);
    }

    private void enter(RoutingContext routing) {
        var request = routing.request();
        if (request.method() == HttpMethod.POST && isPlain(request)) {
            var token = request.getHeader(HttpHeaders.AUTHORIZATION).substring(BEARER.length());
            for (var each : refusals) {
                var asked = each.of(request.uri(), token);
                if (asked.isPresent()) {
                    ask(routing, asked.get());
                    return;
                }
            }
        }
        routing.next();
    }

    /** As every client of ours sends it. What is not so may be a mistake, and is to hear so. */
    private static boolean isPlain(HttpServerRequest request) {
        var headers = request.headers();
        var token = headers.get(HttpHeaders.AUTHORIZATION);
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        return token != null
                && token.startsWith(BEARER)
                && length != null
                && length.length() <= LONGEST_BODY_DIGITS
                && type != null
                && type.startsWith(JSON)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaders.EXPECT)
                && IdempotencyKey.isKey(headers.get(IdempotencyKey.HEADER));
    }

    private void ask(RoutingContext routing, EarlyRefusal.Question question) {
        var _ = question.refusal()
                .subscribe()
                .with(
                        refused -> refused.ifPresentOrElse(
                                each -> refuse(routing.request(), question.operation(), each), routing::next),
                        _ -> routing.next());
    }

    private void refuse(HttpServerRequest request, String operation, Refused refused) {
        // What nobody reads is to be thrown away: the connection is used again.
        request.resume();
        if (!request.response().closed()) {
            OperationName.tell(operation);
            var _ = problems.write(request.response(), refused);
        }
    }
}
