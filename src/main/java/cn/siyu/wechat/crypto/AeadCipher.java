package cn.siyu.wechat.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AEAD_AES_256_GCM under the APIv3 key: base64 of the ciphertext with its 16-byte tag behind. */
public final class AeadCipher {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;

    /** @param setting named in the message when the key has not 32 bytes */
    public AeadCipher(String setting, String apiV3Key) {
        var bytes = apiV3Key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length != KEY_BYTES) {
            throw new IllegalStateException(setting + " must have 32 bytes");
        }
        this.key = new SecretKeySpec(bytes, "AES");
    }

    public String encrypt(String associatedData, String nonce, String plaintext) {
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, associatedData, nonce)
                    .doFinal(plaintext.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encrypting failed", e);
        }
    }

    /** Empty for whatever was not encrypted under this key with this nonce and associated data. */
    public Optional<byte[]> decrypt(String associatedData, String nonce, String ciphertext) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, associatedData, nonce)
                    .doFinal(Base64.getDecoder().decode(ciphertext)));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String associatedData, String nonce) throws GeneralSecurityException {
        var bytes = nonce.getBytes(StandardCharsets.UTF_8);
        if (bytes.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a nonce has 12 bytes");
        }
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, bytes));
        cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
