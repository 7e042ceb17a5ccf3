package cn.siyu.kernel.problem;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a problem into its one HTTP answer. */
public final class Problems {

    private static final int RETRY_AFTER_SECONDS = 1;

    private Problems() {}

    public static Response answer(ProblemType problem) {
        return answer(problem, null, List.of(), Map.of());
    }

    public static Response answer(
            ProblemType problem, @Nullable String detail, List<FieldError> errors, Map<String, Object> facts) {
        var document = new Problem(
                problem.type(),
                problem.title(),
                problem.status(),
                problem.code(),
                detail,
                traceId(),
                problem.retryable(),
                errors,
                facts);
        var answer = Response.status(problem.status())
                .type(MediaType.valueOf(Problem.MEDIA_TYPE))
                .entity(document);
        if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            answer.header("WWW-Authenticate", "Bearer");
        }
        return problem.retryable()
                ? answer.header("Retry-After", RETRY_AFTER_SECONDS).build()
                : answer.build();
    }

    /** The id under which the logs know this request. */
    public static String traceId() {
        SpanContext span = Span.current().getSpanContext();
        return span.getTraceId();
    }
}
