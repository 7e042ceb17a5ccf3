package cn.siyu.identity.app;

import cn.siyu.identity.Audience;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/** Our own keys, by the id that a token's header names: each belongs to one audience and one algorithm (SEC-04). Read at the start, so that a bad one is named at once. */
@Startup
@Singleton
public class TokenKeys {

    /** Signs the tokens of one audience. */
    record Signing(String id, Audience audience, String algorithm, PrivateKey key) {}

    /** Verifies the tokens of one audience. */
    record Verifying(String id, Audience audience, String algorithm, PublicKey key) {}

    private final Map<Audience, Signing> signing = new HashMap<>();
    private final Map<String, Verifying> verifying = new HashMap<>();

    @Inject
    TokenKeys(TokenSettings settings) {
        var member = KeyMaterial.rsa("siyu.tokens.member-private-key", settings.memberPrivateKey());
        var staff = KeyMaterial.ec("siyu.tokens.staff-private-key", settings.staffPrivateKey());
        signWith(Audience.MEMBER, member);
        signWith(Audience.STAFF, staff);
        settings.memberPreviousPublicKey()
                .map(text -> KeyMaterial.rsaPublic("siyu.tokens.member-previous-public-key", text))
                .ifPresent(key -> keep(Audience.MEMBER, key));
        settings.staffPreviousPublicKey()
                .map(text -> KeyMaterial.ecPublic("siyu.tokens.staff-previous-public-key", text))
                .ifPresent(key -> keep(Audience.STAFF, key));
    }

    Signing of(Audience audience) {
        var key = signing.get(audience);
        if (key == null) {
            throw new IllegalStateException("no key for " + audience);
        }
        return key;
    }

    Optional<Verifying> find(String id) {
        return Optional.ofNullable(verifying.get(id));
    }

    private void signWith(Audience audience, KeyPair pair) {
        keep(audience, pair.getPublic());
        signing.put(
                audience, new Signing(thumbprint(pair.getPublic()), audience, algorithm(audience), pair.getPrivate()));
    }

    private void keep(Audience audience, PublicKey key) {
        var id = thumbprint(key);
        verifying.put(id, new Verifying(id, audience, algorithm(audience), key));
    }

    /** Members' tokens are verified a hundred times more often, and RS256 is ten times cheaper to verify than ES256. */
    private static String algorithm(Audience audience) {
        return switch (audience) {
            case MEMBER -> AlgorithmIdentifiers.RSA_USING_SHA256;
            case STAFF -> AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
        };
    }

    private static String thumbprint(PublicKey key) {
        try {
            JsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(key);
            return jwk.calculateBase64urlEncodedThumbprint("SHA-256");
        } catch (JoseException e) {
            throw new IllegalStateException("a token key has no thumbprint", e);
        }
    }
}
