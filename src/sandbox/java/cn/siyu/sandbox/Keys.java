package cn.siyu.sandbox;

import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSAPrivacyDecryptor;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.cipher.Signer;
import com.wechat.pay.java.core.cipher.Verifier;
import com.wechat.pay.java.core.util.PemUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** The merchant and platform keys of one data folder: made once, then read again, and told to the application. */
final class Keys {
    static final String APP_ID = "wxsandbox000000001";
    static final String MCH_ID = "1900000109";
    private static final String OWN_FILE = "wechat-sandbox-keys.properties";
    private static final String TOLD_FILE = "wechat-sandbox.properties";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Properties own;
    private final Signer platformSigner;
    private final Verifier merchantVerifier;

    private Keys(Properties own) {
        this.own = own;
        this.platformSigner = new RSASigner(
                platformKeyId(), PemUtil.loadPrivateKeyFromString(own.getProperty("platform-private-key")));
        this.merchantVerifier =
                new RSAVerifier(PemUtil.loadPublicKeyFromString(own.getProperty("mch-public-key")), mchSerial());
    }

    static Keys in(Path folder) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        var file = folder.resolve(OWN_FILE);
        if (!Files.exists(file)) {
            write(file, fresh());
        }
        var own = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            own.load(reader);
        }
        return new Keys(own);
    }

    private static String fresh() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var merchant = generator.generateKeyPair();
        var platform = generator.generateKeyPair();
        var lines = new StringBuilder();
        line(lines, "app-secret", hex(16));
        line(lines, "mch-serial", hex(20).toUpperCase(Locale.ROOT));
        line(lines, "mch-private-key", base64(merchant.getPrivate().getEncoded()));
        line(lines, "mch-public-key", base64(merchant.getPublic().getEncoded()));
        line(lines, "api-v3-key", "sandbox" + hex(13).substring(0, 25));
        line(
                lines,
                "platform-key-id",
                "PUB_KEY_ID_SANDBOX_" + (1_000_000_000_000L + RANDOM.nextLong(9_000_000_000_000L)));
        line(lines, "platform-private-key", base64(platform.getPrivate().getEncoded()));
        line(lines, "platform-public-key", base64(platform.getPublic().getEncoded()));
        return lines.toString();
    }

    /** Writes the settings with which the application reaches this sandbox as if it were WeChat. */
    void tellApplication(Path folder, int port) throws IOException {
        var address = "http://127.0.0.1:" + port;
        var lines = new StringBuilder();
        line(lines, "siyu.wechat.api-url", address);
        line(lines, "siyu.wechat.pay-url", address);
        line(lines, "siyu.wechat.app-id", APP_ID);
        line(lines, "siyu.wechat.app-secret", appSecret());
        line(lines, "siyu.wechat.mch-id", MCH_ID);
        line(lines, "siyu.wechat.mch-serial", mchSerial());
        line(lines, "siyu.wechat.mch-private-key", own.getProperty("mch-private-key"));
        line(lines, "siyu.wechat.api-v3-key", own.getProperty("api-v3-key"));
        line(lines, "siyu.wechat.pay-public-key-id", platformKeyId());
        line(lines, "siyu.wechat.pay-public-key", own.getProperty("platform-public-key"));
        write(folder.resolve(TOLD_FILE), lines.toString());
    }

    String appSecret() {
        return own.getProperty("app-secret");
    }

    String mchSerial() {
        return own.getProperty("mch-serial");
    }

    String platformKeyId() {
        return own.getProperty("platform-key-id");
    }

    boolean signedByMerchant(String message, String signature) {
        try {
            return merchantVerifier.verify(mchSerial(), message, signature);
        } catch (RuntimeException malformed) {
            // The official verifier throws on a signature that is not Base64 or not of the key's length.
            return false;
        }
    }

    String platformSignature(String message) {
        return platformSigner.sign(message).getSign();
    }

    /** A sensitive field as WeChat reads it; empty when it was not encrypted for this platform. */
    Optional<String> opened(String ciphertext) {
        try {
            return Optional.of(decryptedByPlatform(ciphertext));
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    /** Encrypts the resource of a notification; the result is Base64 with the tag at the end. */
    String encrypted(String associatedData, String nonce, byte[] plaintext) {
        var cipher = new AeadAesCipher(own.getProperty("api-v3-key").getBytes(StandardCharsets.UTF_8));
        return cipher.encrypt(
                associatedData.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8), plaintext);
    }

    /** Opens a field that was encrypted for the platform. */
    String decryptedByPlatform(String ciphertext) {
        return new RSAPrivacyDecryptor(PemUtil.loadPrivateKeyFromString(own.getProperty("platform-private-key")))
                .decrypt(ciphertext);
    }

    static String hex(int bytes) {
        return HexFormat.of().formatHex(random(bytes));
    }

    static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void line(StringBuilder lines, String key, String value) {
        lines.append(key).append('=').append(value).append('\n');
    }

    private static void write(Path file, String text) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
