package cn.siyu.wechat.gateway;

import cn.siyu.wechat.SubscribeMessages;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** {@code subscribeMessage.send}: one permission, one message. */
@Singleton
class SubscribeMessagesApi implements SubscribeMessages {

    private static final Logger LOG = Logger.getLogger(SubscribeMessagesApi.class);
    private static final String NO_PERMISSION = "43101";

    /** Too many calls, or no token that WeChat takes: nothing was sent, and later it may be. */
    private static final Set<String> LATER = Set.of("45009", "45011", "40001", "42001", "40014");

    private final MiniLine line;

    @Inject
    SubscribeMessagesApi(MiniLine line) {
        this.line = line;
    }

    @Override
    public Uni<Answer> send(String openid, String templateId, String page, Map<String, String> data) {
        var values = new LinkedHashMap<String, Map<String, String>>();
        data.forEach((name, value) -> values.put(name, Map.of("value", value)));
        var body = new LinkedHashMap<String, Object>();
        body.put("touser", openid);
        body.put("template_id", templateId);
        body.put("page", page);
        body.put("data", values);
        body.put("lang", "zh_CN");
        return line.post("/cgi-bin/message/subscribe/send", body)
                .<Answer>replaceWith(new Answer.Sent())
                .onFailure(SubscribeMessagesApi::isForNow)
                .transform(_ -> new WeChatUnknown("not now", null))
                .onFailure(WeChatRefused.class)
                .recoverWithItem(SubscribeMessagesApi::refused);
    }

    private static boolean isForNow(Throwable failure) {
        return failure instanceof WeChatRefused refusal && LATER.contains(refusal.code());
    }

    private static Answer refused(WeChatRefused refusal) {
        if (refusal.code().equals(NO_PERMISSION)) {
            return new Answer.RefusedByUser();
        }
        LOG.warnf("WeChat refused a subscribe message: %s", refusal.code());
        return new Answer.Refused(refusal.code());
    }
}
