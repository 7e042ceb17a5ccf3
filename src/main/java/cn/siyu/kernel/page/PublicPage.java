package cn.siyu.kernel.page;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An answer that is the same for everybody: its bytes and the strong ETag over them, the same at every instance. */
final class PublicPage {

    private static final int DIGEST_BYTES = 16;
    private static final int OVERHEAD = 300;

    /** As it is sent: many send it at once, and it is copied for none of them. */
    private final Buffer body;

    private final String etag;

    PublicPage(byte[] bytes) {
        this.body = Buffer.buffer(bytes);
        this.etag = '"' + digest(bytes) + '"';
    }

    /** To be sent and not to be changed. */
    Buffer body() {
        return body;
    }

    String etag() {
        return etag;
    }

    int weight() {
        return body.length() + OVERHEAD;
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
