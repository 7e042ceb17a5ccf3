package cn.siyu.kernel.edge;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Problems;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Refuses what a resource would misread: bodies of a kind that it does not ask for, and parameters with U+0000. */
class Legible {

    private static final String TRANSFER_ENCODING = "Transfer-Encoding";

    /** Without this the framework would take a body of plain text for the one text of a request record. */
    @ServerRequestFilter
    Optional<Response> body(ContainerRequestContext request, ResourceInfo resource) {
        var length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        var none = "0".equals(length) || (length == null && request.getHeaderString(TRANSFER_ENCODING) == null);
        return none || saysItself(resource) || isJson(request.getHeaderString(HttpHeaders.CONTENT_TYPE))
                ? Optional.empty()
                : Optional.of(Problems.answer(CommonProblem.UNSUPPORTED_MEDIA_TYPE));
    }

    /** A body of no kind is left to the resource: those that read none are often sent one of no bytes. */
    private static boolean isJson(@Nullable String type) {
        return type == null || type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON);
    }

    /** PostgreSQL's texts cannot hold U+0000: nothing of ours is found by it. */
    @ServerRequestFilter
    Optional<Response> parameters(ContainerRequestContext request) {
        var errors = request.getUriInfo().getQueryParameters().entrySet().stream()
                .filter(parameter -> parameter.getValue().stream().anyMatch(value -> value.indexOf('\0') >= 0))
                .map(parameter -> new FieldError(parameter.getKey(), "must not hold U+0000"))
                .toList();
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(Problems.answer(CommonProblem.INVALID_REQUEST, null, errors, Map.of()));
    }

    private static boolean saysItself(ResourceInfo resource) {
        return resource.getResourceMethod().isAnnotationPresent(Consumes.class)
                || resource.getResourceClass().isAnnotationPresent(Consumes.class);
    }
}
