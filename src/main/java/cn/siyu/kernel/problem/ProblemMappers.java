package cn.siyu.kernel.problem;

import cn.siyu.kernel.tx.Violations;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where failures become answers; nothing of the inside (class names, SQL, values) leaves through it. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /** What Vert.x says to whoever answers a request that has its answer. */
    private static final String ALREADY_WRITTEN = "Response has already been written";

    @ServerExceptionMapper
    Response refused(Refused refused) {
        return Problems.answer(refused);
    }

    @ServerExceptionMapper
    Response badInput(ConstraintViolationException failure) {
        var errors = failure.getConstraintViolations().stream()
                .map(violation -> new FieldError(field(violation), violation.getMessage()))
                .sorted((a, b) -> a.field().compareTo(b.field()))
                .toList();
        return Problems.answer(CommonProblem.INVALID_REQUEST, null, errors, Map.of());
    }

    @ServerExceptionMapper
    Response unauthenticated(UnauthorizedException failure) {
        return Problems.answer(CommonProblem.UNAUTHENTICATED);
    }

    /** Whoever could not be asked about is told so; everybody else has to sign in. */
    @ServerExceptionMapper
    Response notAuthentic(AuthenticationFailedException failure) {
        return failure.getCause() instanceof Refused refused
                ? refused(refused)
                : Problems.answer(CommonProblem.UNAUTHENTICATED);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure) {
        return Problems.answer(CommonProblem.FORBIDDEN);
    }

    /** Named by itself, because the platform brings a mapper for just this kind that would tell class names. */
    @ServerExceptionMapper
    Response mismatchedJson(MismatchedInputException failure) {
        return unreadable(failure);
    }

    @ServerExceptionMapper
    Response unreadableJson(JacksonException failure) {
        return unreadable(failure);
    }

    @ServerExceptionMapper
    Response webApplication(WebApplicationException failure, UriInfo uri) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException json) {
                return unreadable(json);
            }
            if (cause instanceof Refused refused) {
                return refused(refused);
            }
        }
        return switch (failure.getResponse().getStatus()) {
            case 400 -> Problems.answer(CommonProblem.INVALID_REQUEST);
            case 401 -> Problems.answer(CommonProblem.UNAUTHENTICATED);
            case 403 -> Problems.answer(CommonProblem.FORBIDDEN);
            case 404 -> notFound(failure, uri);
            case 405 -> Problems.answer(CommonProblem.METHOD_NOT_ALLOWED);
            case 406 -> Problems.answer(CommonProblem.NOT_ACCEPTABLE);
            case 413 -> Problems.answer(CommonProblem.PAYLOAD_TOO_LARGE);
            case 415 -> Problems.answer(CommonProblem.UNSUPPORTED_MEDIA_TYPE);
            case 429 -> Problems.answer(CommonProblem.TOO_MANY_REQUESTS);
            case 503 -> Problems.answer(CommonProblem.TEMPORARILY_UNAVAILABLE);
            default -> fault(failure);
        };
    }

    /**
     * A part of the path that cannot be read names nothing; the framework says the same of the query, where it is a mistake
     * of the caller. The cause tells the two apart: it repeats the value.
     */
    private static Response notFound(WebApplicationException failure, UriInfo uri) {
        var reason = failure.getCause() == null ? null : failure.getCause().getMessage();
        if (reason == null) {
            return Problems.answer(CommonProblem.NOT_FOUND);
        }
        var errors = uri.getQueryParameters().entrySet().stream()
                .filter(parameter ->
                        parameter.getValue().stream().anyMatch(value -> !value.isEmpty() && reason.contains(value)))
                .map(parameter -> new FieldError(parameter.getKey(), "has a wrong form"))
                .toList();
        return errors.isEmpty()
                ? Problems.answer(CommonProblem.NOT_FOUND)
                : Problems.answer(CommonProblem.INVALID_REQUEST, null, errors, Map.of());
    }

    @ServerExceptionMapper
    Response anythingElse(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return refused(refused);
            }
        }
        if (Violations.isCrowded(failure)) {
            LOG.warnf("the database could not answer in time: %s", failure.getMessage());
            return Problems.answer(CommonProblem.TEMPORARILY_UNAVAILABLE);
        }
        if (Violations.isOutage(failure)) {
            LOG.error("the database is away", failure);
            return Problems.answer(CommonProblem.TEMPORARILY_UNAVAILABLE);
        }
        if (isTooLate(failure)) {
            LOG.debugf("somebody was told to ask again before he could be answered: %s", failure.getMessage());
            return Problems.answer(CommonProblem.TEMPORARILY_UNAVAILABLE);
        }
        return fault(failure);
    }

    /** The edge has answered in the meantime (REL-41): what was done is kept, and nobody waits for its answer any more. */
    private static boolean isTooLate(Throwable failure) {
        return failure instanceof IllegalStateException && ALREADY_WRITTEN.equals(failure.getMessage());
    }

    private static Response fault(Throwable failure) {
        LOG.error("a request failed by a fault of ours", failure);
        return Problems.answer(CommonProblem.INTERNAL_ERROR);
    }

    private static Response unreadable(JacksonException failure) {
        var field = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        var message = field.isEmpty() ? "is not valid JSON for this operation" : "is unknown or has a wrong form";
        return Problems.answer(CommonProblem.INVALID_REQUEST, null, List.of(new FieldError(field, message)), Map.of());
    }

    private static String path(JsonMappingException failure) {
        var path = new StringBuilder();
        for (var reference : failure.getPath()) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    /** The path within the request, without the method and argument that received it. */
    private static String field(ConstraintViolation<?> violation) {
        var path = new StringJoiner(".");
        String argument = "";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                argument = node.getName();
            } else if (node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.CONTAINER_ELEMENT) {
                path.add(node.toString());
            }
        }
        return path.length() == 0 ? argument : path.toString();
    }
}
