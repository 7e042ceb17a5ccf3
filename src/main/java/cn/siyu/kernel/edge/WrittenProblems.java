package cn.siyu.kernel.edge;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Problem;
import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Problems;
import cn.siyu.kernel.problem.Refused;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Writes problem documents where no resource answers, as a resource would. */
@Singleton
class WrittenProblems {

    private final ObjectMapper json;

    @Inject
    WrittenProblems(ObjectMapper json) {
        this.json = json;
    }

    Future<Void> write(HttpServerResponse response, ProblemType problem) {
        return write(response, problem, Problems.document(problem));
    }

    Future<Void> write(HttpServerResponse response, Refused refused) {
        return write(response, refused.problem(), Problems.document(refused));
    }

    private Future<Void> write(HttpServerResponse response, ProblemType problem, Problem document) {
        Metrics.counter("siyu.problems", "code", problem.code()).increment();
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem == CommonProblem.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.retryable()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        return response.end(bytes(document));
    }

    private Buffer bytes(Problem document) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
