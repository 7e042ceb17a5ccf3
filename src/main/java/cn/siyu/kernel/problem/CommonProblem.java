package cn.siyu.kernel.problem;

/** What any operation may answer, whatever its context. */
public enum CommonProblem implements ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    IDEMPOTENCY_KEY_REQUIRED(400, "The header Idempotency-Key is needed: 8 to 64 visible characters"),
    UNAUTHENTICATED(401, "Sign in first"),
    FORBIDDEN(403, "Not allowed for this caller"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "The asked representation is not offered"),
    STATE_CHANGED(409, "It has changed in the meantime: read it again"),
    REQUEST_IN_FLIGHT(409, "The same request is still being worked on: try again shortly"),
    LENGTH_REQUIRED(411, "The request must say its length: Content-Length is needed"),
    PAYLOAD_TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
    IDEMPOTENCY_MISMATCH(422, "This Idempotency-Key was used for another request"),
    TOO_MANY_REQUESTS(429, "Too many requests: try again later"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    TEMPORARILY_UNAVAILABLE(503, "Not available at the moment: try again later");

    private final int status;
    private final String title;

    CommonProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public boolean retryable() {
        return this == REQUEST_IN_FLIGHT || ProblemType.super.retryable();
    }
}
