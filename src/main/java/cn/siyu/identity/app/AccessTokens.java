package cn.siyu.identity.app;

import cn.siyu.identity.Audience;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Makes and verifies access tokens. The key decides the audience and the algorithm; whatever else the header says of keys
 * ({@code jwk}, {@code jku}, {@code x5u}) is not looked at. A token is verified once, then known by its print until it expires.
 */
@Singleton
public class AccessTokens {

    private static final String ISSUER = "siyu";
    private static final String TYPE = "at+jwt";
    private static final int LONGEST = 4096;
    private static final int REMEMBERED = 100_000;

    /** One set for all of them. */
    private static final Set<String> MEMBERS = Set.of(Role.MEMBER);

    /** The clocks of two instances differ a little. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

    private final TokenKeys keys;
    private final ShopClock clock;
    private final Cache<Print, AccessClaims> verified = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /** Half of a token's hash: nobody makes another token that has the same, and a hundred thousand of them weigh little. */
    private record Print(long high, long low) {

        private static Print of(String token) {
            var hash = ByteBuffer.wrap(Hash.bytes(token));
            return new Print(hash.getLong(), hash.getLong());
        }
    }

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
        var print = Print.of(token);
        var known = verified.getIfPresent(print);
        if (known != null) {
            return Optional.of(known).filter(claims -> claims.expiresAt().isAfter(now));
        }
        var fresh = examine(token, now);
        fresh.ifPresent(claims -> verified.put(print, claims));
        return fresh;
    }

    private Optional<AccessClaims> examine(String token, Instant now) {
        return SignedToken.read(token)
                .filter(signed -> TYPE.equals(signed.header().type()))
                .flatMap(signed -> keyOf(signed)
                        .flatMap(key -> signed.claims(key).flatMap(content -> claims(content, key.audience(), now))));
    }

    private Optional<TokenKeys.Verifying> keyOf(SignedToken signed) {
        return Optional.ofNullable(signed.header().keyId()).flatMap(keys::find);
    }

    private static Optional<AccessClaims> claims(SignedToken.Claims content, Audience audience, Instant now) {
        var from = content.notBefore();
        var until = content.expires();
        var meant = content.audience();
        var subject = content.subject();
        var session = content.session();
        var roles = content.roles();
        if (!ISSUER.equals(content.issuer())
                || meant == null
                || !meant.contains(audience(audience))
                || from == null
                || now.getEpochSecond() < from
                || until == null
                || now.getEpochSecond() >= until
                || subject == null
                || session == null
                || roles == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AccessClaims(
                    audience,
                    UUID.fromString(subject),
                    UUID.fromString(session),
                    Objects.requireNonNullElse(content.name(), ""),
                    ofAudience(audience, Set.copyOf(roles)),
                    Instant.ofEpochSecond(until)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
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
