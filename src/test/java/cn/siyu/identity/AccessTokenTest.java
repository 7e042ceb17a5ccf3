package cn.siyu.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** SEC-04: every token that is not quite ours is refused, and the genuine one beside it is let in. */
@QuarkusTest
class AccessTokenTest {

    private static final String OWN = "/api/mp/v1/me";

    @Test
    void the_same_token_made_by_hand_with_our_key_is_let_in() throws Exception {
        var genuine = claims(SignIn.member("tokenByHand"));

        assertThat(status(signed(genuine, _ -> {}))).isEqualTo(200);
    }

    @Test
    void a_token_without_signature_is_refused() throws Exception {
        var claims = claims(SignIn.member("tokenNone"));
        var header = base64("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + kid() + "\"}");

        assertThat(status(header + "." + base64(claims.toJson()) + ".")).isEqualTo(401);
    }

    @Test
    void a_token_signed_with_our_public_key_as_a_secret_is_refused() throws Exception {
        var claims = claims(SignIn.member("tokenHmac"));
        var secret = new HmacKey(ourKeys().getPublic().getEncoded());

        assertThat(status(signed(claims, token -> {
                    token.setAlgorithmHeaderValue("HS256");
                    token.setKey(secret);
                })))
                .isEqualTo(401);
    }

    @Test
    void a_foreign_key_is_refused_under_its_own_id_and_under_ours() throws Exception {
        var claims = claims(SignIn.member("tokenForeign"));
        var foreign = rsa();

        assertThat(status(signed(claims, token -> {
                    token.setKey(foreign.getPrivate());
                    token.setKeyIdHeaderValue("foreign");
                })))
                .isEqualTo(401);
        assertThat(status(signed(claims, token -> token.setKey(foreign.getPrivate()))))
                .isEqualTo(401);
    }

    @Test
    void a_key_that_the_token_brings_along_is_not_looked_at() throws Exception {
        var claims = claims(SignIn.member("tokenEmbedded"));
        var foreign = rsa();
        var jwk = PublicJsonWebKey.Factory.newPublicJwk(foreign.getPublic());

        assertThat(status(signed(claims, token -> {
                    token.setKey(foreign.getPrivate());
                    token.setJwkHeader(jwk);
                })))
                .isEqualTo(401);
        assertThat(status(signed(claims, token -> {
                    token.setKey(foreign.getPrivate());
                    token.setHeader("jku", "https://localhost/keys");
                    token.setHeader("x5u", "https://localhost/chain");
                })))
                .isEqualTo(401);
    }

    @Test
    void another_algorithm_of_the_same_key_is_refused() throws Exception {
        var claims = claims(SignIn.member("tokenRs512"));

        assertThat(status(signed(claims, token -> token.setAlgorithmHeaderValue("RS512"))))
                .isEqualTo(401);
    }

    @Test
    void an_expired_token_and_one_of_tomorrow_are_refused() throws Exception {
        var expired = claims(SignIn.member("tokenExpired"));
        expired.setExpirationTime(NumericDate.fromSeconds(expired.getIssuedAt().getValue() - 1));
        var early = claims(SignIn.member("tokenEarly"));
        early.setNotBefore(NumericDate.fromSeconds(early.getExpirationTime().getValue() - 1));
        var lasting = claims(SignIn.member("tokenLasting"));
        lasting.unsetClaim("exp");

        assertThat(List.of(
                        status(signed(expired, _ -> {})),
                        status(signed(early, _ -> {})),
                        status(signed(lasting, _ -> {}))))
                .containsOnly(401);
    }

    @Test
    void another_audience_issuer_or_type_is_refused() throws Exception {
        var staff = claims(SignIn.member("tokenAudience"));
        staff.setAudience("siyu:staff");
        var issuer = claims(SignIn.member("tokenIssuer"));
        issuer.setIssuer("somebody");
        var type = claims(SignIn.member("tokenType"));

        assertThat(List.of(
                        status(signed(staff, _ -> {})),
                        status(signed(issuer, _ -> {})),
                        status(signed(type, token -> token.setHeader("typ", "JWT")))))
                .containsOnly(401);
    }

    @Test
    void a_member_cannot_be_given_a_staff_role_nor_a_session_that_is_not_open() throws Exception {
        var admin = claims(SignIn.member("tokenAdmin"));
        admin.setStringListClaim("roles", List.of("member", "admin"));
        var nowhere = claims(SignIn.member("tokenNowhere"));
        nowhere.setStringClaim("sid", UUID.randomUUID().toString());

        assertThat(List.of(status(signed(admin, _ -> {})), status(signed(nowhere, _ -> {}))))
                .containsOnly(401);
    }

    @Test
    void a_header_that_asks_for_more_than_we_know_and_a_signature_that_is_cut_are_refused() throws Exception {
        var claims = claims(SignIn.member("tokenCritical"));
        var genuine = signed(claims, _ -> {});

        assertThat(List.of(
                        status(signed(claims, token -> token.setHeader("crit", List.of("exp")))),
                        status(genuine.substring(0, genuine.length() - 8)),
                        status(genuine + ".more")))
                .containsOnly(401);
    }

    @Test
    void a_refresh_token_and_rubbish_are_no_access_tokens() {
        String refreshToken = given().contentType("application/json")
                .body(Map.of("code", SandboxControl.loginCode("tokenRefresh")))
                .post("/api/mp/v1/sessions")
                .path("refreshToken");

        assertThat(List.of(status(refreshToken), status("a.b.c"), status("x".repeat(5000)), status("..")))
                .containsOnly(401);
    }

    @Test
    void a_refusal_says_nothing_of_why() {
        given().auth()
                .oauth2("a.b.c")
                .get(OWN)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer");
    }

    private static int status(String token) {
        return given().auth().oauth2(token).get(OWN).statusCode();
    }

    private static JwtClaims claims(String token) throws Exception {
        var payload = token.split("\\.", -1)[1];
        return JwtClaims.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    /** As ours in everything but what {@code change} does. */
    private static String signed(JwtClaims claims, Consumer<JsonWebSignature> change) throws Exception {
        var token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKey(ourKeys().getPrivate());
        token.setKeyIdHeaderValue(kid());
        token.setAlgorithmHeaderValue("RS256");
        token.setHeader("typ", "at+jwt");
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        change.accept(token);
        return token.getCompactSerialization();
    }

    private static String kid() throws Exception {
        return thumbprint(ourKeys().getPublic());
    }

    private static String thumbprint(PublicKey key) throws JoseException {
        return PublicJsonWebKey.Factory.newPublicJwk(key).calculateBase64urlEncodedThumbprint("SHA-256");
    }

    private static KeyPair ourKeys() throws Exception {
        var text = ConfigProvider.getConfig().getValue("siyu.tokens.member-private-key", String.class);
        var factory = KeyFactory.getInstance("RSA");
        PrivateKey key = factory.generatePrivate(
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
        var crt = (RSAPrivateCrtKey) key;
        return new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(crt.getModulus(), crt.getPublicExponent())), key);
    }

    private static KeyPair rsa() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
