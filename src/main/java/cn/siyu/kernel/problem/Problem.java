package cn.siyu.kernel.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The one shape of every error answer: RFC 9457 {@code application/problem+json} with our extension members. */
@Schema(description = "RFC 9457 problem document")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        @Nullable String detail,
        String traceId,
        boolean retryable,
        List<FieldError> errors,
        @JsonAnyGetter @Schema(hidden = true) Map<String, Object> facts) {

    public static final String MEDIA_TYPE = "application/problem+json";
}
