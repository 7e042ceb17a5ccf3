package cn.siyu.member.domain;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Optional;

/** A consumer, known to us by the openid that WeChat told. */
public record Member(
        MemberId id,
        String openid,
        Optional<String> unionid,
        Optional<String> nickname,
        Optional<String> avatarUrl,
        Optional<String> phone,
        State state,
        Instant createdAt) {

    /** A closed account is never opened again: whoever comes back is a new member. */
    public enum State {
        ACTIVE,
        DISABLED,
        CLOSED
    }

    /** This member, if he may come in. */
    public Member admitted() {
        if (state != State.ACTIVE) {
            throw new Refused(MemberProblem.MEMBER_DISABLED);
        }
        return this;
    }
}
