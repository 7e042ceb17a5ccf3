package cn.siyu.identity.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Subject;
import cn.siyu.identity.domain.RefreshToken.Answer;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** SEC-05: a refresh token is good once. */
class RefreshTokenTest {

    private static final Instant EXPIRES = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant BEFORE = EXPIRES.minusSeconds(1);

    @Test
    void the_first_use_rotates() {
        var token = token(false, false);

        assertThat(token.present(Audience.MEMBER, BEFORE)).isEqualTo(new Answer.Rotate(token));
    }

    @Test
    void the_second_use_ends_the_family_even_after_the_expiry() {
        var token = token(true, false);

        assertThat(token.present(Audience.MEMBER, BEFORE)).isEqualTo(new Answer.EndFamily(token.session()));
        assertThat(token.present(Audience.MEMBER, EXPIRES)).isEqualTo(new Answer.EndFamily(token.session()));
    }

    @Test
    void at_the_instant_of_expiry_it_is_over() {
        assertThat(token(false, false).present(Audience.MEMBER, EXPIRES)).isEqualTo(new Answer.Refuse());
    }

    @Test
    void an_ended_session_and_another_audience_have_no_effect() {
        assertThat(token(false, true).present(Audience.MEMBER, BEFORE)).isEqualTo(new Answer.Refuse());
        assertThat(token(true, false).present(Audience.STAFF, BEFORE)).isEqualTo(new Answer.Refuse());
    }

    private static RefreshToken token(boolean spent, boolean ended) {
        var subject = new Subject(Audience.MEMBER, new UUID(7, 7), "name", Set.of("member"));
        return new RefreshToken("hash", new Session(new UUID(7, 8), subject, ended), EXPIRES, spent);
    }
}
