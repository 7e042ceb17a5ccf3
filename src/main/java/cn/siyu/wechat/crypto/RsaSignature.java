package cn.siyu.wechat.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** SHA-256 with RSA, in base64. Every call has a {@link Signature} of its own: they are not made for two threads. */
public final class RsaSignature {

    private static final String ALGORITHM = "SHA256withRSA";

    private RsaSignature() {}

    public static String sign(PrivateKey key, String message) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /** False for whatever is not the signature of exactly these bytes, malformed base64 included. */
    public static boolean verify(PublicKey key, byte[] message, String base64) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }
}
