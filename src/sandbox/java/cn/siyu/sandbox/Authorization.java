package cn.siyu.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user's word, or WeChat's question for it, that a merchant's transfers need not be confirmed. */
record Authorization(
        String outNo,
        String id,
        String openid,
        String displayName,
        String notifyUrl,
        String packageInfo,
        State state,
        @Nullable String closeReason,
        Instant createdAt) {

    private static final Duration TIME_TO_AGREE = Duration.ofHours(24);

    /** As WeChat writes it. */
    enum State {
        WAIT_USER_CONFIRM,
        TAKING_EFFECT,
        CLOSED
    }

    /** Who is asked and says nothing for a day has not agreed. */
    Authorization at(Instant now) {
        return state == State.WAIT_USER_CONFIRM && !now.isBefore(createdAt.plus(TIME_TO_AGREE))
                ? with(State.CLOSED, "USER_OVERDUE_UNCONFIRMED")
                : this;
    }

    Authorization with(State next, @Nullable String reason) {
        return new Authorization(outNo, id, openid, displayName, notifyUrl, packageInfo, next, reason, createdAt);
    }
}
