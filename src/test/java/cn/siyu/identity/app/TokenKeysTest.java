package cn.siyu.identity.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.identity.Audience;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Keys of tokens: the public half is computed, a previous key stays good while it is named, weak ones are refused. */
class TokenKeysTest {

    private static final KeyPair RSA = pair("RSA", 2048);
    private static final KeyPair EC = pair("EC", 256);

    @RepeatedTest(8)
    void the_public_half_of_an_ec_key_is_found() {
        var pair = pair("EC", 256);
        var found = (ECPublicKey)
                KeyMaterial.ec("a setting", base64(pair.getPrivate().getEncoded()))
                        .getPublic();

        assertThat(found.getW()).isEqualTo(((ECPublicKey) pair.getPublic()).getW());
    }

    @Test
    void the_public_half_of_an_rsa_key_is_found() {
        assertThat(KeyMaterial.rsa("a setting", base64(RSA.getPrivate().getEncoded()))
                        .getPublic())
                .isEqualTo(RSA.getPublic());
    }

    @Test
    void a_previous_key_verifies_and_does_not_sign() {
        var before = new TokenKeys(new Keys(RSA, EC, Optional.empty()));
        var next = pair("RSA", 2048);
        var after = new TokenKeys(new Keys(next, EC, Optional.of(RSA.getPublic())));
        var retired = new TokenKeys(new Keys(next, EC, Optional.empty()));
        var id = before.of(Audience.MEMBER).id();

        assertThat(after.of(Audience.MEMBER).id()).isNotEqualTo(id);
        assertThat(after.find(id))
                .hasValueSatisfying(key -> assertThat(key.audience()).isEqualTo(Audience.MEMBER));
        assertThat(retired.find(id)).isEmpty();
    }

    @Test
    void weak_and_broken_keys_are_refused_by_the_name_of_the_setting() {
        var weak = base64(pair("RSA", 1024).getPrivate().getEncoded());
        var otherCurve = base64(pair("EC", 384).getPrivate().getEncoded());

        assertThatThrownBy(() -> KeyMaterial.rsa("siyu.a", weak)).hasMessageContaining("siyu.a");
        assertThatThrownBy(() -> KeyMaterial.rsa("siyu.a", "rubbish!"))
                .hasMessageContaining("siyu.a")
                .hasMessageNotContaining("rubbish");
        assertThatThrownBy(() -> KeyMaterial.ec("siyu.b", otherCurve)).hasMessageContaining("siyu.b");
        assertThatThrownBy(() -> KeyMaterial.ec("siyu.b", weak)).hasMessageContaining("siyu.b");
        assertThatThrownBy(() -> KeyMaterial.rsaPublic("siyu.c", weak)).hasMessageContaining("siyu.c");
        assertThatThrownBy(() -> KeyMaterial.ecPublic("siyu.d", "")).hasMessageContaining("siyu.d");
    }

    /** Settings with these keys. */
    private record Keys(KeyPair member, KeyPair staff, Optional<PublicKey> previous) implements TokenSettings {

        @Override
        public String memberPrivateKey() {
            return base64(member.getPrivate().getEncoded());
        }

        @Override
        public String staffPrivateKey() {
            return base64(staff.getPrivate().getEncoded());
        }

        @Override
        public Optional<String> memberPreviousPublicKey() {
            return previous.map(key -> base64(key.getEncoded()));
        }

        @Override
        public Optional<String> staffPreviousPublicKey() {
            return Optional.of(base64(pair("EC", 256).getPublic().getEncoded()));
        }

        @Override
        public Duration accessLife() {
            return Duration.ofMinutes(15);
        }

        @Override
        public Duration refreshLife() {
            return Duration.ofDays(30);
        }

        @Override
        public Duration stateBelieved() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration purgeEvery() {
            return Duration.ofHours(1);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
