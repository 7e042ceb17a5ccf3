package cn.siyu.identity.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256, by which a token is known without being kept. */
final class Hash {

    private Hash() {}

    static String of(String token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(token));
    }

    static byte[] bytes(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
