package cn.siyu.identity.app;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.KeyAgreement;

/** Reads the keys that settings hold; every refusal names the setting and never shows its value. */
final class KeyMaterial {

    private static final int RSA_BITS = 2048;
    private static final int EC_BITS = 256;

    private KeyMaterial() {}

    static KeyPair rsa(String setting, String base64) {
        try {
            var factory = KeyFactory.getInstance("RSA");
            var key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(bytes(base64)));
            var open = factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return new KeyPair(strong(setting, (RSAPublicKey) open), key);
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException _) {
            throw new IllegalStateException(
                    setting + " must be an RSA private key of 2048 bits or more, PKCS #8 in base64");
        }
    }

    static KeyPair ec(String setting, String base64) {
        try {
            var key =
                    (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(base64)));
            return new KeyPair(strong(setting, publicKeyOf(key)), key);
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException _) {
            throw new IllegalStateException(setting + " must be an EC private key on P-256, PKCS #8 in base64");
        }
    }

    static PublicKey rsaPublic(String setting, String base64) {
        try {
            var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes(base64)));
            return strong(setting, (RSAPublicKey) key);
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException _) {
            throw new IllegalStateException(setting + " must be an RSA public key, X.509 in base64");
        }
    }

    static PublicKey ecPublic(String setting, String base64) {
        try {
            var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes(base64)));
            return strong(setting, (ECPublicKey) key);
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException _) {
            throw new IllegalStateException(setting + " must be an EC public key on P-256, X.509 in base64");
        }
    }

    private static PublicKey strong(String setting, RSAPublicKey key) {
        if (key.getModulus().bitLength() < RSA_BITS) {
            throw new IllegalStateException(setting + " is weak: RSA needs 2048 bits or more");
        }
        return key;
    }

    private static PublicKey strong(String setting, ECPublicKey key) {
        if (key.getParams().getCurve().getField().getFieldSize() != EC_BITS) {
            throw new IllegalStateException(setting + " must be on the curve P-256");
        }
        return key;
    }

    /**
     * Java has no call for the public half of an EC key. Agreeing with the curve's own base point yields its x; of the
     * two points with that x, the right one verifies what the key signs.
     */
    private static ECPublicKey publicKeyOf(ECPrivateKey key) throws GeneralSecurityException {
        var params = key.getParams();
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        var _ = agreement.doPhase(point(params, params.getGenerator()), true);
        var x = new BigInteger(1, agreement.generateSecret());
        var prime = ((ECFieldFp) params.getCurve().getField()).getP();
        var square = x.modPow(BigInteger.valueOf(3), prime)
                .add(params.getCurve().getA().multiply(x))
                .add(params.getCurve().getB())
                .mod(prime);
        var y = square.modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
        var candidate = point(params, new ECPoint(x, y));
        return fits(key, candidate) ? candidate : point(params, new ECPoint(x, prime.subtract(y)));
    }

    private static ECPublicKey point(ECParameterSpec params, ECPoint point) throws GeneralSecurityException {
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, params));
    }

    private static boolean fits(PrivateKey key, PublicKey candidate) throws GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        var signed = signature.sign();
        signature.initVerify(candidate);
        return signature.verify(signed);
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64.trim());
    }
}
