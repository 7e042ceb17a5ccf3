package cn.siyu.wechat.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSAPrivacyDecryptor;
import com.wechat.pay.java.core.cipher.RSAPrivacyEncryptor;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our cryptography against the official library's: what one writes the other reads. */
class KnownAnswersTest {

    private static final String API_V3_KEY = "0123456789abcdef0123456789abcdef";
    private static final String NONCE = "abcdefghijkl";
    private static final String TEXT = "POST\n/v3/pay/transactions/jsapi\n1700000000\nn\n{\"description\":\"童装 A\"}\n";

    private static KeyPair keys;

    @BeforeAll
    static void keys() throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @Test
    void they_accept_what_we_sign() {
        var signature = RsaSignature.sign(keys.getPrivate(), TEXT);

        assertThat(new RSAVerifier(keys.getPublic(), "SERIAL").verify("SERIAL", TEXT, signature))
                .isTrue();
    }

    /** The scheme knows no chance: one key and one text have one signature. */
    @Test
    void our_signature_is_theirs_to_the_byte() {
        assertThat(RsaSignature.sign(keys.getPrivate(), TEXT))
                .isEqualTo(new RSASigner("SERIAL", keys.getPrivate()).sign(TEXT).getSign());
    }

    @Test
    void we_accept_what_they_sign_and_nothing_else() {
        var signature = new RSASigner("SERIAL", keys.getPrivate()).sign(TEXT).getSign();

        assertThat(RsaSignature.verify(keys.getPublic(), TEXT.getBytes(UTF_8), signature))
                .isTrue();
        assertThat(RsaSignature.verify(keys.getPublic(), (TEXT + " ").getBytes(UTF_8), signature))
                .isFalse();
        assertThat(RsaSignature.verify(keys.getPublic(), TEXT.getBytes(UTF_8), "WECHATPAY/SIGNTEST/" + signature))
                .isFalse();
        assertThat(RsaSignature.verify(keys.getPublic(), TEXT.getBytes(UTF_8), "not base64 !"))
                .isFalse();
    }

    @Test
    void signatures_by_many_threads_are_all_right() {
        var verified = IntStream.range(0, 200)
                .parallel()
                .allMatch(i -> RsaSignature.verify(
                        keys.getPublic(), ("m" + i).getBytes(UTF_8), RsaSignature.sign(keys.getPrivate(), "m" + i)));

        assertThat(verified).isTrue();
    }

    @Test
    void sealed_resources_open_on_both_sides() {
        var ours = new AeadCipher("key", API_V3_KEY);
        var theirs = new AeadAesCipher(API_V3_KEY.getBytes(UTF_8));

        var byUs = ours.encrypt("transaction", NONCE, TEXT);
        var byThem = theirs.encrypt("transaction".getBytes(UTF_8), NONCE.getBytes(UTF_8), TEXT.getBytes(UTF_8));

        assertThat(byUs).isEqualTo(byThem);
        assertThat(theirs.decrypt(
                        "transaction".getBytes(UTF_8),
                        NONCE.getBytes(UTF_8),
                        Base64.getDecoder().decode(byUs)))
                .isEqualTo(TEXT);
        assertThat(ours.decrypt("transaction", NONCE, byThem))
                .hasValueSatisfying(
                        plain -> assertThat(new String(plain, UTF_8)).isEqualTo(TEXT));
    }

    /** WeChat may leave the associated data out, which is the same as none. */
    @Test
    void without_associated_data_both_seal_alike() {
        var ours = new AeadCipher("key", API_V3_KEY).encrypt("", NONCE, TEXT);

        assertThat(ours)
                .isEqualTo(new AeadAesCipher(API_V3_KEY.getBytes(UTF_8))
                        .encrypt(new byte[0], NONCE.getBytes(UTF_8), TEXT.getBytes(UTF_8)));
    }

    @Test
    void a_resource_does_not_open_elsewhere() {
        var ours = new AeadCipher("key", API_V3_KEY);
        var sealed = ours.encrypt("transaction", NONCE, TEXT);

        assertThat(ours.decrypt("refund", NONCE, sealed)).isEmpty();
        assertThat(ours.decrypt("transaction", "lkjihgfedcba", sealed)).isEmpty();
        assertThat(ours.decrypt("transaction", "short", sealed)).isEmpty();
        assertThat(ours.decrypt("", NONCE, sealed)).isEmpty();
        assertThat(ours.decrypt("transaction", NONCE, "not base64 !")).isEmpty();
    }

    @Test
    void sensitive_fields_open_on_both_sides() {
        var byUs = Oaep.encrypt(keys.getPublic(), "张三");
        var byThem = new RSAPrivacyEncryptor(keys.getPublic(), "SERIAL").encrypt("张三");

        assertThat(new RSAPrivacyDecryptor(keys.getPrivate()).decrypt(byUs)).isEqualTo("张三");
        assertThat(Oaep.decrypt(keys.getPrivate(), byThem)).contains("张三");
        assertThat(Oaep.decrypt(keys.getPrivate(), "AAAA")).isEmpty();
    }

    @Test
    void sensitive_fields_by_many_threads_are_all_right() {
        var right = IntStream.range(0, 64)
                .parallel()
                .allMatch(i -> Oaep.decrypt(keys.getPrivate(), Oaep.encrypt(keys.getPublic(), "name" + i))
                        .filter(("name" + i)::equals)
                        .isPresent());

        assertThat(right).isTrue();
    }

    @Test
    void keys_are_read_with_and_without_armour() {
        var bare = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        var armoured = "-----BEGIN PUBLIC KEY-----\n" + bare + "\n-----END PUBLIC KEY-----\n";

        assertThat(RsaKeys.publicKey("key", armoured)).isEqualTo(RsaKeys.publicKey("key", bare));
    }
}
