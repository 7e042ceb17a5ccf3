package cn.siyu.kernel.watch;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** A moment as all its watchers get it: the same bytes for each, and a version that is the same at every instance. */
record Shown(String version, Buffer frame, boolean over) {

    private static final int DIGEST_BYTES = 8;

    /** @param json an object with at least one member */
    static Shown of(String json, boolean over, Instant now) {
        var version = digest(json);
        var data = "{\"serverTime\":\"" + now + "\"," + json.substring(1);
        return new Shown(version, Buffer.buffer("id: " + version + "\ndata: " + data + "\n\n"), over);
    }

    private static String digest(String json) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
