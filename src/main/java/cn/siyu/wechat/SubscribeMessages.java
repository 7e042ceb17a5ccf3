package cn.siyu.wechat;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/** One-time subscribe messages ({@code subscribeMessage.send}). */
public interface SubscribeMessages {

    /** How sending ended. All of them are final; only {@link WeChatUnknown} may be tried again. */
    sealed interface Answer {

        record Sent() implements Answer {}

        /** 43101: the user has given no permission that is left. */
        record RefusedByUser() implements Answer {}

        /** Any other refusal: template, openid, page or data are wrong. Nothing was sent and no permission used. */
        record Refused(String code) implements Answer {}
    }

    /** @param data the template's values by name */
    Uni<Answer> send(String openid, String templateId, String page, Map<String, String> data);
}
