package cn.siyu.launch;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps a production start from standing on missing, weak or borrowed settings (SEC-07). It looks before Quarkus boots, so
 * that the operator reads one plain line for each bad setting: its name, what is wrong and how to give it. No line repeats
 * a value, because these are secrets.
 */
final class ProductionGate {

    private static final int RSA_BITS = 2048;
    private static final int EC_BITS = 256;
    private static final int KEY_BYTES = 32;
    private static final String SANDBOX = "sandbox";
    private static final String CORP_ID = "siyu.wecom.corp-id";
    private static final String CORP_SECRET = "siyu.wecom.corp-secret";
    private static final String CALLBACK_TOKEN = "siyu.wecom.callback-token";
    private static final String CALLBACK_KEY = "siyu.wecom.callback-aes-key";

    private final Settings settings;
    private final List<String> complaints = new ArrayList<>();

    private ProductionGate(Settings settings) {
        this.settings = settings;
    }

    /** Refuses the start when the settings are not fit for production. */
    static void check(Settings settings) {
        var complaints = new ProductionGate(settings).complaints();
        if (!complaints.isEmpty()) {
            throw new LaunchRefused(
                    "these settings are not fit for production:\n  - " + String.join("\n  - ", complaints));
        }
    }

    private List<String> complaints() {
        secret("siyu.pii.key");
        secret("siyu.pii.index-key");
        privateKey("siyu.tokens.member-private-key", "RSA", RSA_BITS);
        privateKey("siyu.tokens.staff-private-key", "EC", EC_BITS);
        weChat();
        weCom();
        address("siyu.public-url", "the https address under which WeChat and buyers reach this shop");
        crossOrigin();
        absent("siyu.clock.file", "the clock of production is the machine's");
        absent("siyu.sample.password", "sample sign-ins are for trials");
        off("siyu.identity.sample-staff", "sample sign-ins are for trials");
        off(SampleShop.WANTED, "the sample brand is for trials");
        on("siyu.identity.totp-required", "admins and finance sign in with a second factor");
        return complaints;
    }

    private void weChat() {
        own("siyu.wechat.app-id", "wxsandbox", "the mini-program's AppID");
        own("siyu.wechat.app-secret", SANDBOX, "the mini-program's AppSecret");
        needed("siyu.wechat.mch-id", "the merchant number of WeChat Pay");
        needed("siyu.wechat.mch-serial", "the serial number of the merchant's API certificate");
        privateKey("siyu.wechat.mch-private-key", "RSA", RSA_BITS);
        given("siyu.wechat.api-v3-key", "the merchant's APIv3 key of 32 characters")
                .ifPresent(this::apiV3Key);
        own("siyu.wechat.pay-public-key-id", "pub_key_id_sandbox", "the id of WeChat Pay's public key, PUB_KEY_ID_...");
        publicKey("siyu.wechat.pay-public-key");
        address("siyu.wechat.api-url", "https://api.weixin.qq.com");
        address("siyu.wechat.pay-url", "https://api.mch.weixin.qq.com");
    }

    /** A shop may do without WeCom, and without being called by it; what it has of either it has whole. */
    private void weCom() {
        if (settings.has(CORP_ID) || settings.has(CORP_SECRET)) {
            own(CORP_ID, "wwsandbox", "the corporation's id");
            needed(CORP_SECRET, "the secret of the application that may see customers");
        }
        if (settings.has(CALLBACK_TOKEN) || settings.has(CALLBACK_KEY)) {
            needed(CALLBACK_TOKEN, "the Token of the callbacks");
            given(CALLBACK_KEY, "their EncodingAESKey")
                    .filter(value -> decode(value + "=").length != KEY_BYTES)
                    .ifPresent(_ -> complain(CALLBACK_KEY, "is not an EncodingAESKey", "its 43 characters"));
        }
        if (settings.has("siyu.wecom.api-url")) {
            address("siyu.wecom.api-url", "https://qyapi.weixin.qq.com, or leave it out");
        }
    }

    /** Given, and not what the sandbox gives. */
    private void own(String name, String sandboxes, String how) {
        given(name, how)
                .filter(value -> isSandbox(value, sandboxes))
                .ifPresent(_ -> complain(name, "is the sandbox's", how));
    }

    private void apiV3Key(String value) {
        if (isSandbox(value, SANDBOX)) {
            complain("siyu.wechat.api-v3-key", "is the sandbox's", "the merchant's APIv3 key");
        } else if (value.length() != KEY_BYTES) {
            complain("siyu.wechat.api-v3-key", "is not 32 characters long", "the merchant's APIv3 key");
        }
    }

    private void secret(String name) {
        var how = "32 random bytes in base64";
        given(name, how).map(ProductionGate::decode).ifPresent(bytes -> {
            if (bytes.length != KEY_BYTES || isUniform(bytes)) {
                complain(name, "is weak: it needs 256 random bits", how);
            }
        });
    }

    private static boolean isUniform(byte[] bytes) {
        var distinct = new boolean[256];
        var count = 0;
        for (var one : bytes) {
            var at = Byte.toUnsignedInt(one);
            count += distinct[at] ? 0 : 1;
            distinct[at] = true;
        }
        return count < KEY_BYTES / 4;
    }

    private void privateKey(String name, String algorithm, int bits) {
        var how = "a PKCS#8 private key (" + algorithm + ", at least " + bits + " bits), PEM or base64";
        given(name, how).ifPresent(value -> {
            try {
                var key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(decode(value)));
                strong(name, key, bits, how);
            } catch (GeneralSecurityException e) {
                complain(name, "is not a private key of " + algorithm, how);
            }
        });
    }

    private void publicKey(String name) {
        var how = "WeChat Pay's public key, PEM or base64";
        given(name, how).ifPresent(value -> {
            try {
                var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(decode(value)));
                strong(name, key, RSA_BITS, how);
            } catch (GeneralSecurityException e) {
                complain(name, "is not an RSA public key", how);
            }
        });
    }

    private void strong(String name, Key key, int bits, String how) {
        var has = switch (key) {
            case RSAKey rsa -> rsa.getModulus().bitLength();
            case ECKey ec -> ec.getParams().getOrder().bitLength();
            default -> 0;
        };
        if (has < bits) {
            complain(name, "is weak: " + has + " bits", how);
        }
    }

    private void address(String name, String how) {
        given(name, how).ifPresent(value -> {
            var host = host(value);
            if (!value.toLowerCase(Locale.ROOT).startsWith("https://")) {
                complain(name, "is not an https address", how);
            } else if (host.isEmpty() || isLocal(host)) {
                complain(name, "leads to this machine or nowhere, as the sandbox does", how);
            }
        });
    }

    private static String host(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getHost()).orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("0.0.0.0")
                || host.startsWith("[");
    }

    private void crossOrigin() {
        settings.find("quarkus.http.cors.origins")
                .filter(value -> value.contains("*"))
                .ifPresent(_ -> complain(
                        "quarkus.http.cors.origins", "lets every origin in", "the exact origins of the admin pages"));
    }

    private void absent(String name, String why) {
        if (settings.has(name)) {
            complaints.add(name + " is set: leave it out, " + why);
        }
    }

    private void off(String name, String why) {
        if (settings.find(name).filter("true"::equalsIgnoreCase).isPresent()) {
            complaints.add(name + " is on: leave it out, " + why);
        }
    }

    private void on(String name, String why) {
        if (settings.find(name).filter("false"::equalsIgnoreCase).isPresent()) {
            complaints.add(name + " is off: leave it out, " + why);
        }
    }

    private void needed(String name, String how) {
        var _ = given(name, how);
    }

    private Optional<String> given(String name, String how) {
        var value = settings.find(name);
        if (value.isEmpty()) {
            complain(name, "is missing", how);
        }
        return value;
    }

    private void complain(String name, String what, String how) {
        complaints.add("%s %s: give %s, as %s or -D%s"
                .formatted(name, what, how, name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), name));
    }

    private static boolean isSandbox(String value, String mark) {
        return value.toLowerCase(Locale.ROOT).startsWith(mark);
    }

    /** Base64, with or without the lines of PEM; anything else decodes to nothing, which no check accepts. */
    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder()
                    .decode(text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s|\\\\n", ""));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
