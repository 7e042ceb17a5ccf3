package cn.siyu.kernel.edge;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much a request may carry (SEC-18): little, except where a file is handed in. */
final class BodySize {

    static final long JSON_BYTES = 256L * 1024;
    static final long UPLOAD_BYTES = 32L * 1024 * 1024;

    private static final List<String> UPLOADS =
            List.of("multipart/form-data", "text/csv", "application/zip", "application/octet-stream");

    private BodySize() {}

    /** Why the request is refused, judged by its head alone. */
    static Optional<ProblemType> refusal(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            // Without a length a small limit could only be kept by reading; our clients all know theirs.
            return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null && !isUpload(request)
                    ? Optional.of(CommonProblem.LENGTH_REQUIRED)
                    : Optional.empty();
        }
        return isLonger(length, isUpload(request) ? UPLOAD_BYTES : JSON_BYTES)
                ? Optional.of(CommonProblem.PAYLOAD_TOO_LARGE)
                : Optional.empty();
    }

    private static boolean isLonger(String length, long limit) {
        try {
            return Long.parseLong(length.trim()) > limit;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static boolean isUpload(HttpServerRequest request) {
        var type = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return UPLOADS.stream().anyMatch(type::startsWith);
    }
}
