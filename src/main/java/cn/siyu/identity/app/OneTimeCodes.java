package cn.siyu.identity.app;

import cn.siyu.kernel.pii.PiiCipher;
import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes by time (RFC 6238): six digits, thirty seconds, a step early or late is forgiven. */
@Singleton
class OneTimeCodes {

    private static final int SECRET_BYTES = 20;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final PiiCipher cipher;
    private final SecureRandom random = new SecureRandom();
    private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();

    @Inject
    OneTimeCodes(PiiCipher cipher) {
        this.cipher = cipher;
    }

    /** A fresh secret: as an authenticator wants it, and as it is kept. */
    record Secret(String base32, String kept) {}

    Secret newSecret(UUID staff) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return new Secret(base32(bytes), cipher.seal(Base64.getEncoder().encodeToString(bytes), place(staff)));
    }

    /** The step for which the code is right, if it is right at all. */
    OptionalLong step(UUID staff, String sealedSecret, String code, Instant now) {
        var bytes = Base64.getDecoder().decode(cipher.open(sealedSecret, place(staff)));
        var key = new SecretKeySpec(bytes, codes.getAlgorithm());
        var length = codes.getTimeStep().toSeconds();
        var current = Math.floorDiv(now.getEpochSecond(), length);
        for (var step = current - 1; step <= current + 1; step++) {
            if (MessageDigest.isEqual(ascii(code(key, step * length)), ascii(code))) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    private String code(SecretKeySpec key, long second) {
        try {
            return codes.generateOneTimePasswordString(key, Instant.ofEpochSecond(second));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a one-time code secret is not usable", e);
        }
    }

    private static byte[] ascii(String code) {
        return code.getBytes(StandardCharsets.US_ASCII);
    }

    private static String place(UUID staff) {
        return "identity_staff:" + staff + ":totp_secret";
    }

    static String base32(byte[] bytes) {
        var text = new StringBuilder();
        var bits = 0;
        var held = 0;
        for (var b : bytes) {
            held = (held << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt((held >> bits) & 31));
            }
            held &= (1 << bits) - 1;
        }
        return bits == 0
                ? text.toString()
                : text.append(BASE32.charAt((held << (5 - bits)) & 31)).toString();
    }
}
