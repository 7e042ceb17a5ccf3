package cn.siyu.member.domain;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

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
    @Schema(name = "MemberState")
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

    /** The state after staff let this member in or no more. */
    public State decided(boolean mayComeIn) {
        if (state == State.CLOSED) {
            throw new Refused(MemberProblem.MEMBER_CLOSED);
        }
        return mayComeIn ? State.ACTIVE : State.DISABLED;
    }

    /** The phone as it may be shown: the first three and the last four digits. */
    public Optional<String> maskedPhone() {
        return phone.map(Member::masked);
    }

    static String masked(String phone) {
        var hidden = phone.length() - 7;
        return hidden <= 0
                ? "*".repeat(phone.length())
                : phone.substring(0, 3) + "*".repeat(hidden) + phone.substring(3 + hidden);
    }
}
