package cn.siyu.sandbox;

import cn.siyu.sandbox.PayRefusal.Code;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** JSAPI payments: prepay, query and close. */
final class PayApi {
    private static final Duration PREPAY_LIFE = Duration.ofHours(2);
    private static final Duration SHORTEST_EXPIRY = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final Buyers buyers;
    private final VirtualClock clock;

    PayApi(Ledger ledger, Buyers buyers, VirtualClock clock) {
        this.ledger = ledger;
        this.buyers = buyers;
        this.clock = clock;
    }

    Answer prepay(Call call) {
        var body = PayRules.body(call);
        checkFields(body);
        var number = body.path("out_trade_no").asText();
        var now = clock.now();
        var known = ledger.payment(number);
        known.ifPresent(payment -> checkRepeat(payment, body));
        if (known.isEmpty()) {
            checkExpiry(body, now);
        }
        var prepay = new Payment.Prepay(Numbers.prepayId(now), now.plus(PREPAY_LIFE));
        ledger.save(known.orElseGet(() -> Payment.opened(number, body, now)).prepared(prepay));
        buyers.onPrepay(number);
        return Answer.ok(Json.object().put("prepay_id", prepay.id()));
    }

    private void checkFields(JsonNode body) {
        var appid = PayRules.text(body, "/appid", 32);
        PayRules.merchant(PayRules.text(body, "/mchid", 32));
        if (!Keys.APP_ID.equals(appid)) {
            throw new PayRefusal(Code.APPID_MCHID_NOT_MATCH, "appid和mch_id不匹配");
        }
        var _ = PayRules.text(body, "/description", 127);
        var _ = PayRules.number(body, "/out_trade_no", PayRules.OUT_TRADE_NO);
        PayRules.notifyUrl(body, "/notify_url");
        var _ = PayRules.fen(body, "/amount/total");
        if (!body.at("/amount/currency").asText("CNY").equals("CNY")) {
            throw PayRules.wrong("/amount/currency");
        }
        PayRules.optionalText(body, "/attach", 128);
        PayRules.optionalText(body, "/goods_tag", 32);
        var openid = PayRules.text(body, "/payer/openid", 128);
        if (ledger.memberOf(openid).isEmpty()) {
            throw new PayRefusal(Code.PARAM_ERROR, "无效的openid");
        }
    }

    private static void checkExpiry(JsonNode body, Instant now) {
        if (!body.has("time_expire")) {
            return;
        }
        try {
            var expires = OffsetDateTime.parse(PayRules.text(body, "/time_expire", 64))
                    .toInstant();
            if (Duration.between(now, expires).compareTo(SHORTEST_EXPIRY) < 0) {
                throw new PayRefusal(Code.PARAM_ERROR, "time_expire必须在一分钟以后");
            }
        } catch (DateTimeException malformed) {
            throw PayRules.wrong("/time_expire");
        }
    }

    private void checkRepeat(Payment payment, JsonNode body) {
        switch (payment.state()) {
            case SUCCESS -> throw new PayRefusal(Code.ORDERPAID, "该订单已支付");
            case CLOSED -> throw new PayRefusal(Code.ORDER_CLOSED, "该订单已关闭");
            case NOTPAY, PAYERROR -> {
                if (!payment.request().equals(body)) {
                    throw new PayRefusal(Code.INVALID_REQUEST, "请求重入时，参数与首次请求时不一致");
                }
                if (payment.expiresAt()
                        .filter(end -> !clock.now().isBefore(end))
                        .isPresent()) {
                    throw new PayRefusal(Code.INVALID_REQUEST, "订单已过期");
                }
            }
        }
    }

    Answer queryByNumber(Call call) {
        PayRules.merchant(call.query("mchid"));
        return Answer.ok(transaction(ledger.payment(call.name()).orElseThrow(PayApi::unknown), ledger));
    }

    Answer queryById(Call call) {
        PayRules.merchant(call.query("mchid"));
        return Answer.ok(transaction(ledger.paymentOfTransaction(call.name()).orElseThrow(PayApi::unknown), ledger));
    }

    Answer close(Call call) {
        PayRules.merchant(PayRules.text(PayRules.body(call), "/mchid", 32));
        var payment = ledger.payment(call.name()).orElseThrow(PayApi::unknown);
        if (payment.state() == Payment.State.SUCCESS) {
            throw new PayRefusal(Code.ORDERPAID, "该订单已支付");
        }
        if (payment.state() != Payment.State.CLOSED) {
            ledger.save(payment.closed());
        }
        return Answer.empty();
    }

    private static PayRefusal unknown() {
        return new PayRefusal(Code.ORDER_NOT_EXIST, "订单不存在");
    }

    static String tradeState(Payment payment, Ledger ledger) {
        var turnedIntoRefund =
                payment.state() == Payment.State.SUCCESS && ledger.promisedBackFen(payment.outTradeNo()) > 0;
        return turnedIntoRefund ? "REFUND" : payment.state().name();
    }

    /** A payment as the query and the notification tell it. */
    static ObjectNode transaction(Payment payment, Ledger ledger) {
        var told = Json.object();
        told.put("appid", Keys.APP_ID);
        told.put("mchid", Keys.MCH_ID);
        told.put("out_trade_no", payment.outTradeNo());
        told.put("trade_state", tradeState(payment, ledger));
        told.put("trade_state_desc", description(payment));
        told.set("promotion_detail", Json.array());
        var amount = Json.object();
        amount.put("total", payment.totalFen());
        amount.put("currency", "CNY");
        amount.put("payer_currency", "CNY");
        told.set("amount", amount);
        var payer = Json.object();
        told.set("payer", payer);
        var paidAt = payment.paidAt();
        if (paidAt != null) {
            told.put("transaction_id", payment.transactionId());
            told.put("trade_type", "JSAPI");
            told.put("bank_type", "OTHERS");
            told.put("success_time", VirtualClock.written(paidAt));
            amount.put("payer_total", payment.totalFen());
            payer.put("openid", payment.openid());
            if (payment.request().has("attach")) {
                told.set("attach", payment.request().path("attach"));
            }
        }
        return told;
    }

    private static String description(Payment payment) {
        return switch (payment.state()) {
            case NOTPAY -> "订单未支付";
            case PAYERROR -> "支付失败，请重新下单支付";
            case SUCCESS -> "支付成功";
            case CLOSED -> "订单已关闭";
        };
    }
}
