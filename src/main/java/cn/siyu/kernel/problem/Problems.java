package cn.siyu.kernel.problem;

import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a problem into its one HTTP answer. */
public final class Problems {

    /** The fact by which a refusal says when to come back; it becomes the header {@code Retry-After}. */
    public static final String RETRY_AFTER = "retryAfterSeconds";

    private static final int RETRY_AFTER_SECONDS = 1;

    private Problems() {}

    public static Response answer(ProblemType problem) {
        return answer(problem, null, List.of(), Map.of());
    }

    public static Response answer(
            ProblemType problem, @Nullable String detail, List<FieldError> errors, Map<String, Object> facts) {
        Metrics.counter("siyu.problems", "code", problem.code()).increment();
        var document = document(problem, detail, errors, facts);
        var answer = Response.status(problem.status())
                .type(MediaType.valueOf(Problem.MEDIA_TYPE))
                .entity(document);
        if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            answer.header("WWW-Authenticate", "Bearer");
        }
        return problem.retryable()
                ? answer.header("Retry-After", facts.getOrDefault(RETRY_AFTER, RETRY_AFTER_SECONDS))
                        .build()
                : answer.build();
    }

    public static Response answer(Refused refused) {
        return answer(refused.problem(), refused.detail(), refused.errors(), refused.facts());
    }

    /** The document alone, for answers that are given outside of any resource. */
    public static Problem document(ProblemType problem) {
        return document(problem, null, List.of(), Map.of());
    }

    public static Problem document(Refused refused) {
        return document(refused.problem(), refused.detail(), refused.errors(), refused.facts());
    }

    private static Problem document(
            ProblemType problem, @Nullable String detail, List<FieldError> errors, Map<String, Object> facts) {
        return new Problem(
                problem.type(),
                problem.title(),
                problem.status(),
                problem.code(),
                detail,
                traceId(),
                problem.retryable(),
                errors,
                facts);
    }

    /** The id under which the logs know this request. */
    public static String traceId() {
        SpanContext span = Span.current().getSpanContext();
        return span.getTraceId();
    }
}
