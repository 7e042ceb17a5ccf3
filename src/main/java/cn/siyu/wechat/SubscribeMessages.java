package cn.siyu.wechat;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/** One-time subscribe messages ({@code subscribeMessage.send}). */
public interface SubscribeMessages {

    /** How sending ended. All of them are final; only {@link WeChatUnknown} may be tried again. */
    enum Sent {
        SENT,
        /** 43101: the user has given no permission that is left. */
        REFUSED_BY_USER,
        /** Any other refusal: template, openid, page or data are wrong. */
        REFUSED
    }

    /** @param data the template's values by name */
    Uni<Sent> send(String openid, String templateId, String page, Map<String, String> data);
}
