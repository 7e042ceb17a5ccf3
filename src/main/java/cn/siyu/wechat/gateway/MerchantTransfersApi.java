package cn.siyu.wechat.gateway;

import cn.siyu.wechat.MerchantTransfers;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Merchant transfers over the signed line. */
@Singleton
class MerchantTransfersApi implements MerchantTransfers {

    private static final String BILLS = "/v3/fund-app/mch-transfer/transfer-bills";
    private static final String BY_NUMBER = BILLS + "/out-bill-no/";
    static final String COMMISSION = "1005";
    private static final String AUTHORIZED = BILLS + "/transfer";
    private static final String AUTHORIZATION = "authorization_id";
    private static final Set<String> NO_SUCH_BILL = Set.of("NOT_FOUND", "RESOURCE_NOT_EXISTS");
    private static final Pattern OUT_BILL_NO = Pattern.compile("[0-9A-Za-z]{1,32}");
    private static final int LONGEST_REMARK = 32;

    private final WeChatSettings settings;
    private final PublicUrl publicUrl;
    private final MerchantKeys keys;
    private final PayLine line;
    private final ObjectMapper json;

    @Inject
    MerchantTransfersApi(
            WeChatSettings settings, PublicUrl publicUrl, MerchantKeys keys, PayLine line, ObjectMapper json) {
        this.settings = settings;
        this.publicUrl = publicUrl;
        this.keys = keys;
        this.line = line;
        this.json = json;
    }

    @Override
    public String transferBody(TransferOrder order) {
        var body = json.createObjectNode();
        body.put("appid", settings.appId());
        body.put("out_bill_no", number(order.outBillNo()));
        body.put("transfer_scene_id", COMMISSION);
        body.put("openid", order.openid());
        body.put("transfer_amount", order.amount().fen());
        body.put("transfer_remark", cut(order.remark()));
        order.realName().ifPresent(name -> body.put("user_name", keys.encrypted(name)));
        body.put("notify_url", publicUrl.of("/callbacks/wechat-pay/transfers"));
        var reports = body.putArray("transfer_scene_report_infos");
        reports.addObject().put("info_type", "岗位类型").put("info_content", settings.transferPost());
        reports.addObject().put("info_type", "报酬说明").put("info_content", settings.transferReward());
        order.authorizationId().ifPresent(id -> body.put(AUTHORIZATION, id));
        return body.toString();
    }

    @Override
    public String unauthorized(String body) {
        var plain = (ObjectNode) read(body);
        plain.remove(AUTHORIZATION);
        return plain.toString();
    }

    @Override
    public Uni<Transfer> transfer(String body) {
        return Uni.createFrom().deferred(() -> {
            var stored = read(body);
            var number = stored.path("out_bill_no").asText();
            return line.post(stored.has(AUTHORIZATION) ? AUTHORIZED : BILLS, body)
                    .map(answer -> believed(answer, number));
        });
    }

    @Override
    public Invocation invocation(String packageInfo) {
        return new Invocation(settings.mchId(), settings.appId(), packageInfo);
    }

    @Override
    public Uni<Transfer> queryTransfer(String outBillNo) {
        return line.get(BY_NUMBER + number(outBillNo))
                .map(answer -> believed(answer, outBillNo))
                .onFailure(MerchantTransfersApi::isNoSuchBill)
                .recoverWithItem(() -> new Transfer(
                        outBillNo,
                        Optional.empty(),
                        TransferState.UNKNOWN_NUMBER,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Override
    public Uni<Transfer> cancelTransfer(String outBillNo) {
        return line.post(BY_NUMBER + number(outBillNo) + "/cancel", "{}").map(answer -> believed(answer, outBillNo));
    }

    private Transfer believed(JsonNode answer, String outBillNo) {
        try {
            var transfer = Told.transfer(answer, settings);
            Told.must("out_bill_no", transfer.outBillNo().equals(outBillNo));
            return transfer;
        } catch (Told.Wrong wrong) {
            throw new WeChatUnknown("the answer is not about this: " + wrong.getMessage(), null);
        }
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException("this is no body of a transfer", e);
        }
    }

    private static boolean isNoSuchBill(Throwable failure) {
        return failure instanceof WeChatRefused refused && NO_SUCH_BILL.contains(refused.code());
    }

    private static String number(String outBillNo) {
        if (!OUT_BILL_NO.matcher(outBillNo).matches()) {
            throw new IllegalArgumentException("no number of a transfer: " + outBillNo);
        }
        return outBillNo;
    }

    private static String cut(String remark) {
        return remark.codePointCount(0, remark.length()) <= LONGEST_REMARK
                ? remark
                : remark.substring(0, remark.offsetByCodePoints(0, LONGEST_REMARK));
    }
}
