package cn.siyu.wechat.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** How WeChat and WeCom encrypt what they push: AES-256-CBC, and inside who it is meant for. */
public final class PushCipher {

    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 16;
    /** WeChat pads to 32 bytes, so the pad may be longer than a block of the cipher. */
    private static final int LONGEST_PAD = 32;

    private static final int NOISE_BYTES = 16;
    private static final int HEAD_BYTES = NOISE_BYTES + Integer.BYTES;

    private final SecretKey key;
    private final IvParameterSpec start;

    /** What was inside, and for which mini-program or corporation it is. */
    public record Opened(String text, String appId) {}

    /** @param setting named in the message when the key is none */
    public PushCipher(String setting, String encodingAesKey) {
        var bytes = bytes(encodingAesKey + "=").filter(found -> found.length == KEY_BYTES);
        if (bytes.isEmpty()) {
            throw new IllegalStateException(setting + " must have 43 characters of base64");
        }
        this.key = new SecretKeySpec(bytes.get(), "AES");
        this.start = new IvParameterSpec(bytes.get(), 0, BLOCK_BYTES);
    }

    /** Empty for whatever was not encrypted under this key. */
    public Optional<Opened> open(String ciphertext) {
        return bytes(ciphertext).flatMap(this::decrypted).flatMap(PushCipher::unpacked);
    }

    private Optional<byte[]> decrypted(byte[] sealed) {
        try {
            var cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, start);
            return Optional.of(cipher.doFinal(sealed));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    /** Noise, the length of the text, the text, the app id, the pad. */
    private static Optional<Opened> unpacked(byte[] plain) {
        var pad = plain.length == 0 ? 0 : plain[plain.length - 1];
        var end = plain.length - pad;
        if (pad < 1 || pad > LONGEST_PAD || end < HEAD_BYTES) {
            return Optional.empty();
        }
        var length = ByteBuffer.wrap(plain).getInt(NOISE_BYTES);
        if (length < 0 || length > end - HEAD_BYTES) {
            return Optional.empty();
        }
        return Optional.of(new Opened(
                new String(plain, HEAD_BYTES, length, UTF_8),
                new String(Arrays.copyOfRange(plain, HEAD_BYTES + length, end), UTF_8)));
    }

    private static Optional<byte[]> bytes(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
