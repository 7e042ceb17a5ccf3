package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One merchant transfer to a person at WeChat.
 *
 * @param next what it becomes by itself at {@code nextAt}
 */
record Transfer(
        String outBillNo,
        String transferBillNo,
        String packageInfo,
        JsonNode request,
        Instant createdAt,
        Instant updatedAt,
        State state,
        @Nullable State next,
        @Nullable Instant nextAt,
        @Nullable String failReason) {

    /** As WeChat writes it. */
    enum State {
        ACCEPTED,
        PROCESSING,
        WAIT_USER_CONFIRM,
        TRANSFERING,
        CANCELING,
        SUCCESS,
        FAIL,
        CANCELLED;

        boolean ended() {
            return this == SUCCESS || this == FAIL || this == CANCELLED;
        }

        boolean cancellable() {
            return this == ACCEPTED || this == PROCESSING || this == WAIT_USER_CONFIRM;
        }
    }

    static Transfer accepted(JsonNode request, Instant now) {
        var number = request.path("out_bill_no").asText();
        return new Transfer(
                number,
                Numbers.transferBillNo(now),
                "affffddafdfafddffda==" + Keys.base64(Keys.random(24)),
                request,
                now,
                now,
                State.ACCEPTED,
                null,
                null,
                null);
    }

    /** The same in another state; what was planned is forgotten. */
    Transfer now(State other, Instant at, @Nullable String reason) {
        return new Transfer(outBillNo, transferBillNo, packageInfo, request, createdAt, at, other, null, null, reason);
    }

    Transfer planned(State other, Instant at, @Nullable String reason) {
        return new Transfer(
                outBillNo, transferBillNo, packageInfo, request, createdAt, updatedAt, state, other, at, reason);
    }

    long fen() {
        return request.path("transfer_amount").asLong();
    }

    String openid() {
        return request.path("openid").asText();
    }

    /** A transfer holds its money until it has failed. */
    boolean takesMoney() {
        return state != State.FAIL && state != State.CANCELLED;
    }
}
