package cn.siyu.sandbox;

import cn.siyu.sandbox.PayRefusal.Code;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The way out for a refund whose receiver takes nothing: to a card of the buyer's, or back to the merchant's bank. */
final class AbnormalRefunds {
    private static final Set<String> BANKS = Set.of(
            "CMB_DEBIT",
            "COMM_DEBIT",
            "ABC_DEBIT",
            "CCB_DEBIT",
            "ICBC_DEBIT",
            "BOC_DEBIT",
            "PAB_DEBIT",
            "SPDB_DEBIT",
            "CITIC_DEBIT",
            "CEB_DEBIT",
            "CMBC_DEBIT",
            "CIB_DEBIT",
            "GDB_DEBIT",
            "PSBC_DEBIT",
            "NBCB_DEBIT");

    private final Ledger ledger;
    private final RefundApi refunds;
    private final Keys keys;

    AbnormalRefunds(Ledger ledger, RefundApi refunds, Keys keys) {
        this.ledger = ledger;
        this.refunds = refunds;
        this.keys = keys;
    }

    /** Whatever is repeated, the money goes once: the refund keeps its number. */
    Answer apply(Call call) {
        var body = PayRules.body(call);
        var number = PayRules.number(body, "/out_refund_no", PayRules.OUT_REFUND_NO);
        var refund = ledger.refund(number)
                .filter(known -> known.refundId().equals(call.name()))
                .orElseThrow(() -> new PayRefusal(Code.RESOURCE_NOT_EXISTS, "退款单不存在"));
        if (refund.status() != Refund.Status.ABNORMAL) {
            throw new PayRefusal(Code.INVALID_REQUEST, "退款单状态不是退款异常");
        }
        var card = switch (PayRules.text(body, "/type", 32)) {
            case "USER_BANK_CARD" -> opened(call, body);
            case "MERCHANT_BANK_CARD" -> Json.object().put("type", "MERCHANT_BANK_CARD");
            default -> throw PayRules.wrong("/type");
        };
        return Answer.ok(refunds.resumed(refund.sentTo(card)));
    }

    private JsonNode opened(Call call, JsonNode body) {
        var key = call.header("Wechatpay-Serial");
        if (key == null) {
            throw new PayRefusal(Code.PARAM_ERROR, "敏感信息加密缺少Wechatpay-Serial");
        }
        var bank = PayRules.text(body, "/bank_type", 32);
        if (!BANKS.contains(bank)) {
            throw PayRules.wrong("/bank_type");
        }
        return Json.object()
                .put("type", "USER_BANK_CARD")
                .put("bankType", bank)
                .put("bankAccount", decrypted(key, body, "/bank_account"))
                .put("realName", decrypted(key, body, "/real_name"));
    }

    private String decrypted(String key, JsonNode body, String pointer) {
        return keys.platform()
                .opened(key, PayRules.text(body, pointer, 1024))
                .orElseThrow(() -> PayRules.wrong(pointer));
    }
}
