package cn.siyu.wechat;

import cn.siyu.wechat.WeChatPay.NotificationHeaders;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * A user's word that he need not confirm each transfer to him (C35): given once in WeChat, it holds until somebody takes it back.
 * Failures are {@link WeChatRefused} or {@link WeChatUnknown}.
 */
public interface TransferAuthorizations {

    /** How an authorization stands at WeChat. */
    enum AuthorizationState {
        WAIT_USER_CONFIRM,
        TAKING_EFFECT,
        CLOSED,
        /** WeChat does not know the number: the call never arrived. */
        UNKNOWN_NUMBER
    }

    /**
     * An authorization as WeChat tells it.
     *
     * @param id by which a transfer rests on it, once it is in effect
     * @param packageInfo what the user agrees with, while he has to
     */
    record Authorization(
            String outNo,
            AuthorizationState state,
            Optional<String> id,
            Optional<String> packageInfo,
            Optional<String> closeReason) {}

    /**
     * Asks the user, who has 24 hours.
     *
     * @param displayName as whom he is known here, at most 32 characters
     */
    Uni<Authorization> ask(String outNo, String openid, String displayName);

    Uni<Authorization> query(String outNo);

    Uni<Authorization> close(String outNo);

    /** The number that a genuine notification is about; what became of it is asked for. Else {@link NotGenuine}. */
    String numberIn(NotificationHeaders headers, byte[] rawBody);
}
