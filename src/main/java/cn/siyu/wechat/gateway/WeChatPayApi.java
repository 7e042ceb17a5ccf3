package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** WeChat Pay v3, JSAPI, over the signed line. */
@Singleton
class WeChatPayApi implements WeChatPay {

    private static final String BY_NUMBER = "/v3/pay/transactions/out-trade-no/";
    private static final String REFUNDS = "/v3/refund/domestic/refunds";
    private static final Set<String> NO_SUCH_PAYMENT = Set.of("ORDER_NOT_EXIST", "ORDERNOTEXIST");
    private static final String NO_SUCH_REFUND = "RESOURCE_NOT_EXISTS";

    private final WeChatSettings settings;
    private final PublicUrl publicUrl;
    private final MerchantKeys keys;
    private final PayLine line;
    private final Envelope envelope;
    private final ObjectMapper json;

    @Inject
    WeChatPayApi(
            WeChatSettings settings,
            PublicUrl publicUrl,
            MerchantKeys keys,
            PayLine line,
            Envelope envelope,
            ObjectMapper json) {
        this.settings = settings;
        this.publicUrl = publicUrl;
        this.keys = keys;
        this.line = line;
        this.envelope = envelope;
        this.json = json;
    }

    @Override
    public String prepayBody(PrepayOrder order) {
        var body = json.createObjectNode();
        body.put("appid", settings.appId());
        body.put("mchid", settings.mchId());
        body.put("description", order.description());
        body.put("out_trade_no", order.outTradeNo());
        body.put(
                "time_expire",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        ShopCalendar.withOffset(order.expiresAt().truncatedTo(ChronoUnit.SECONDS))));
        body.put("notify_url", publicUrl.of("/callbacks/wechat-pay/transactions"));
        body.putObject("amount").put("total", order.amount().fen()).put("currency", "CNY");
        body.putObject("payer").put("openid", order.openid());
        return body.toString();
    }

    @Override
    public Uni<String> prepay(String body) {
        return line.post("/v3/pay/transactions/jsapi", body)
                .map(answer -> believed(() -> Told.text(answer, "prepay_id")));
    }

    @Override
    public Invocation invocation(String prepayId) {
        return keys.invocation(prepayId);
    }

    @Override
    public Uni<Transaction> query(String outTradeNo) {
        return line.get(BY_NUMBER + encoded(outTradeNo) + "?mchid=" + encoded(settings.mchId()))
                .map(answer -> believed(() -> transaction(answer, outTradeNo)))
                .onFailure(failure -> isRefusal(failure, NO_SUCH_PAYMENT))
                .recoverWithItem(() -> new Transaction(
                        outTradeNo, TradeState.UNKNOWN_NUMBER, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Override
    public Uni<Void> close(String outTradeNo) {
        var body = json.createObjectNode().put("mchid", settings.mchId()).toString();
        return line.post(BY_NUMBER + encoded(outTradeNo) + "/close", body).replaceWithVoid();
    }

    @Override
    public String refundBody(RefundOrder order) {
        var body = json.createObjectNode();
        body.put("out_trade_no", order.outTradeNo());
        body.put("out_refund_no", order.outRefundNo());
        body.put("reason", order.reason());
        body.put("notify_url", publicUrl.of("/callbacks/wechat-pay/refunds"));
        body.putObject("amount")
                .put("refund", order.refund().fen())
                .put("total", order.total().fen())
                .put("currency", "CNY");
        return body.toString();
    }

    @Override
    public Uni<Refund> refund(String body) {
        return line.post(REFUNDS, body).map(answer -> believed(() -> Told.refund(answer, "status")));
    }

    @Override
    public String abnormalBody(String outRefundNo, Optional<BankCard> card) {
        var body = json.createObjectNode();
        body.put("out_refund_no", outRefundNo);
        body.put("type", card.isPresent() ? "USER_BANK_CARD" : "MERCHANT_BANK_CARD");
        card.ifPresent(buyers -> body.put("bank_type", buyers.bank())
                .put("bank_account", keys.encrypted(buyers.account()))
                .put("real_name", keys.encrypted(buyers.realName())));
        return body.toString();
    }

    @Override
    public Uni<Refund> applyAbnormal(String refundId, String body) {
        return line.post(REFUNDS + "/" + encoded(refundId) + "/apply-abnormal-refund", body)
                .map(answer -> believed(() -> Told.refund(answer, "status")));
    }

    @Override
    public Uni<Refund> queryRefund(String outTradeNo, String outRefundNo) {
        return line.get(REFUNDS + "/" + encoded(outRefundNo))
                .map(answer -> believed(() -> refund(answer, outTradeNo, outRefundNo)))
                .onFailure(failure -> isRefusal(failure, Set.of(NO_SUCH_REFUND)))
                .recoverWithItem(() -> new Refund(
                        outTradeNo,
                        outRefundNo,
                        Optional.empty(),
                        RefundState.UNKNOWN_NUMBER,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Override
    public Notification open(NotificationHeaders headers, byte[] rawBody) {
        return envelope.open(headers, rawBody);
    }

    private Transaction transaction(JsonNode answer, String outTradeNo) {
        var transaction = Told.transaction(answer, settings);
        Told.must("out_trade_no", transaction.outTradeNo().equals(outTradeNo));
        return transaction;
    }

    private static Refund refund(JsonNode answer, String outTradeNo, String outRefundNo) {
        var refund = Told.refund(answer, "status");
        Told.must("out_trade_no", refund.outTradeNo().equals(outTradeNo));
        Told.must("out_refund_no", refund.outRefundNo().equals(outRefundNo));
        return refund;
    }

    private static <T> T believed(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Told.Wrong wrong) {
            throw new WeChatUnknown("the answer is not about this: " + wrong.getMessage(), null);
        }
    }

    private static boolean isRefusal(Throwable failure, Set<String> codes) {
        return failure instanceof WeChatRefused refused && codes.contains(refused.code());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
