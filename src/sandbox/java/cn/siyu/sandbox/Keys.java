package cn.siyu.sandbox;

import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSAVerifier;
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
import java.util.Properties;

/** The merchant and platform keys of one data folder: made once, then read again, and told to the application. */
final class Keys {
    static final String APP_ID = "wxsandbox000000001";
    static final String MCH_ID = "1900000109";
    static final String CORP_ID = "wwsandbox000000001";
    private static final String OWN_FILE = "wechat-sandbox-keys.properties";
    private static final String TOLD_FILE = "wechat-sandbox.properties";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Properties own;
    private final PlatformKeys platform;
    private final Verifier merchantVerifier;
    private volatile int port;

    private Keys(Path folder, Properties own) {
        this.folder = folder;
        this.own = own;
        this.platform = PlatformKeys.in(own);
        this.merchantVerifier =
                new RSAVerifier(PemUtil.loadPublicKeyFromString(own.getProperty("mch-public-key")), mchSerial());
    }

    static Keys in(Path folder) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        var file = folder.resolve(OWN_FILE);
        if (!Files.exists(file)) {
            write(file, lines(fresh()));
        }
        var own = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            own.load(reader);
        }
        return new Keys(folder, own);
    }

    private static Properties fresh() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var merchant = generator.generateKeyPair();
        var own = new Properties();
        own.setProperty("app-secret", hex(16));
        own.setProperty("mch-serial", hex(20).toUpperCase(Locale.ROOT));
        own.setProperty("mch-private-key", base64(merchant.getPrivate().getEncoded()));
        own.setProperty("mch-public-key", base64(merchant.getPublic().getEncoded()));
        own.setProperty("api-v3-key", "sandbox" + hex(13).substring(0, 25));
        PlatformKeys.fresh().keepIn(own);
        return own;
    }

    /** WeChat Pay's own key is changed for a new one; both are kept, and told to whoever starts from now on. */
    void rotate() throws IOException, GeneralSecurityException {
        platform.rotate();
        platform.keepIn(own);
        write(folder.resolve(OWN_FILE), lines(own));
        tellApplication(port);
    }

    /** Writes the settings with which the application reaches this sandbox as if it were WeChat. */
    void tellApplication(int servedOn) throws IOException {
        port = servedOn;
        var address = "http://127.0.0.1:" + port;
        var lines = new StringBuilder();
        line(lines, "siyu.wechat.api-url", address);
        line(lines, "siyu.wechat.pay-url", address);
        line(lines, "siyu.wechat.app-id", APP_ID);
        line(lines, "siyu.wechat.app-secret", appSecret());
        line(lines, "siyu.wecom.api-url", address);
        line(lines, "siyu.wecom.corp-id", CORP_ID);
        line(lines, "siyu.wecom.corp-secret", corpSecret());
        line(lines, "siyu.wecom.callback-token", callbackToken());
        line(lines, "siyu.wecom.callback-aes-key", callbackKey());
        line(lines, "siyu.wechat.mch-id", MCH_ID);
        line(lines, "siyu.wechat.mch-serial", mchSerial());
        line(lines, "siyu.wechat.mch-private-key", own.getProperty("mch-private-key"));
        line(lines, "siyu.wechat.api-v3-key", own.getProperty("api-v3-key"));
        line(lines, "siyu.wechat.pay-public-key-id", platform.current().id());
        line(lines, "siyu.wechat.pay-public-key", platform.current().publicKey());
        platform.previous().ifPresent(previous -> {
            line(lines, "siyu.wechat.previous-pay-public-key-id", previous.id());
            line(lines, "siyu.wechat.previous-pay-public-key", previous.publicKey());
        });
        write(folder.resolve(TOLD_FILE), lines.toString());
    }

    String appSecret() {
        return own.getProperty("app-secret");
    }

    /** The corporation's secrets follow from the application's: a folder that is older than they are has them too. */
    String corpSecret() {
        return "corp" + appSecret();
    }

    String callbackToken() {
        return "told" + appSecret();
    }

    /** 43 characters of base64 for the 32 bytes of a key. */
    String callbackKey() {
        return base64(appSecret().getBytes(StandardCharsets.US_ASCII)).substring(0, 43);
    }

    String mchSerial() {
        return own.getProperty("mch-serial");
    }

    PlatformKeys platform() {
        return platform;
    }

    boolean signedByMerchant(String message, String signature) {
        try {
            return merchantVerifier.verify(mchSerial(), message, signature);
        } catch (RuntimeException malformed) {
            // The official verifier throws on a signature that is not Base64 or not of the key's length.
            return false;
        }
    }

    /** Encrypts the resource of a notification; the result is Base64 with the tag at the end. */
    String encrypted(String associatedData, String nonce, byte[] plaintext) {
        var cipher = new AeadAesCipher(own.getProperty("api-v3-key").getBytes(StandardCharsets.UTF_8));
        return cipher.encrypt(
                associatedData.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8), plaintext);
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

    private static String lines(Properties properties) {
        var lines = new StringBuilder();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> line(lines, name, properties.getProperty(name)));
        return lines.toString();
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
