package cn.siyu.payment.domain;

import cn.siyu.payment.Authorizations.State;
import cn.siyu.wechat.TransferAuthorizations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One member's word that he need not confirm transfers, under one number.
 *
 * @param authorizationId by which transfers rest on it
 * @param packageInfo what he agrees with, while he has to
 * @param since of this state
 */
public record Authorization(
        UUID id,
        String outNo,
        UUID member,
        String openidIndex,
        State state,
        Optional<String> authorizationId,
        Optional<String> packageInfo,
        Optional<String> closeReason,
        Instant since,
        int tries) {

    /** It can be taken back in WeChat at any time: what nobody told us of is noticed within a day. */
    private static final Duration GLANCE = Duration.ofDays(1);

    public boolean isLiving() {
        return state != State.CLOSED;
    }

    /** What follows from WeChat's word; what it does not know yet stays as it is. */
    public Authorization hear(TransferAuthorizations.Authorization told, Instant now) {
        return switch (told.state()) {
            case UNKNOWN_NUMBER -> this;
            case WAIT_USER_CONFIRM ->
                state == State.ACTIVE
                        ? this
                        : with(State.WAITING, told.id(), told.packageInfo().or(() -> packageInfo), now);
            case TAKING_EFFECT -> told.id().isEmpty() ? this : with(State.ACTIVE, told.id(), Optional.empty(), now);
            case CLOSED -> closed(told.closeReason(), now);
        };
    }

    private Authorization closed(Optional<String> reason, Instant now) {
        return isLiving()
                ? new Authorization(
                        id,
                        outNo,
                        member,
                        openidIndex,
                        State.CLOSED,
                        authorizationId,
                        Optional.empty(),
                        reason,
                        now,
                        tries)
                : this;
    }

    private Authorization with(State next, Optional<String> wechatId, Optional<String> packed, Instant now) {
        return isLiving()
                ? new Authorization(
                        id,
                        outNo,
                        member,
                        openidIndex,
                        next,
                        wechatId,
                        packed,
                        Optional.empty(),
                        next == state ? since : now,
                        tries)
                : this;
    }

    /** When WeChat is asked next; never about one that has ended. */
    public Optional<Instant> nextQuery(Instant now) {
        return switch (state) {
            case ASKED, WAITING -> Optional.of(Schedule.whileProcessing(tries, now));
            case ACTIVE -> Optional.of(now.plus(GLANCE));
            case CLOSED -> Optional.empty();
        };
    }
}
