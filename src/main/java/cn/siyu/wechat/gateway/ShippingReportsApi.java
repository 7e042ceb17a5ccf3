package cn.siyu.wechat.gateway;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.wechat.ShippingReports;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code upload_shipping_info} by the number of the transaction; everything here goes by express. */
@Singleton
class ShippingReportsApi implements ShippingReports {

    private static final int BY_TRANSACTION = 2;
    private static final int EXPRESS = 1;
    private static final int UNIFIED = 1;
    private static final int SPLIT = 2;

    private static final int PRE_SALE = 1;
    private static final int TEST = 2;
    private static final String NO_SUCH_ORDER = "268546002";

    private static final Set<String> FINISHED = Set.of("10060002", "10060003");

    /** It has a report of this very time: it took this one, and its answer was lost. */
    private static final String NOT_LATER = "10060023";

    /** Too many calls, or no token that WeChat takes: nothing was heard, and later it may be. */
    private static final Set<String> LATER = Set.of("45009", "45011", "40001", "42001", "40014");

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private final MiniLine line;

    @Inject
    ShippingReportsApi(MiniLine line) {
        this.line = line;
    }

    @Override
    public Uni<Answer> upload(Report report) {
        return line.post("/wxa/sec/order/upload_shipping_info", body(report))
                .<Answer>replaceWith(new Answer.Accepted())
                .onFailure(ShippingReportsApi::isForNow)
                .transform(_ -> new WeChatUnknown("not now", null))
                .onFailure(WeChatRefused.class)
                .recoverWithItem(ShippingReportsApi::refused);
    }

    @Override
    public Uni<Heard> announce(String transactionId, Optional<Instant> shipsBy) {
        var body = new LinkedHashMap<String, Object>();
        body.put("order_id", transactionId);
        body.put("type", shipsBy.isPresent() ? PRE_SALE : TEST);
        shipsBy.ifPresent(at -> body.put("delay_to", at.getEpochSecond()));
        return line.post("/wxa/sec/order/opspecialorder", body)
                .<Heard>replaceWith(new Heard.Taken())
                .onFailure(ShippingReportsApi::isForNow)
                .transform(_ -> new WeChatUnknown("not now", null))
                .onFailure(WeChatRefused.class)
                .recoverWithItem(ShippingReportsApi::unheard);
    }

    private static Heard unheard(WeChatRefused refusal) {
        return refusal.code().equals(NO_SUCH_ORDER)
                ? new Heard.Unheard(refusal.code())
                : new Heard.Never(refusal.code());
    }

    private static Map<String, Object> body(Report report) {
        var body = new LinkedHashMap<String, Object>();
        body.put("order_key", Map.of("order_number_type", BY_TRANSACTION, "transaction_id", report.transactionId()));
        body.put("logistics_type", EXPRESS);
        body.put("delivery_mode", report.split() ? SPLIT : UNIFIED);
        if (report.split()) {
            body.put("is_all_delivered", report.complete());
        }
        body.put("shipping_list", list(report.parcels()));
        body.put("upload_time", time(report.at()));
        body.put("payer", Map.of("openid", report.openid()));
        return body;
    }

    private static List<Map<String, Object>> list(List<Parcel> parcels) {
        return parcels.stream()
                .<Map<String, Object>>map(parcel -> Map.of(
                        "tracking_no", parcel.trackingNo(),
                        "express_company", parcel.carrier(),
                        "item_desc", parcel.contents(),
                        "contact", Map.of("receiver_contact", parcel.contact())))
                .toList();
    }

    private static String time(Instant at) {
        return TO_THE_MILLISECOND.format(ShopCalendar.withOffset(at));
    }

    private static boolean isForNow(Throwable failure) {
        return failure instanceof WeChatRefused refusal && LATER.contains(refusal.code());
    }

    private static Answer refused(WeChatRefused refusal) {
        if (refusal.code().equals(NOT_LATER)) {
            return new Answer.Accepted();
        }
        return FINISHED.contains(refusal.code())
                ? new Answer.Finished(refusal.code())
                : new Answer.Refused(refusal.code());
    }
}
