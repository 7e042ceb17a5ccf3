package cn.siyu.wechat.gateway;

import cn.siyu.wechat.TransferAuthorizations;
import cn.siyu.wechat.WeChatPay.NotificationHeaders;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Authorizations of transfers over the signed line. */
@Singleton
class TransferAuthorizationsApi implements TransferAuthorizations {

    private static final String ALL = "/v3/fund-app/mch-transfer/user-confirm-authorization";
    private static final String BY_NUMBER = ALL + "/out-authorization-no/";
    private static final Set<String> NO_SUCH_NUMBER = Set.of("NOT_FOUND", "RESOURCE_NOT_EXISTS");

    private final WeChatSettings settings;
    private final PublicUrl publicUrl;
    private final Envelope envelope;
    private final PayLine line;
    private final ObjectMapper json;

    @Inject
    TransferAuthorizationsApi(
            WeChatSettings settings, PublicUrl publicUrl, Envelope envelope, PayLine line, ObjectMapper json) {
        this.settings = settings;
        this.publicUrl = publicUrl;
        this.envelope = envelope;
        this.line = line;
        this.json = json;
    }

    @Override
    public Uni<Authorization> ask(String outNo, String openid, String displayName) {
        var body = json.createObjectNode();
        body.put("out_authorization_no", outNo);
        body.put("appid", settings.appId());
        body.put("openid", openid);
        body.put("transfer_scene_id", MerchantTransfersApi.COMMISSION);
        body.put("user_display_name", displayName);
        body.put("authorization_notify_url", publicUrl.of("/callbacks/wechat-pay/authorizations"));
        return line.post(ALL, body.toString()).map(answer -> believed(answer, outNo));
    }

    @Override
    public Uni<Authorization> query(String outNo) {
        return line.get(BY_NUMBER + outNo)
                .map(answer -> believed(answer, outNo))
                .onFailure(TransferAuthorizationsApi::isNoSuchNumber)
                .recoverWithItem(() -> new Authorization(
                        outNo,
                        AuthorizationState.UNKNOWN_NUMBER,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Override
    public Uni<Authorization> close(String outNo) {
        return line.post(BY_NUMBER + outNo + "/close", "{}").map(answer -> believed(answer, outNo));
    }

    @Override
    public String numberIn(NotificationHeaders headers, byte[] rawBody) {
        return envelope.authorization(headers, rawBody);
    }

    private static Authorization believed(JsonNode answer, String outNo) {
        try {
            var authorization = Told.authorization(answer);
            Told.must("out_authorization_no", authorization.outNo().equals(outNo));
            return authorization;
        } catch (Told.Wrong wrong) {
            throw new WeChatUnknown("the answer is not about this: " + wrong.getMessage(), null);
        }
    }

    private static boolean isNoSuchNumber(Throwable failure) {
        return failure instanceof WeChatRefused refused && NO_SUCH_NUMBER.contains(refused.code());
    }
}
