package cn.siyu.sandbox;

import cn.siyu.sandbox.PayRefusal.Code;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/** Domestic refunds: accepted within the limits of the order, settled as the refund mode says. */
final class RefundApi {
    private static final int MOST_PER_ORDER = 50;
    private static final Duration BETWEEN_TWO = Duration.ofMinutes(1);
    private static final Duration LONGEST_AFTER_PAYMENT = Duration.ofDays(365);
    private static final String ACCOUNT = "支付用户零钱";

    private final Ledger ledger;
    private final Notifier notifier;
    private final Agenda agenda;
    private final VirtualClock clock;
    private Refund.Status mode = Refund.Status.SUCCESS;
    private Duration processing = Duration.ofMinutes(1);

    RefundApi(Ledger ledger, Notifier notifier, Agenda agenda, VirtualClock clock) {
        this.ledger = ledger;
        this.notifier = notifier;
        this.agenda = agenda;
        this.clock = clock;
    }

    /** How new refunds end; PROCESSING ends well after the given time. */
    void mode(Refund.Status next, Duration processingTime) {
        mode = next;
        processing = processingTime;
    }

    /** Plans again what had not settled when the sandbox stopped. */
    void resume() {
        ledger.refunds().forEach(this::plan);
    }

    Answer create(Call call) {
        var body = PayRules.body(call);
        var number = PayRules.number(body, "/out_refund_no", PayRules.OUT_REFUND_NO);
        var payment = payment(body);
        checkFields(body, payment);
        var known = ledger.refund(number);
        if (known.isPresent()) {
            if (!known.get().request().equals(body)) {
                throw new PayRefusal(Code.INVALID_REQUEST, "同一退款单号请求参数与首次请求不一致");
            }
            return Answer.ok(told(known.get(), payment));
        }
        var now = clock.now();
        checkLimits(body, payment, now);
        var accepted = accepted(body, payment, now);
        return Answer.ok(told(accepted, payment));
    }

    private Refund accepted(JsonNode body, Payment payment, Instant now) {
        var slow = mode == Refund.Status.PROCESSING;
        var settlesAs = slow ? Refund.Status.SUCCESS : mode;
        var refund = Refund.accepted(payment.outTradeNo(), body, now, slow ? now.plus(processing) : now, settlesAs);
        ledger.save(refund);
        if (mode == Refund.Status.SUCCESS) {
            return settle(refund, Refund.Status.SUCCESS);
        }
        plan(refund);
        return refund;
    }

    /** An abnormal one goes on, to another account, and ends as the mode says. */
    ObjectNode resumed(Refund refund) {
        var payment = ledger.payment(refund.outTradeNo()).orElseThrow();
        var slow = mode == Refund.Status.PROCESSING;
        var now = clock.now();
        var planned = refund.planned(slow ? now.plus(processing) : now, slow ? Refund.Status.SUCCESS : mode);
        ledger.save(planned);
        plan(planned);
        return told(planned, payment);
    }

    private void plan(Refund refund) {
        var due = refund.settlesAt();
        if (refund.status() == Refund.Status.PROCESSING && due != null) {
            agenda.at(
                    due,
                    () -> ledger.refund(refund.outRefundNo())
                            .filter(current -> current.status() == Refund.Status.PROCESSING)
                            .ifPresent(current -> {
                                var _ = settle(current, current.settlesAs());
                            }));
        }
    }

    /** Ends a refund and tells the merchant. */
    Refund settle(Refund refund, Refund.Status end) {
        if (refund.status() == Refund.Status.SUCCESS || refund.status() == Refund.Status.CLOSED) {
            throw new ControlRefusal(409, "The refund has ended: " + refund.status());
        }
        var settled = refund.settled(end, clock.now());
        ledger.save(settled);
        if (!settled.notifyUrl().isEmpty()) {
            notifier.tell(
                    settled.outRefundNo(),
                    new Notifier.Event("REFUND." + end, "refund", "退款" + (end == Refund.Status.SUCCESS ? "成功" : "异常")),
                    settled.notifyUrl(),
                    notified(settled));
        }
        return settled;
    }

    private Payment payment(JsonNode body) {
        var byNumber = body.has("out_trade_no");
        if (byNumber == body.has("transaction_id")) {
            throw new PayRefusal(Code.PARAM_ERROR, "transaction_id和out_trade_no二选一");
        }
        var found = byNumber
                ? ledger.payment(PayRules.number(body, "/out_trade_no", PayRules.OUT_TRADE_NO))
                : ledger.paymentOfTransaction(PayRules.text(body, "/transaction_id", 32));
        return found.filter(payment -> payment.state() == Payment.State.SUCCESS)
                .orElseThrow(() -> new PayRefusal(Code.RESOURCE_NOT_EXISTS, "订单不存在或未支付"));
    }

    private static void checkFields(JsonNode body, Payment payment) {
        PayRules.optionalText(body, "/reason", 80);
        if (body.has("notify_url")) {
            PayRules.notifyUrl(body, "/notify_url");
        }
        var refund = PayRules.fen(body, "/amount/refund");
        var total = PayRules.fen(body, "/amount/total");
        if (!PayRules.text(body, "/amount/currency", 16).equals("CNY")) {
            throw PayRules.wrong("/amount/currency");
        }
        if (total != payment.totalFen()) {
            throw new PayRefusal(Code.INVALID_REQUEST, "订单金额与支付时不一致");
        }
        if (refund > total) {
            throw new PayRefusal(Code.INVALID_REQUEST, "退款金额大于支付金额");
        }
    }

    private void checkLimits(JsonNode body, Payment payment, Instant now) {
        var earlier = ledger.refundsOf(payment.outTradeNo());
        var refund = body.at("/amount/refund").asLong();
        if (ledger.promisedBackFen(payment.outTradeNo()) + refund > payment.totalFen()) {
            throw new PayRefusal(Code.INVALID_REQUEST, "累计退款金额大于支付金额");
        }
        if (earlier.size() >= MOST_PER_ORDER) {
            throw new PayRefusal(Code.INVALID_REQUEST, "部分退款次数超过50次");
        }
        var paidAt = payment.paidAt();
        if (paidAt != null && now.isAfter(paidAt.plus(LONGEST_AFTER_PAYMENT))) {
            throw new PayRefusal(Code.INVALID_REQUEST, "订单已超过可退款的最大期限");
        }
        // The clock of a test may have been set back; only a refund made less than a minute ago counts.
        if (earlier.stream()
                .anyMatch(other -> other.createdAt().plus(BETWEEN_TWO).isAfter(now)
                        && !other.createdAt().isAfter(now))) {
            throw new PayRefusal(Code.FREQUENCY_LIMITED, "同一订单多次退款间隔需大于1分钟");
        }
    }

    Answer query(Call call) {
        var refund = ledger.refund(call.name()).orElseThrow(() -> new PayRefusal(Code.RESOURCE_NOT_EXISTS, "退款单不存在"));
        return Answer.ok(told(refund, ledger.payment(refund.outTradeNo()).orElseThrow()));
    }

    private static ObjectNode told(Refund refund, Payment payment) {
        var told = Json.object();
        told.put("refund_id", refund.refundId());
        told.put("out_refund_no", refund.outRefundNo());
        told.put("transaction_id", payment.transactionId());
        told.put("out_trade_no", payment.outTradeNo());
        told.put("channel", "ORIGINAL");
        told.put("user_received_account", ACCOUNT);
        told.put("create_time", VirtualClock.written(refund.createdAt()));
        told.put("status", refund.status().name());
        told.put("funds_account", "AVAILABLE");
        putSuccessTime(told, refund);
        var amount = amount(refund, payment);
        amount.put("settlement_refund", refund.fen());
        amount.put("settlement_total", payment.totalFen());
        amount.put("discount_refund", 0);
        amount.put("currency", "CNY");
        told.set("amount", amount);
        return told;
    }

    private ObjectNode notified(Refund refund) {
        var payment = ledger.payment(refund.outTradeNo()).orElseThrow();
        var told = Json.object();
        told.put("mchid", Keys.MCH_ID);
        told.put("transaction_id", payment.transactionId());
        told.put("out_trade_no", payment.outTradeNo());
        told.put("refund_id", refund.refundId());
        told.put("out_refund_no", refund.outRefundNo());
        told.put("refund_status", refund.status().name());
        putSuccessTime(told, refund);
        told.put("user_received_account", ACCOUNT);
        told.set("amount", amount(refund, payment));
        return told;
    }

    private static void putSuccessTime(ObjectNode told, Refund refund) {
        var settledAt = refund.settledAt();
        if (refund.status() == Refund.Status.SUCCESS && settledAt != null) {
            told.put("success_time", VirtualClock.written(settledAt));
        }
    }

    private static ObjectNode amount(Refund refund, Payment payment) {
        var amount = Json.object();
        amount.put("total", payment.totalFen());
        amount.put("refund", refund.fen());
        amount.put("payer_total", payment.totalFen());
        amount.put("payer_refund", refund.fen());
        return amount;
    }
}
