package cn.siyu.sandbox;

import cn.siyu.sandbox.Authorization.State;
import cn.siyu.sandbox.PayRefusal.Code;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authorizations of transfers: asked for by the merchant, given and taken back by the user, closed by either. */
final class AuthorizationApi {
    private final Ledger ledger;
    private final Notifier notifier;
    private final VirtualClock clock;

    AuthorizationApi(Ledger ledger, Notifier notifier, VirtualClock clock) {
        this.ledger = ledger;
        this.notifier = notifier;
        this.clock = clock;
    }

    Answer ask(Call call) {
        var body = PayRules.body(call);
        if (!Keys.APP_ID.equals(PayRules.text(body, "/appid", 32))) {
            throw new PayRefusal(Code.APPID_MCHID_NOT_MATCH, "appid和mch_id不匹配");
        }
        var number = PayRules.number(body, "/out_authorization_no", PayRules.OUT_BILL_NO);
        var openid = PayRules.text(body, "/openid", 64);
        if (ledger.memberOf(openid).isEmpty()) {
            throw new PayRefusal(Code.PARAM_ERROR, "无效的openid");
        }
        var _ = PayRules.text(body, "/transfer_scene_id", 36);
        PayRules.notifyUrl(body, "/authorization_notify_url");
        if (ledger.authorization(number).isPresent() || effective(openid) != null) {
            throw new PayRefusal(Code.INVALID_REQUEST, "授权单号已存在，或用户已授权");
        }
        var asked = new Authorization(
                number,
                Numbers.transferBillNo(clock.now()),
                openid,
                PayRules.text(body, "/user_display_name", 32),
                body.path("authorization_notify_url").asText(),
                "affffddafdfafddffda==" + Keys.base64(Keys.random(24)),
                State.WAIT_USER_CONFIRM,
                null,
                clock.now());
        ledger.save(asked);
        return Answer.ok(told(asked));
    }

    Answer query(Call call) {
        return Answer.ok(told(known(call.name())));
    }

    Answer close(Call call) {
        var known = known(call.name());
        return Answer.ok(
                told(known.state() == State.CLOSED ? known : become(known, State.CLOSED, "CLOSE_VIA_MCH_API")));
    }

    /** Refuses a transfer that rests on an authorization which is not this user's, or not in effect. */
    void check(JsonNode body) {
        var found = effective(body.path("openid").asText());
        if (found == null || !found.id().equals(body.path("authorization_id").asText())) {
            throw new PayRefusal(Code.NO_AUTH, "用户未授权或授权已解除");
        }
    }

    List<Route> routes() {
        return List.of(
                ControlApi.route("POST", "/authorizations/{}/confirm", call -> turned(call, State.TAKING_EFFECT, null)),
                ControlApi.route(
                        "POST", "/authorizations/{}/revoke", call -> turned(call, State.CLOSED, "USER_CLOSE")));
    }

    /** What the user does with the one that is asked of him, or that he has given. */
    private Object turned(Call call, State next, @Nullable String reason) {
        var openid = ledger.member(call.name()).openid();
        var wanted = next == State.CLOSED ? State.TAKING_EFFECT : State.WAIT_USER_CONFIRM;
        var found = ledger.authorizations().stream()
                .map(each -> each.at(clock.now()))
                .filter(each -> each.openid().equals(openid) && each.state() == wanted)
                .findFirst()
                .orElseThrow(() -> new ControlRefusal(409, "There is nothing to agree to, or to take back"));
        return told(become(found, next, reason));
    }

    private Authorization become(Authorization known, State next, @Nullable String reason) {
        var turned = known.with(next, reason);
        ledger.save(turned);
        var word = next == State.CLOSED ? "CLOSED" : "CONFIRMED";
        notifier.tell(
                turned.outNo(),
                new Notifier.Event("MCHTRANSFER.AUTHORIZATION." + word, "mch_payment", "商家转账授权通知"),
                turned.notifyUrl(),
                told(turned));
        return turned;
    }

    private @Nullable Authorization effective(String openid) {
        return ledger.authorizations().stream()
                .filter(each -> each.openid().equals(openid) && each.state() == State.TAKING_EFFECT)
                .findFirst()
                .orElse(null);
    }

    private Authorization known(String number) {
        return ledger.authorization(number)
                .orElseThrow(() -> new PayRefusal(Code.NOT_FOUND, "记录不存在"))
                .at(clock.now());
    }

    private static ObjectNode told(Authorization authorization) {
        var told = Json.object();
        told.put("out_authorization_no", authorization.outNo());
        told.put("appid", Keys.APP_ID);
        told.put("openid", authorization.openid());
        told.put("user_display_name", authorization.displayName());
        told.put("state", authorization.state().name());
        told.put("create_time", VirtualClock.written(authorization.createdAt()));
        switch (authorization.state()) {
            case WAIT_USER_CONFIRM -> told.put("package_info", authorization.packageInfo());
            case TAKING_EFFECT -> told.put("authorization_id", authorization.id());
            case CLOSED ->
                told.putObject("close_info").put("close_reason", String.valueOf(authorization.closeReason()));
        }
        return told;
    }
}
