package cn.siyu.kernel.page;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An answer that is the same for everybody: its bytes and the strong ETag over them, the same at every instance. */
final class PublicPage {

    private static final int DIGEST_BYTES = 16;
    private static final int OVERHEAD = 300;

    private final byte[] bytes;
    private final String etag;

    PublicPage(byte[] bytes) {
        this.bytes = bytes;
        this.etag = '"' + digest(bytes) + '"';
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    String etag() {
        return etag;
    }

    int weight() {
        return bytes.length + OVERHEAD;
    }

    /** Whether a reader who sends this {@code If-None-Match} has it already. */
    boolean isKnown(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        return ifNoneMatch.equals(etag)
                || Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(one -> one.equals(etag) || one.equals("*"));
    }

    private static String digest(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
