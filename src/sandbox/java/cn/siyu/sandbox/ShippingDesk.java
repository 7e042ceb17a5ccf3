package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Where merchants report parcels, so that WeChat lets the money of the order go. */
final class ShippingDesk {
    private static final int MOST_PARCELS = 15;
    private static final int LONGEST_ITEM = 120;
    private static final int PRE_SALE = 1;
    private static final int TEST = 2;
    private static final Duration SOONEST = Duration.ofDays(15);
    private static final Duration LATEST = Duration.ofDays(330);

    private final Ledger ledger;

    ShippingDesk(Ledger ledger) {
        this.ledger = ledger;
    }

    Answer upload(Call call) throws IOException {
        var body = call.json();
        checkForm(body);
        var payment = order(body.path("order_key"))
                .filter(one -> one.state() == Payment.State.SUCCESS)
                .orElseThrow(() -> new MiniRefusal(10060001, "支付单不存在"));
        if (!payment.openid().equals(body.at("/payer/openid").asText())) {
            throw new MiniRefusal(10060001, "支付单不存在");
        }
        var time = uploadTime(body);
        var before = payment.shipping();
        checkRepeat(before, time);
        var unified = body.path("delivery_mode").asInt() == 1;
        var complete = unified || body.path("is_all_delivered").asBoolean(false);
        var again = before.complete() ? before.uploads() + 1 : 1;
        ledger.save(payment.shipped(new Payment.Shipping(again, complete, time, body, before.special())));
        return MiniRefusal.answer(0, "ok");
    }

    /** A pre-sale or a test is not waited for; what is sent already is no longer a special order. */
    Answer special(Call call) throws IOException {
        var body = call.json();
        var type = body.path("type").asInt();
        if (type != PRE_SALE && type != TEST) {
            throw new MiniRefusal(268546000, "type非法");
        }
        var payment = bySomeNumber(body.path("order_id").asText())
                .filter(one ->
                        one.state() == Payment.State.SUCCESS && !one.shipping().complete())
                .orElseThrow(() -> new MiniRefusal(268546002, "账户不存在这个待发货单号"));
        if (type == PRE_SALE) {
            checkDelay(body.path("delay_to"), payment);
        }
        ledger.save(payment.shipped(payment.shipping().announced(body)));
        return MiniRefusal.answer(0, "ok");
    }

    private Optional<Payment> bySomeNumber(String number) {
        return ledger.paymentOfTransaction(number).or(() -> ledger.payment(number));
    }

    /** More than 15 and at most 330 days after the payment, in seconds. */
    private static void checkDelay(JsonNode delayTo, Payment payment) {
        var paidAt = payment.paidAt();
        var sound = paidAt != null
                && delayTo.isIntegralNumber()
                && Instant.ofEpochSecond(delayTo.asLong()).isAfter(paidAt.plus(SOONEST))
                && !Instant.ofEpochSecond(delayTo.asLong()).isAfter(paidAt.plus(LATEST));
        if (!sound) {
            throw new MiniRefusal(268546001, "delay_to非法");
        }
    }

    private static void checkRepeat(Payment.Shipping before, Instant time) {
        if (before.complete() && before.uploads() >= 2) {
            throw new MiniRefusal(10060003, "支付单已使用重新发货机会");
        }
        var last = before.uploadedAt();
        if (last != null && !time.isAfter(last)) {
            throw new MiniRefusal(10060023, "发货信息未更新");
        }
    }

    private Optional<Payment> order(JsonNode key) {
        return switch (key.path("order_number_type").asInt()) {
            case 1 ->
                Keys.MCH_ID.equals(key.path("mchid").asText())
                        ? ledger.payment(key.path("out_trade_no").asText())
                        : Optional.empty();
            case 2 -> ledger.paymentOfTransaction(key.path("transaction_id").asText());
            default -> throw format();
        };
    }

    private static void checkForm(JsonNode body) {
        var parcels = body.path("shipping_list");
        var kind = body.path("logistics_type");
        var mode = body.path("delivery_mode");
        var sound = parcels.isArray()
                && !parcels.isEmpty()
                && parcels.size() <= MOST_PARCELS
                && kind.isInt()
                && kind.asInt() >= 1
                && kind.asInt() <= 4
                && mode.isInt()
                && (mode.asInt() == 2 || (mode.asInt() == 1 && parcels.size() == 1));
        if (!sound) {
            throw format();
        }
        for (var parcel : parcels) {
            checkParcel(parcel, kind.asInt() == 1);
        }
    }

    private static void checkParcel(JsonNode parcel, boolean express) {
        var item = parcel.path("item_desc").asText("");
        var numbered = !parcel.path("tracking_no").asText("").isEmpty()
                && !parcel.path("express_company").asText("").isEmpty();
        if (item.isEmpty() || item.length() > LONGEST_ITEM || (express && !numbered)) {
            throw format();
        }
    }

    private static Instant uploadTime(JsonNode body) {
        try {
            return OffsetDateTime.parse(body.path("upload_time").asText()).toInstant();
        } catch (DateTimeException malformed) {
            throw format();
        }
    }

    private static MiniRefusal format() {
        return new MiniRefusal(47001, "data format error");
    }
}
