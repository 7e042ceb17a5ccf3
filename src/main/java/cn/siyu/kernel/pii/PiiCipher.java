package cn.siyu.kernel.pii;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Personal data at rest (SEC-19): AES-256-GCM, bound to the place where it is kept, so that a ciphertext copied to another
 * row or column does not open; and a keyed index (HMAC-SHA-256) by which an exact value can be found without being stored.
 */
@Singleton
public class PiiCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String FORM = "v1.";

    private static final int NONCES_AT_ONCE = 256;

    private final SecretKey key;
    private final SecretKey indexKey;

    /** An order seals and opens six values and makes three indexes: to find the algorithms anew for each costs more than their use. */
    private final ThreadLocal<Tools> tools = ThreadLocal.withInitial(() -> new Tools(indexKey()));

    @Inject
    PiiCipher(
            @ConfigProperty(name = "siyu.pii.key") String key,
            @ConfigProperty(name = "siyu.pii.index-key") String indexKey) {
        this.key = new SecretKeySpec(bytes("siyu.pii.key", key), "AES");
        this.indexKey = new SecretKeySpec(bytes("siyu.pii.index-key", indexKey), "HmacSHA256");
    }

    /** What one thread works with. */
    private static final class Tools {
        private final Cipher cipher;
        private final Mac mac;
        private final SecureRandom random = new SecureRandom();
        private final byte[] nonces = new byte[NONCE_BYTES * NONCES_AT_ONCE];
        private int next = nonces.length;

        Tools(SecretKey indexKey) {
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
                mac = Mac.getInstance("HmacSHA256");
                mac.init(indexKey);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        byte[] nonce() {
            if (next == nonces.length) {
                random.nextBytes(nonces);
                next = 0;
            }
            next += NONCE_BYTES;
            return Arrays.copyOfRange(nonces, next - NONCE_BYTES, next);
        }
    }

    private SecretKey indexKey() {
        return indexKey;
    }

    /** @param place table, row and column, such as {@code member_member:018f...:phone} */
    public String seal(String plain, String place) {
        try {
            var nonce = tools.get().nonce();
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            var sealed = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            var all =
                    ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed);
            return FORM + Base64.getEncoder().encodeToString(all.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed at " + place, e);
        }
    }

    /** Opens what {@link #seal} made for the same place; anything else is a fault, never an empty answer. */
    public String open(String sealed, String place) {
        try {
            if (!sealed.startsWith(FORM)) {
                throw new IllegalStateException("not a sealed value at " + place);
            }
            var all = ByteBuffer.wrap(Base64.getDecoder().decode(sealed.substring(FORM.length())));
            var nonce = new byte[NONCE_BYTES];
            all.get(nonce);
            var body = new byte[all.remaining()];
            all.get(body);
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(body), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed value does not open at " + place, e);
        }
    }

    /** The keyed index of a value within {@code domain}, such as {@code phone}: equal values have equal indexes. */
    public String index(String plain, String domain) {
        var mac = tools.get().mac;
        mac.update(domain.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return HexFormat.of().formatHex(mac.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        var cipher = tools.get().cipher;
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] bytes(String setting, String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64.trim());
            if (bytes.length == 32) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Falls through to the one message that names the setting and never shows the value.
        }
        throw new IllegalStateException(setting + " must be 32 bytes in base64");
    }
}
