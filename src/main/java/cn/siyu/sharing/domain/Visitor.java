package cn.siyu.sharing.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is not signed in, known by a secret of 128 bits that the server gave him. Only its hash is kept, so that
 * nobody who reads the table can claim his clicks.
 */
public record Visitor(String secret) {

    /** The form of a secret. */
    public static final String FORM = "[0-9A-Za-z_-]{22}";

    private static final int BYTES = 16;
    private static final Pattern SECRET = Pattern.compile(FORM);
    private static final SecureRandom RANDOM = new SecureRandom();

    public static Visitor next() {
        var secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new Visitor(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** What a client handed in; a thing of another form is nobody. */
    public static Optional<Visitor> of(@Nullable String secret) {
        return Optional.ofNullable(secret)
                .filter(text -> SECRET.matcher(text).matches())
                .map(Visitor::new);
    }

    public String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A secret is not for logs. */
    @Override
    public String toString() {
        return "Visitor[...]";
    }
}
