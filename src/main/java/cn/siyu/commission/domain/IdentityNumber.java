package cn.siyu.commission.domain;

import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A resident's identity number: seventeen figures and the one that checks them (GB 11643). */
public record IdentityNumber(String text) {

    private static final Pattern FORM =
            Pattern.compile("[1-9]\\d{5}(19|20)\\d{2}(0[1-9]|1[0-2])([0-2]\\d|3[01])\\d{3}[\\dX]");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    private static final int HEAD = 4;
    private static final int TAIL = 2;

    /** Refused when it cannot be one. */
    public static IdentityNumber of(String text) {
        var plain = text.strip().toUpperCase(Locale.ROOT);
        if (!FORM.matcher(plain).matches() || plain.charAt(plain.length() - 1) != check(plain)) {
            throw Refused.fields(
                    CommissionProblem.TAX_IDENTITY_WRONG,
                    List.of(new FieldError("idNumber", "is not an identity number")));
        }
        return new IdentityNumber(plain);
    }

    /** As its owner recognises it. */
    public String masked() {
        return text.substring(0, HEAD) + "************" + text.substring(text.length() - TAIL);
    }

    @Override
    public String toString() {
        return masked();
    }

    private static char check(String plain) {
        var sum = 0;
        for (var i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * Character.digit(plain.charAt(i), 10);
        }
        return CHECKS.charAt(sum % CHECKS.length());
    }
}
