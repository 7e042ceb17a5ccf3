package cn.siyu.identity.app;

import cn.siyu.identity.Audience;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/**
 * Makes and verifies access tokens. The key decides the audience and the algorithm; whatever else the header says of keys
 * ({@code jwk}, {@code jku}, {@code x5u}) is not looked at. A token is verified once, then known by its hash until it expires.
 */
@ApplicationScoped
public class AccessTokens {

    private static final String ISSUER = "siyu";
    private static final String TYPE = "at+jwt";
    private static final int LONGEST = 4096;
    private static final int REMEMBERED = 50_000;

    /** One set for all of them. */
    private static final Set<String> MEMBERS = Set.of(Role.MEMBER);

    /** The clocks of two instances differ a little. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

    private final TokenKeys keys;
    private final ShopClock clock;
    private final Cache<String, AccessClaims> verified = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    @Inject
    AccessTokens(TokenKeys keys, ShopClock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    String issue(AccessClaims claims, Instant now) {
        var key = keys.of(claims.audience());
        var content = new JwtClaims();
        content.setIssuer(ISSUER);
        content.setAudience(audience(claims.audience()));
        content.setSubject(claims.subject().toString());
        content.setJwtId(Ids.next().toString());
        content.setIssuedAt(date(now));
        content.setNotBefore(date(now.minus(CLOCKS_DIFFER)));
        content.setExpirationTime(date(claims.expiresAt()));
        content.setStringClaim("sid", claims.session().toString());
        content.setStringClaim("name", claims.name());
        content.setStringListClaim("roles", List.copyOf(claims.roles()));
        var token = new JsonWebSignature();
        token.setPayload(content.toJson());
        token.setKey(key.key());
        token.setKeyIdHeaderValue(key.id());
        token.setAlgorithmHeaderValue(key.algorithm());
        token.setHeader("typ", TYPE);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("an access token could not be signed", e);
        }
    }

    /** The claims of a genuine token that is good now; empty for everything else, without saying why. */
    Optional<AccessClaims> verify(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        var now = clock.instant();
        var hash = Hash.of(token);
        var known = verified.getIfPresent(hash);
        if (known != null) {
            return Optional.of(known).filter(claims -> claims.expiresAt().isAfter(now));
        }
        var fresh = examine(token, now);
        fresh.ifPresent(claims -> verified.put(hash, claims));
        return fresh;
    }

    private Optional<AccessClaims> examine(String token, Instant now) {
        try {
            return JsonWebStructure.fromCompactSerialization(token) instanceof JsonWebSignature signed
                    ? keyOf(signed).flatMap(key -> claims(signed, key, now))
                    : Optional.empty();
        } catch (JoseException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<TokenKeys.Verifying> keyOf(JsonWebSignature signed) {
        return Optional.ofNullable(signed.getKeyIdHeaderValue()).flatMap(keys::find);
    }

    /** Read once, header and claims: a crowd comes with ten thousand tokens a second that nobody has seen before. */
    private static Optional<AccessClaims> claims(JsonWebSignature signed, TokenKeys.Verifying key, Instant now) {
        signed.setKey(key.key());
        // Its strength was looked at when it was read (TokenKeys).
        signed.setDoKeyValidation(false);
        signed.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, key.algorithm()));
        try {
            if (!TYPE.equals(signed.getHeader("typ")) || !signed.verifySignature()) {
                return Optional.empty();
            }
            var content = JwtClaims.parse(signed.getPayload());
            return isMeant(content, key.audience(), now)
                    ? Optional.of(claims(content, key.audience()))
                    : Optional.empty();
        } catch (JoseException | InvalidJwtException | MalformedClaimException _) {
            return Optional.empty();
        }
    }

    private static boolean isMeant(JwtClaims content, Audience audience, Instant now) throws MalformedClaimException {
        var from = content.getNotBefore();
        var until = content.getExpirationTime();
        return ISSUER.equals(content.getIssuer())
                && content.getAudience().contains(audience(audience))
                && content.getSubject() != null
                && from != null
                && !date(now).isBefore(from)
                && until != null
                && date(now).isBefore(until);
    }

    private static AccessClaims claims(JwtClaims content, Audience audience) throws MalformedClaimException {
        return new AccessClaims(
                audience,
                UUID.fromString(content.getSubject()),
                UUID.fromString(content.getStringClaimValue("sid")),
                content.getStringClaimValue("name"),
                ofAudience(audience, Set.copyOf(content.getStringListClaimValue("roles"))),
                Instant.ofEpochSecond(content.getExpirationTime().getValue()));
    }

    /** A member is never staff and staff is never a member, whatever a token claims. */
    static Set<String> ofAudience(Audience audience, Set<String> roles) {
        var fits = switch (audience) {
            case MEMBER -> roles.equals(MEMBERS);
            case STAFF -> !roles.isEmpty() && !roles.contains(Role.MEMBER);
        };
        if (!fits) {
            throw new IllegalArgumentException("roles of another audience");
        }
        return audience == Audience.MEMBER ? MEMBERS : roles;
    }

    private static String audience(Audience audience) {
        return "siyu:" + audience.name().toLowerCase(Locale.ROOT);
    }

    private static NumericDate date(Instant instant) {
        return NumericDate.fromSeconds(instant.getEpochSecond());
    }
}
