package cn.siyu.identity.app;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * A token in its compact form (RFC 7515), taken apart: a crowd comes with thousands a second that nobody has seen before, so it is
 * read without a general library. What it says is worth nothing before {@link #claims} has looked at its signature.
 */
record SignedToken(Header header, byte[] signed, byte[] content, byte[] signature) {

    /** What the header says of keys in other ways ({@code jwk}, {@code jku}, {@code x5u}) is not read. */
    record Header(
            @JsonProperty("alg") @Nullable String algorithm,
            @JsonProperty("kid") @Nullable String keyId,
            @JsonProperty("typ") @Nullable String type,
            @JsonProperty("crit") @Nullable Object critical) {}

    /** Times in seconds since 1970 (RFC 7519, 4.1); what is missing is null. */
    record Claims(
            @JsonProperty("iss") @Nullable String issuer,

            @JsonProperty("aud") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> audience,

            @JsonProperty("sub") @Nullable String subject,
            @JsonProperty("nbf") @Nullable Long notBefore,
            @JsonProperty("exp") @Nullable Long expires,
            @JsonProperty("sid") @Nullable String session,
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("roles") @Nullable List<String> roles) {}

    /** Of RFC 7518, 3.1, as the Java platform calls them. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            AlgorithmIdentifiers.RSA_USING_SHA256,
            "SHA256withRSA",
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            "SHA256withECDSAinP1363Format");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final ObjectReader HEADER = JSON.readerFor(Header.class);
    private static final ObjectReader CLAIMS = JSON.readerFor(Claims.class);

    /** Empty for what is no such token. */
    static Optional<SignedToken> read(String token) {
        var first = token.indexOf('.');
        var second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        try {
            var header = HEADER.<@Nullable Header>readValue(bytes(token.substring(0, first)));
            return header == null || header.critical() != null
                    ? Optional.empty()
                    : Optional.of(new SignedToken(
                            header,
                            token.substring(0, second).getBytes(StandardCharsets.US_ASCII),
                            bytes(token.substring(first + 1, second)),
                            bytes(token.substring(second + 1))));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What it says, if this key has signed it with the key's own algorithm. */
    Optional<Claims> claims(TokenKeys.Verifying key) {
        if (!key.algorithm().equals(header.algorithm()) || !isSignedBy(key)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(CLAIMS.<@Nullable Claims>readValue(content));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private boolean isSignedBy(TokenKeys.Verifying key) {
        try {
            var verifier = Signature.getInstance(ALGORITHMS.get(key.algorithm()));
            verifier.initVerify(key.key());
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (SignatureException _) {
            // Of another length than this algorithm's signatures have.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
