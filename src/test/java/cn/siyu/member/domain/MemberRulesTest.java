package cn.siyu.member.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may come in, and what of a phone may be seen. */
class MemberRulesTest {

    @Test
    void a_closed_account_stays_closed() {
        assertThatThrownBy(() -> member(Member.State.CLOSED).decided(true)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> member(Member.State.CLOSED).admitted()).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> member(Member.State.DISABLED).admitted()).isInstanceOf(Refused.class);
        assertThat(member(Member.State.DISABLED).decided(true)).isEqualTo(Member.State.ACTIVE);
    }

    @Test
    void a_phone_is_shown_masked() {
        assertThat(Member.masked("13912345678")).isEqualTo("139****5678");
        assertThat(Member.masked("12345")).isEqualTo("*****");
    }

    private static Member member(Member.State state) {
        return new Member(
                new MemberId(new UUID(1, 1)),
                "openid",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                state,
                Instant.EPOCH);
    }
}
