package cn.siyu.kernel.idempotency;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of the header {@code Idempotency-Key}: 8 to 64 visible ASCII characters, chosen by the client for one intent and
 * sent again with every repetition of it (REL-01).
 */
public record IdempotencyKey(String value) {

    public static final String HEADER = "Idempotency-Key";

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{8,64}");

    public static boolean isKey(@Nullable String header) {
        return header != null && FORM.matcher(header).matches();
    }

    public static IdempotencyKey of(@Nullable String header) {
        if (header == null || !isKey(header)) {
            throw new Refused(CommonProblem.IDEMPOTENCY_KEY_REQUIRED);
        }
        return new IdempotencyKey(header);
    }
}
