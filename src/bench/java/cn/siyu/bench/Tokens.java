package cn.siyu.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Access tokens like one that the shop has issued, for other members, signed with the shop's own key. */
final class Tokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder WEB = Base64.getUrlEncoder().withoutPadding();

    /** Longer than a run. */
    private static final Duration LIFE = Duration.ofHours(12);

    private final String header;
    private final ObjectNode claims;
    private final PrivateKey key;

    /** @param like a token that the shop has issued */
    Tokens(String like, String privateKey) {
        var parts = like.split("\\.", -1);
        this.header = parts[0];
        try {
            this.claims = (ObjectNode)
                    JSON.readTree(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            this.key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey.strip())));
        } catch (JsonProcessingException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whose the token is. */
    UUID subject() {
        return UUID.fromString(claims.path("sub").asText());
    }

    UUID session() {
        return UUID.fromString(claims.path("sid").asText());
    }

    String of(UUID member, UUID session) {
        var its = claims.deepCopy();
        its.put("sub", member.toString());
        its.put("name", member.toString());
        its.put("sid", session.toString());
        its.put("jti", UUID.randomUUID().toString());
        its.put("exp", Instant.now().plus(LIFE).getEpochSecond());
        var signed = header + "." + WEB.encodeToString(its.toString().getBytes(StandardCharsets.UTF_8));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + WEB.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
