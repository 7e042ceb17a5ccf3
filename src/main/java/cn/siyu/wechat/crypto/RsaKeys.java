package cn.siyu.wechat.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads RSA keys as WeChat hands them out: PEM, or its base64 without the armour. */
public final class RsaKeys {

    private RsaKeys() {}

    /** @param setting named in the message when the value is no PKCS#8 key; the value itself is never shown */
    public static PrivateKey privateKey(String setting, String text) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes(text)));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new IllegalStateException(setting + " must be an RSA private key (PKCS#8, PEM or base64)");
        }
    }

    /** @param setting named in the message when the value is no public key */
    public static PublicKey publicKey(String setting, String text) {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes(text)));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new IllegalStateException(setting + " must be an RSA public key (SPKI, PEM or base64)");
        }
    }

    private static byte[] bytes(String text) {
        return Base64.getDecoder()
                .decode(text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    }
}
