package cn.siyu.identity.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which version an edit is made for: {@code version} in the body or the header {@code If-Match}, one of them at least. */
final class IfMatch {

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private IfMatch() {}

    static long version(@Nullable Long body, @Nullable String header) {
        var tag = header == null ? null : TAG.matcher(header.trim());
        if (tag == null && body != null) {
            return body;
        }
        if (tag == null || !tag.matches() || (body != null && body != Long.parseLong(tag.group(1)))) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST,
                    List.of(new FieldError("version", "is needed here or as If-Match: \"n\"")));
        }
        return Long.parseLong(tag.group(1));
    }
}
