package cn.siyu.sandbox;

import cn.siyu.sandbox.PayRefusal.Code;
import cn.siyu.sandbox.Transfer.State;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merchant transfers: accepted within the balance, confirmed by the user within a day, ended and told. */
final class TransferApi {
    private static final Duration TIME_TO_CONFIRM = Duration.ofHours(24);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final Set<String> SCENES =
            Set.of("1000", "1002", "1004", "1005", "1006", "1009", "1010", "1011", "1013");
    private static final String COMMISSION = "1005";
    private static final Set<String> COMMISSION_REPORTS = Set.of("岗位类型", "报酬说明");
    private static final long LEAST_FEN = 10;
    private static final long NAMED_FROM_FEN = 200_000;
    private static final long NAMELESS_BELOW_FEN = 30;

    private final Keys keys;
    private final Ledger ledger;
    private final AuthorizationApi authorizations;
    private final Notifier notifier;
    private final Agenda agenda;
    private final VirtualClock clock;
    private State mode = State.WAIT_USER_CONFIRM;
    private Duration slowness = Duration.ofMinutes(1);

    TransferApi(
            Keys keys,
            Ledger ledger,
            AuthorizationApi authorizations,
            Notifier notifier,
            Agenda agenda,
            VirtualClock clock) {
        this.keys = keys;
        this.ledger = ledger;
        this.authorizations = authorizations;
        this.notifier = notifier;
        this.agenda = agenda;
        this.clock = clock;
    }

    /** How far new transfers come at once; what is missing until the user is asked takes the given time. */
    void mode(State first, Duration delay) {
        if (first.ended() || first == State.TRANSFERING || first == State.CANCELING) {
            throw new ControlRefusal(400, "A transfer begins as ACCEPTED, PROCESSING or WAIT_USER_CONFIRM");
        }
        mode = first;
        slowness = delay;
    }

    /** Plans again what had not ended when the sandbox stopped. */
    void resume() {
        ledger.transfers().forEach(this::plan);
    }

    Answer create(Call call) {
        var body = PayRules.body(call);
        if (body.has("authorization_id")) {
            throw PayRules.wrong("/authorization_id");
        }
        return created(call, body);
    }

    /** To a user who need not confirm it. */
    Answer createAuthorized(Call call) {
        var body = PayRules.body(call);
        var _ = PayRules.text(body, "/authorization_id", 64);
        if (ledger.transfer(body.path("out_bill_no").asText()).isEmpty()) {
            authorizations.check(body);
        }
        return created(call, body);
    }

    private Answer created(Call call, JsonNode body) {
        checkFields(call, body);
        var known = ledger.transfer(body.path("out_bill_no").asText());
        if (known.isPresent()) {
            if (!known.get().request().equals(body)) {
                throw new PayRefusal(Code.INVALID_REQUEST, "商户单号已存在，但信息不一致");
            }
            return Answer.ok(reply(known.get()));
        }
        if (ledger.balanceFen() < body.path("transfer_amount").asLong()) {
            throw new PayRefusal(Code.NOT_ENOUGH, "商户账户余额不足");
        }
        return Answer.ok(reply(begun(Transfer.accepted(body, clock.now()))));
    }

    private Transfer begun(Transfer accepted) {
        var now = clock.now();
        if (accepted.request().has("authorization_id")) {
            return saved(accepted.now(State.TRANSFERING, now, null).planned(State.SUCCESS, now, null));
        }
        return switch (mode) {
            case ACCEPTED -> saved(accepted.planned(State.PROCESSING, now.plus(slowness.dividedBy(2)), null));
            case PROCESSING -> processing(accepted, slowness);
            default -> become(accepted, State.WAIT_USER_CONFIRM, null);
        };
    }

    private Transfer processing(Transfer transfer, Duration time) {
        var now = clock.now();
        return saved(transfer.now(State.PROCESSING, now, null).planned(State.WAIT_USER_CONFIRM, now.plus(time), null));
    }

    /** Brings a transfer into a state with all that follows from it. */
    private Transfer become(Transfer transfer, State state, @Nullable String reason) {
        var now = clock.now();
        var turned = transfer.now(state, now, reason);
        return switch (state) {
            case ACCEPTED, TRANSFERING -> saved(turned);
            case PROCESSING -> processing(transfer, slowness.dividedBy(2));
            case WAIT_USER_CONFIRM -> saved(turned.planned(State.FAIL, now.plus(TIME_TO_CONFIRM), "OVERDUE_CLOSE"));
            case CANCELING -> saved(turned.planned(State.CANCELLED, now, null));
            case SUCCESS, FAIL, CANCELLED -> {
                ledger.save(turned);
                tell(turned);
                yield turned;
            }
        };
    }

    private Transfer saved(Transfer transfer) {
        ledger.save(transfer);
        plan(transfer);
        return transfer;
    }

    private void plan(Transfer transfer) {
        var due = transfer.nextAt();
        var next = transfer.next();
        if (due != null && next != null) {
            agenda.at(
                    due,
                    () -> ledger.transfer(transfer.outBillNo())
                            .filter(transfer::equals)
                            .ifPresent(current -> {
                                var _ = become(current, next, current.failReason());
                            }));
        }
    }

    /** The user agrees in WeChat; the money arrives after {@code delay}, or fails to. */
    Transfer confirm(Transfer transfer, State end, @Nullable String reason, Duration delay) {
        if (transfer.state() != State.WAIT_USER_CONFIRM) {
            throw new ControlRefusal(409, "The transfer cannot be confirmed: it is " + transfer.state());
        }
        if (end != State.SUCCESS && end != State.FAIL) {
            throw new ControlRefusal(400, "A confirmed transfer ends as SUCCESS or FAIL");
        }
        var now = clock.now();
        return saved(transfer.now(State.TRANSFERING, now, null).planned(end, now.plus(delay), reason));
    }

    /** Ends a transfer by hand. */
    Transfer end(Transfer transfer, State end, @Nullable String reason) {
        if (transfer.state().ended() || !end.ended()) {
            throw new ControlRefusal(409, "The transfer is " + transfer.state() + " and cannot become " + end);
        }
        return become(transfer, end, reason);
    }

    Answer cancel(Call call) {
        var transfer = ledger.transfer(call.name()).orElseThrow(TransferApi::unknown);
        var state = transfer.state();
        if (!state.cancellable() && state != State.CANCELING && state != State.CANCELLED) {
            throw new PayRefusal(Code.INVALID_REQUEST, "当前单据状态不支持撤销");
        }
        var cancelled = state.cancellable() ? become(transfer, State.CANCELING, null) : transfer;
        var told = Json.object();
        told.put("out_bill_no", cancelled.outBillNo());
        told.put("transfer_bill_no", cancelled.transferBillNo());
        told.put("state", cancelled.state().name());
        told.put("update_time", VirtualClock.written(cancelled.updatedAt()));
        return Answer.ok(told);
    }

    Answer query(Call call) {
        var oldest = clock.now().minus(REMEMBERED);
        var transfer = ledger.transfer(call.name())
                .filter(one -> one.createdAt().isAfter(oldest))
                .orElseThrow(TransferApi::unknown);
        var told = told(transfer);
        told.put("appid", Keys.APP_ID);
        told.put("transfer_remark", transfer.request().path("transfer_remark").asText());
        return Answer.ok(told);
    }

    private static PayRefusal unknown() {
        return new PayRefusal(Code.NOT_FOUND, "记录不存在");
    }

    private void checkFields(Call call, JsonNode body) {
        if (!Keys.APP_ID.equals(PayRules.text(body, "/appid", 32))) {
            throw new PayRefusal(Code.APPID_MCHID_NOT_MATCH, "appid和mch_id不匹配");
        }
        var _ = PayRules.number(body, "/out_bill_no", PayRules.OUT_BILL_NO);
        var _ = PayRules.text(body, "/transfer_remark", 32);
        if (body.has("notify_url")) {
            PayRules.notifyUrl(body, "/notify_url");
        }
        if (ledger.memberOf(PayRules.text(body, "/openid", 128)).isEmpty()) {
            throw new PayRefusal(Code.PARAM_ERROR, "无效的openid");
        }
        checkScene(body);
        checkAmount(body, PayRules.fen(body, "/transfer_amount"));
        checkName(call, body);
    }

    /** Encrypted for the platform, and saying under which of its keys. */
    private void checkName(Call call, JsonNode body) {
        if (!body.has("user_name")) {
            return;
        }
        var key = call.header("Wechatpay-Serial");
        if (key == null) {
            throw new PayRefusal(Code.PARAM_ERROR, "Http头缺少Wechatpay-Serial");
        }
        if (keys.platform().opened(key, body.path("user_name").asText()).isEmpty()) {
            throw new PayRefusal(Code.PARAM_ERROR, "收款用户姓名解密失败");
        }
    }

    /** Whom the merchant means, if he said so. */
    Optional<String> nameIn(JsonNode request) {
        return Optional.of(request.path("user_name").asText(""))
                .filter(ciphertext -> !ciphertext.isEmpty())
                .flatMap(keys.platform()::opened);
    }

    private static void checkScene(JsonNode body) {
        var scene = PayRules.text(body, "/transfer_scene_id", 36);
        if (!SCENES.contains(scene)) {
            throw PayRules.wrong("/transfer_scene_id");
        }
        var reports = new HashSet<String>();
        for (var report : body.path("transfer_scene_report_infos")) {
            reports.add(PayRules.text(report, "/info_type", 15));
            var _ = PayRules.text(report, "/info_content", 32);
        }
        if (reports.isEmpty() || (scene.equals(COMMISSION) && !reports.equals(COMMISSION_REPORTS))) {
            throw PayRules.wrong("/transfer_scene_report_infos");
        }
    }

    private static void checkAmount(JsonNode body, long fen) {
        var named = body.has("user_name");
        if (fen < LEAST_FEN) {
            throw PayRules.wrong("/transfer_amount");
        }
        if (fen >= NAMED_FROM_FEN && !named) {
            throw new PayRefusal(Code.PARAM_ERROR, "转账金额大于等于2000元时，收款用户姓名必填");
        }
        if (fen < NAMELESS_BELOW_FEN && named) {
            throw new PayRefusal(Code.PARAM_ERROR, "转账金额低于0.3元时，不支持传入收款用户姓名");
        }
    }

    /** What the merchant is told when he asks for a transfer: only here is what the user needs to confirm it. */
    private static ObjectNode reply(Transfer transfer) {
        var told = Json.object();
        told.put("out_bill_no", transfer.outBillNo());
        told.put("transfer_bill_no", transfer.transferBillNo());
        told.put("create_time", VirtualClock.written(transfer.createdAt()));
        told.put("state", transfer.state().name());
        if (transfer.state() == State.WAIT_USER_CONFIRM) {
            told.put("package_info", transfer.packageInfo());
        }
        putFailReason(told, transfer);
        return told;
    }

    private static ObjectNode told(Transfer transfer) {
        var told = Json.object();
        told.put("mch_id", Keys.MCH_ID);
        told.put("out_bill_no", transfer.outBillNo());
        told.put("transfer_bill_no", transfer.transferBillNo());
        told.put("state", transfer.state().name());
        told.put("transfer_amount", transfer.fen());
        told.put("openid", transfer.openid());
        putFailReason(told, transfer);
        told.put("create_time", VirtualClock.written(transfer.createdAt()));
        told.put("update_time", VirtualClock.written(transfer.updatedAt()));
        return told;
    }

    private static void putFailReason(ObjectNode told, Transfer transfer) {
        if (transfer.state() == State.FAIL && transfer.failReason() != null) {
            told.put("fail_reason", transfer.failReason());
        }
    }

    private void tell(Transfer transfer) {
        var url = transfer.request().path("notify_url").asText("");
        if (!url.isEmpty()) {
            notifier.tell(
                    transfer.outBillNo(),
                    new Notifier.Event("MCHTRANSFER.BILL.FINISHED", "mch_payment", "商家转账单据终态通知"),
                    url,
                    told(transfer));
        }
    }
}
