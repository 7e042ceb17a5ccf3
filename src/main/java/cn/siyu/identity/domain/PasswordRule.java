package cn.siyu.identity.domain;

import cn.siyu.kernel.problem.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** What a password must be: long rather than odd. bcrypt reads no more than 72 bytes, so longer ones are refused, not cut. */
public final class PasswordRule {

    private static final int SHORTEST = 10;
    private static final int MOST_BYTES = 72;
    private static final Set<String> COMMON = Set.of(
            "1234567890",
            "0123456789",
            "12345678910",
            "qwertyuiop",
            "1q2w3e4r5t",
            "password123",
            "password1234",
            "passw0rd123",
            "admin123456",
            "adminadmin",
            "woaini1314",
            "woaini1314520",
            "a123456789",
            "aa123456789",
            "abc1234567",
            "iloveyou123",
            "administrator");

    private PasswordRule() {}

    public static void check(String password, String username) {
        var lower = password.toLowerCase(Locale.ROOT);
        if (password.codePoints().count() < SHORTEST
                || password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                || COMMON.contains(lower)
                || lower.equals(username)
                || password.chars().distinct().count() < 3) {
            throw new Refused(IdentityProblem.PASSWORD_WEAK);
        }
    }
}
