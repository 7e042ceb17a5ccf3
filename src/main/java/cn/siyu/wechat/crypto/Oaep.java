package cn.siyu.wechat.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * Sensitive fields of requests: RSA-OAEP with SHA-1 and MGF1, in base64. Every call has a {@link Cipher} of its own; a
 * shared one gives wrong ciphertexts under load, without an exception.
 */
public final class Oaep {

    private static final String ALGORITHM = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";

    private Oaep() {}

    public static String encrypt(PublicKey key, String plaintext) {
        try {
            var cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return Base64.getEncoder().encodeToString(cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encrypting failed", e);
        }
    }

    public static Optional<String> decrypt(PrivateKey key, String ciphertext) {
        try {
            var cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(Cipher.DECRYPT_MODE, key);
            return Optional.of(
                    new String(cipher.doFinal(Base64.getDecoder().decode(ciphertext)), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
