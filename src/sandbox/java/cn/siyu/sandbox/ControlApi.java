package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The strings behind the stage: buyers, their money and the time, moved by tests and by people who try the shop. */
final class ControlApi {
    private final Ledger ledger;
    private final LoginCodes codes;
    private final Buyers buyers;
    private final RefundApi refunds;
    private final MiniCodes miniCodes;
    private final Messages messages;
    private final AccessTokens tokens;
    private final VirtualClock clock;
    private final Agenda agenda;
    private final Notifier notifier;

    ControlApi(
            Ledger ledger,
            LoginCodes codes,
            Buyers buyers,
            RefundApi refunds,
            MiniCodes miniCodes,
            Messages messages,
            AccessTokens tokens,
            VirtualClock clock,
            Agenda agenda,
            Notifier notifier) {
        this.ledger = ledger;
        this.codes = codes;
        this.buyers = buyers;
        this.refunds = refunds;
        this.miniCodes = miniCodes;
        this.messages = messages;
        this.tokens = tokens;
        this.clock = clock;
        this.agenda = agenda;
        this.notifier = notifier;
    }

    /** An operation behind the stage; a mistake in its input is a 400 that says what is wrong. */
    interface Operation {
        Object carryOut(Call call) throws IOException;
    }

    static Route route(String method, String template, Operation operation) {
        return Route.of(Route.Side.CONTROL, "control", method, "/_control" + template, call -> answer(operation, call));
    }

    private static Future<Answer> answer(Operation operation, Call call) {
        try {
            var result = operation.carryOut(call);
            return result instanceof Future<?> later
                    ? later.map(Answer::ok)
                    : Future.succeededFuture(Answer.ok(result));
        } catch (ControlRefusal refusal) {
            return Future.succeededFuture(refusal.answer());
        } catch (IOException | IllegalArgumentException | DateTimeException mistake) {
            return Future.succeededFuture(new ControlRefusal(400, String.valueOf(mistake.getMessage())).answer());
        }
    }

    List<Route> routes() {
        return List.of(
                route("POST", "/codes", this::loginCode),
                route("POST", "/phone-codes", this::phoneCode),
                route("POST", "/subscribe-consents", this::consent),
                route("GET", "/messages", call -> messages.sent(call.query("openid"))),
                route("GET", "/mini-codes", call -> miniCodes.made(call.query("scene"))),
                route("POST", "/tokens/revoke", this::revokeTokens),
                route("GET", "/payments/{}", call -> told(payment(call.name()))),
                route("POST", "/payments/{}/pay", call -> pay(payment(call.name()), call)),
                route("POST", "/payments/{}/fail", call -> told(buyers.fail(payment(call.name())))),
                route("POST", "/prepays/{}/pay", call -> pay(paymentOfPrepay(call.name()), call)),
                route("POST", "/prepays/{}/fail", call -> told(buyers.fail(paymentOfPrepay(call.name())))),
                route("POST", "/pay-mode", this::payMode),
                route("GET", "/refunds/{}", call -> told(refund(call.name()))),
                route("POST", "/refunds/{}/settle", this::settle),
                route("POST", "/refund-mode", this::refundMode),
                route("GET", "/ledger", this::books),
                route("GET", "/clock", _ -> time()),
                route("POST", "/clock", this::moveClock));
    }

    /** Back to a buyer who waits and refunds that succeed at once; the books stay. */
    void reset() {
        buyers.mode(Buyers.Mode.MANUAL, Duration.ZERO);
        refunds.mode(Refund.Status.SUCCESS, Duration.ofMinutes(1));
    }

    // People

    private Object loginCode(Call call) throws IOException {
        var body = call.json();
        var member = new Member(required(body, "member"), optional(body, "unionid"));
        ledger.save(member);
        return codeFor(new LoginCodes.Holder(member.name(), ""), member);
    }

    private Object phoneCode(Call call) throws IOException {
        var body = call.json();
        var phone = required(body, "phone");
        var holder = new LoginCodes.Holder(required(body, "member"), phone);
        return codeFor(holder, ledger.member(holder.name()));
    }

    private ObjectNode codeFor(LoginCodes.Holder holder, Member member) {
        return Json.object().put("code", codes.issue(holder)).put("openid", member.openid());
    }

    private Object consent(Call call) throws IOException {
        var body = call.json();
        var member = ledger.member(required(body, "member"));
        ledger.save(member);
        var left = messages.consent(
                member.openid(),
                required(body, "templateId"),
                body.path("times").asInt(1));
        return Json.object().put("openid", member.openid()).put("left", left);
    }

    private Object revokeTokens(Call call) {
        tokens.revoke();
        return Json.object();
    }

    // Payments

    private Payment payment(String outTradeNo) {
        return found(ledger.payment(outTradeNo), "payment " + outTradeNo);
    }

    private Payment paymentOfPrepay(String prepayId) {
        var id = prepayId.startsWith("prepay_id=") ? prepayId.substring("prepay_id=".length()) : prepayId;
        return found(ledger.paymentOfPrepay(id), "prepay " + id);
    }

    private Object pay(Payment payment, Call call) throws IOException {
        return told(buyers.pay(payment, call.json().path("late").asBoolean(false)));
    }

    private Object payMode(Call call) throws IOException {
        var body = call.json();
        var mode = Buyers.Mode.valueOf(required(body, "mode"));
        buyers.mode(mode, Duration.ofMillis(body.path("delayMs").asLong(0)));
        return Json.object().put("mode", mode.name());
    }

    private ObjectNode told(Payment payment) {
        var told = Json.object();
        told.put("outTradeNo", payment.outTradeNo());
        told.put("state", PayApi.tradeState(payment, ledger));
        told.put("totalFen", payment.totalFen());
        told.put("refundedFen", ledger.refundedFen(payment.outTradeNo()));
        told.put("openid", payment.openid());
        told.put("transactionId", payment.transactionId());
        told.put("paidAt", payment.paidAt() == null ? null : payment.paidAt().toString());
        told.set(
                "prepayIds",
                Json.tree(payment.prepays().stream().map(Payment.Prepay::id).toList()));
        told.put("payable", payment.payable(clock.now()));
        told.put("shippingUploads", payment.shipping().uploads());
        told.set("shippingReport", payment.shipping().report());
        told.set("specialReport", payment.shipping().special());
        told.set("request", payment.request());
        return told;
    }

    // Refunds

    private Refund refund(String outRefundNo) {
        return found(ledger.refund(outRefundNo), "refund " + outRefundNo);
    }

    private Object settle(Call call) throws IOException {
        var end = Refund.Status.valueOf(call.json().path("status").asText("SUCCESS"));
        if (end == Refund.Status.PROCESSING) {
            throw new ControlRefusal(400, "A refund cannot settle as PROCESSING");
        }
        return told(refunds.settle(refund(call.name()), end));
    }

    private Object refundMode(Call call) throws IOException {
        var body = call.json();
        var mode = Refund.Status.valueOf(required(body, "mode"));
        refunds.mode(mode, Notifier.orDefault(body.path("delayMs").asLong(0), Duration.ofMinutes(1)));
        return Json.object().put("mode", mode.name());
    }

    private static ObjectNode told(Refund refund) {
        var told = Json.object();
        told.put("outRefundNo", refund.outRefundNo());
        told.put("outTradeNo", refund.outTradeNo());
        told.put("refundId", refund.refundId());
        told.put("fen", refund.fen());
        told.put("status", refund.status().name());
        told.set("sentTo", refund.sentTo());
        return told;
    }

    /** The sums are those of all books; of the lists there is a part, when a part is asked for. */
    private Object books(Call call) {
        var from = number(call.query("from"), 0);
        var count = number(call.query("count"), Integer.MAX_VALUE);
        var told = Json.object();
        told.put(
                "paidFen",
                ledger.payments().stream()
                        .filter(payment -> payment.state() == Payment.State.SUCCESS)
                        .mapToLong(Payment::totalFen)
                        .sum());
        told.put(
                "refundedFen",
                ledger.refunds().stream()
                        .filter(refund -> refund.status() == Refund.Status.SUCCESS)
                        .mapToLong(Refund::fen)
                        .sum());
        told.put(
                "transferredFen",
                ledger.transfers().stream()
                        .filter(transfer -> transfer.state() == Transfer.State.SUCCESS)
                        .mapToLong(Transfer::fen)
                        .sum());
        told.put("balanceFen", ledger.balanceFen());
        var payments = told.putArray("payments");
        ledger.payments().stream()
                .skip(from)
                .limit(count)
                .forEach(each -> payments.add(told(payment(each.outTradeNo()))));
        var refundsTold = told.putArray("refunds");
        ledger.refunds().stream().skip(from).limit(count).forEach(refund -> refundsTold.add(told(refund)));
        var transfersTold = told.putArray("transfers");
        ledger.transfers().stream()
                .skip(from)
                .limit(count)
                .forEach(transfer -> transfersTold.add(TransferControl.plain(transfer)));
        return told;
    }

    private static int number(String text, int otherwise) {
        return text.isEmpty() ? otherwise : Integer.parseUnsignedInt(text);
    }

    // Time

    private Object moveClock(Call call) throws IOException {
        var body = call.json();
        return body.path("quietly").asBoolean(false) ? notifier.whenQuiet().map(_ -> moveClock(body)) : moveClock(body);
    }

    private ObjectNode moveClock(JsonNode body) {
        if (body.has("advance")) {
            clock.advance(Duration.parse(required(body, "advance")));
        } else if (body.has("set")) {
            clock.set(OffsetDateTime.parse(required(body, "set")).toInstant());
        } else if (body.path("reset").asBoolean(false)) {
            clock.reset();
        } else {
            throw new ControlRefusal(400, "Say advance, set or reset");
        }
        agenda.runDue();
        return time();
    }

    private ObjectNode time() {
        return Json.object().put("now", clock.now().toString());
    }

    static String required(JsonNode body, String field) {
        var value = optional(body, field);
        if (value == null) {
            throw new ControlRefusal(400, "The field " + field + " is missing");
        }
        return value;
    }

    private static @Nullable String optional(JsonNode body, String field) {
        var value = body.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }

    static <T> T found(Optional<T> thing, String name) {
        return thing.orElseThrow(() -> new ControlRefusal(404, "There is no " + name));
    }
}
