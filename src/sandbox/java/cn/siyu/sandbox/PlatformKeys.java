package cn.siyu.sandbox;

import com.wechat.pay.java.core.cipher.RSAPrivacyDecryptor;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.Signer;
import com.wechat.pay.java.core.util.PemUtil;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key pairs of WeChat Pay itself: the current one and, from the first change on, the one before it. Both are WeChat's; it
 * signs by one of them, or, to try the merchant, by one that he was never told of.
 */
final class PlatformKeys {
    private static final String CURRENT = "platform-";
    private static final String PREVIOUS = "previous-platform-";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Pair current;
    private @Nullable Pair previous;
    private Pair signing;

    private PlatformKeys(Pair current, @Nullable Pair previous) {
        this.current = current;
        this.previous = previous;
        this.signing = current;
    }

    /** By which key answers and notifications are signed. */
    enum By {
        CURRENT,
        PREVIOUS,
        FOREIGN
    }

    /** One key pair, as text and ready to use. */
    record Pair(String id, String privateKey, String publicKey, Signer signer) {
        static Pair of(String id, String privateKey, String publicKey) {
            return new Pair(id, privateKey, publicKey, new RSASigner(id, PemUtil.loadPrivateKeyFromString(privateKey)));
        }

        Optional<String> opened(String ciphertext) {
            try {
                return Optional.of(
                        new RSAPrivacyDecryptor(PemUtil.loadPrivateKeyFromString(privateKey)).decrypt(ciphertext));
            } catch (RuntimeException foreign) {
                return Optional.empty();
            }
        }
    }

    static PlatformKeys fresh() throws GeneralSecurityException {
        return new PlatformKeys(made(), null);
    }

    static PlatformKeys in(Properties own) {
        return new PlatformKeys(pair(own, CURRENT), own.containsKey(PREVIOUS + "key-id") ? pair(own, PREVIOUS) : null);
    }

    void keepIn(Properties own) {
        keep(own, CURRENT, current);
        if (previous != null) {
            keep(own, PREVIOUS, previous);
        }
    }

    private static Pair pair(Properties own, String which) {
        return Pair.of(
                own.getProperty(which + "key-id"),
                own.getProperty(which + "private-key"),
                own.getProperty(which + "public-key"));
    }

    private static void keep(Properties own, String which, Pair pair) {
        own.setProperty(which + "key-id", pair.id());
        own.setProperty(which + "private-key", pair.privateKey());
        own.setProperty(which + "public-key", pair.publicKey());
    }

    private static Pair made() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        return Pair.of(
                "PUB_KEY_ID_SANDBOX_" + (1_000_000_000_000L + RANDOM.nextLong(9_000_000_000_000L)),
                Keys.base64(pair.getPrivate().getEncoded()),
                Keys.base64(pair.getPublic().getEncoded()));
    }

    Pair current() {
        return current;
    }

    Optional<Pair> previous() {
        return Optional.ofNullable(previous);
    }

    /** The key that signs. */
    Pair signing() {
        return signing;
    }

    /** A new key signs from now on; what was before the one before is forgotten. */
    void rotate() throws GeneralSecurityException {
        previous = current;
        current = made();
        signing = current;
    }

    void signBy(By by) throws GeneralSecurityException {
        signing = switch (by) {
            case CURRENT -> current;
            case PREVIOUS ->
                previous().orElseThrow(() -> new ControlRefusal(409, "The key was never changed: rotate it first"));
            case FOREIGN -> made();
        };
    }

    void signByCurrent() {
        signing = current;
    }

    boolean has(String id) {
        return all().anyMatch(pair -> pair.id().equals(id));
    }

    /** A field that was encrypted under the named key. */
    Optional<String> opened(@Nullable String id, String ciphertext) {
        return all().filter(pair -> pair.id().equals(id)).findFirst().flatMap(pair -> pair.opened(ciphertext));
    }

    /** A field that was encrypted under any of the keys. */
    Optional<String> opened(String ciphertext) {
        return all().flatMap(pair -> pair.opened(ciphertext).stream()).findFirst();
    }

    private Stream<Pair> all() {
        return Stream.concat(Stream.of(current), previous().stream());
    }
}
