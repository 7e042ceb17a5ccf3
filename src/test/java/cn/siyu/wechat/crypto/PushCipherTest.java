package cn.siyu.wechat.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.wechat.crypto.PushCipher.Opened;
import org.junit.jupiter.api.Test;

class PushCipherTest {

    private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final String SEALED =
            "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";

    private final PushCipher cipher = new PushCipher("siyu.wechat.push-aes-key", KEY);

    /** The example of WeChat's own kit. */
    @Test
    void what_wechats_own_kit_encrypted_is_read() {
        assertThat(cipher.open(SEALED)).contains(new Opened("我是中文abcd123", "wxb11529c136998cb6"));
    }

    @Test
    void whatever_else_comes_is_nothing() {
        var other = new PushCipher("key", KEY.replace('a', 'z'));

        assertThat(other.open(SEALED)).isEmpty();
        assertThat(cipher.open(SEALED.substring(0, 44))).isEmpty();
        assertThat(cipher.open("jn1L23DB")).isEmpty();
        assertThat(cipher.open("")).isEmpty();
        assertThat(cipher.open("?")).isEmpty();
        assertThatThrownBy(() -> new PushCipher("siyu.wechat.push-aes-key", "short"))
                .hasMessageStartingWith("siyu.wechat.push-aes-key");
    }
}
