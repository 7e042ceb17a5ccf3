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
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
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
            var id = JsonWebStructure.fromCompactSerialization(token).getKeyIdHeaderValue();
            var key = Optional.ofNullable(id).flatMap(keys::find);
            return key.isEmpty() ? Optional.empty() : Optional.of(claims(token, key.get(), now));
        } catch (JoseException | InvalidJwtException | MalformedClaimException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static AccessClaims claims(String token, TokenKeys.Verifying key, Instant now)
            throws InvalidJwtException, MalformedClaimException {
        var consumer = new JwtConsumerBuilder()
                .setVerificationKey(key.key())
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, key.algorithm()))
                .setExpectedType(true, TYPE)
                .setExpectedIssuer(true, ISSUER)
                .setExpectedAudience(true, audience(key.audience()))
                .setRequireSubject()
                .setRequireExpirationTime()
                .setRequireNotBefore()
                .setEvaluationTime(date(now))
                .setAllowedClockSkewInSeconds(0)
                .build();
        var content = consumer.processToClaims(token);
        return new AccessClaims(
                key.audience(),
                UUID.fromString(content.getSubject()),
                UUID.fromString(content.getStringClaimValue("sid")),
                content.getStringClaimValue("name"),
                ofAudience(key.audience(), Set.copyOf(content.getStringListClaimValue("roles"))),
                Instant.ofEpochSecond(content.getExpirationTime().getValue()));
    }

    /** A member is never staff and staff is never a member, whatever a token claims. */
    static Set<String> ofAudience(Audience audience, Set<String> roles) {
        var fits = switch (audience) {
            case MEMBER -> roles.equals(Set.of(Role.MEMBER));
            case STAFF -> !roles.isEmpty() && !roles.contains(Role.MEMBER);
        };
        if (!fits) {
            throw new IllegalArgumentException("roles of another audience");
        }
        return roles;
    }

    private static String audience(Audience audience) {
        return "siyu:" + audience.name().toLowerCase(Locale.ROOT);
    }

    private static NumericDate date(Instant instant) {
        return NumericDate.fromSeconds(instant.getEpochSecond());
    }
}
