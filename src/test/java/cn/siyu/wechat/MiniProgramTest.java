package cn.siyu.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing in and phone numbers, against a WeChat that is sometimes busy. */
@QuarkusTest
class MiniProgramTest {

    private static final String PERSON = "mini-program-test";

    @Inject
    MiniProgram miniProgram;

    @AfterEach
    void peace() {
        SandboxControl.reset();
    }

    @Test
    void a_code_tells_who_signs_in() {
        var login = ended(miniProgram.login(SandboxControl.loginCode(PERSON, "union-of-test")));

        assertThat(login.openid()).isEqualTo(SandboxControl.openid(PERSON));
        assertThat(login.unionid()).contains("union-of-test");
    }

    @Test
    void a_code_is_good_once() {
        var code = SandboxControl.loginCode(PERSON);
        assertThat(ended(miniProgram.login(code)).openid()).isNotEmpty();

        assertThatThrownBy(() -> ended(miniProgram.login(code)))
                .isInstanceOfSatisfying(
                        WeChatRefused.class,
                        refused -> assertThat(refused.code()).isIn("40163", "40029"));
    }

    @Test
    void a_code_with_special_characters_stays_one_parameter() {
        assertThatThrownBy(() -> ended(miniProgram.login("a&grant_type=b c%20\n")))
                .isInstanceOfSatisfying(
                        WeChatRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo("40029"));
    }

    @Test
    void a_busy_wechat_is_asked_twice_more() {
        SandboxControl.refuse("code2session", 200, "-1", 2);

        assertThat(ended(miniProgram.login(SandboxControl.loginCode(PERSON))).openid())
                .isNotEmpty();
    }

    @Test
    void a_wechat_that_stays_busy_is_an_unknown_outcome() {
        SandboxControl.refuse("code2session", 200, "-1", 3);

        assertThatThrownBy(() -> ended(miniProgram.login(SandboxControl.loginCode(PERSON))))
                .isInstanceOf(WeChatUnknown.class);
    }

    @Test
    void other_refusals_are_not_repeated() {
        for (var code : List.of("40226", "45011")) {
            SandboxControl.refuse("code2session", 200, code, 1);
            var before = SandboxControl.calls("code2session");

            assertThatThrownBy(() -> ended(miniProgram.login(SandboxControl.loginCode(PERSON))))
                    .isInstanceOfSatisfying(
                            WeChatRefused.class,
                            refused -> assertThat(refused.code()).isEqualTo(code));
            assertThat(SandboxControl.calls("code2session")).isEqualTo(before + 1);
        }
    }

    @Test
    void a_line_that_breaks_in_the_middle_is_an_unknown_outcome_without_the_secret() {
        SandboxControl.fault("code2session", "RESET", 1);

        assertThatThrownBy(() -> ended(miniProgram.login(SandboxControl.loginCode(PERSON))))
                .isInstanceOf(WeChatUnknown.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_phone_code_gives_the_number_however_wechat_writes_the_country() {
        var openid = SandboxControl.openid(PERSON);

        for (var phone : List.of("13800000001", "13800000002")) {
            assertThat(ended(miniProgram.phoneNumber(SandboxControl.phoneCode(PERSON, phone), openid)))
                    .isEqualTo(phone);
        }
    }

    @Test
    void a_phone_code_of_another_person_is_refused() {
        var code = SandboxControl.phoneCode(PERSON, "13800000003");

        assertThatThrownBy(() -> ended(miniProgram.phoneNumber(code, SandboxControl.openid("somebody-else"))))
                .isInstanceOf(WeChatRefused.class);
    }

    @Test
    void a_token_that_wechat_forgot_is_renewed_once_for_all_who_wait() {
        var openid = SandboxControl.openid(PERSON);
        assertThat(ended(miniProgram.phoneNumber(SandboxControl.phoneCode(PERSON, "13800000004"), openid)))
                .isNotEmpty();
        SandboxControl.revokeTokens();
        var fetched = SandboxControl.calls("token");

        var asked = IntStream.range(0, 20)
                .mapToObj(i -> miniProgram.phoneNumber(SandboxControl.phoneCode(PERSON, "1380000010" + i % 10), openid))
                .toList();
        var numbers = ended(Uni.join().all(asked).andFailFast());

        assertThat(numbers).hasSize(20);
        assertThat(SandboxControl.calls("token") - fetched).isBetween(1, 3);
    }

    private static <T> T ended(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
