package cn.siyu.wechat.gateway;

import cn.siyu.kernel.money.Money;
import cn.siyu.wechat.MerchantTransfers.Transfer;
import cn.siyu.wechat.MerchantTransfers.TransferState;
import cn.siyu.wechat.TransferAuthorizations.Authorization;
import cn.siyu.wechat.TransferAuthorizations.AuthorizationState;
import cn.siyu.wechat.WeChatPay.Refund;
import cn.siyu.wechat.WeChatPay.RefundState;
import cn.siyu.wechat.WeChatPay.TradeState;
import cn.siyu.wechat.WeChatPay.Transaction;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads payments, refunds and transfers as WeChat tells them, and believes nothing that is not ours or not in Chinese currency. */
final class Told {

    private static final String CURRENCY = "CNY";

    private Told() {}

    /** Something in it is not as it must be; the message names the field, never its value. */
    static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Wrong(String field) {
            super(field, null, false, false);
        }
    }

    static Transaction transaction(JsonNode told, WeChatSettings settings) {
        must("appid", settings.appId().equals(told.path("appid").asText()));
        must("mchid", settings.mchId().equals(told.path("mchid").asText()));
        var state = tradeState(told.path("trade_state").asText());
        var amount = told.path("amount");
        must(
                "currency",
                amount.isMissingNode()
                        || CURRENCY.equals(amount.path("currency").asText(CURRENCY)));
        var paid = state == TradeState.SUCCESS || state == TradeState.REFUND;
        must("total", !paid || amount.path("total").canConvertToLong());
        must("transaction_id", !paid || !told.path("transaction_id").asText("").isEmpty());
        return new Transaction(
                text(told, "out_trade_no"),
                state,
                optional(told, "transaction_id"),
                amount.has("total") ? Optional.of(fen(amount, "total")) : Optional.empty(),
                time(told));
    }

    /** @param stateField {@code status} in an answer, {@code refund_status} in a notification */
    static Refund refund(JsonNode told, String stateField) {
        var amount = told.path("amount");
        must("currency", CURRENCY.equals(amount.path("currency").asText(CURRENCY)));
        return new Refund(
                text(told, "out_trade_no"),
                text(told, "out_refund_no"),
                optional(told, "refund_id"),
                refundState(told.path(stateField).asText()),
                Optional.of(fen(amount, "refund")),
                time(told));
    }

    /** The reply to a transfer names neither appid nor merchant nor sum, queries and notifications do. */
    static Transfer transfer(JsonNode told, WeChatSettings settings) {
        must("appid", settings.appId().equals(told.path("appid").asText(settings.appId())));
        must("mch_id", settings.mchId().equals(told.path("mch_id").asText(settings.mchId())));
        return new Transfer(
                text(told, "out_bill_no"),
                optional(told, "transfer_bill_no"),
                transferState(told.path("state").asText()),
                told.has("transfer_amount") ? Optional.of(fen(told, "transfer_amount")) : Optional.empty(),
                optional(told, "package_info"),
                optional(told, "fail_reason"));
    }

    static Authorization authorization(JsonNode told) {
        return new Authorization(
                text(told, "out_authorization_no"),
                authorizationState(told.path("state").asText()),
                optional(told, "authorization_id"),
                optional(told, "package_info"),
                optional(told.path("close_info"), "close_reason"));
    }

    private static AuthorizationState authorizationState(String name) {
        return switch (name) {
            case "WAIT_USER_CONFIRM" -> AuthorizationState.WAIT_USER_CONFIRM;
            case "TAKING_EFFECT" -> AuthorizationState.TAKING_EFFECT;
            case "CLOSED" -> AuthorizationState.CLOSED;
            default -> throw new Wrong("authorization state");
        };
    }

    private static TransferState transferState(String name) {
        return switch (name) {
            case "ACCEPTED" -> TransferState.ACCEPTED;
            case "PROCESSING" -> TransferState.PROCESSING;
            case "WAIT_USER_CONFIRM" -> TransferState.WAIT_USER_CONFIRM;
            case "TRANSFERING" -> TransferState.TRANSFERING;
            case "SUCCESS" -> TransferState.SUCCESS;
            case "FAIL" -> TransferState.FAIL;
            case "CANCELING" -> TransferState.CANCELING;
            case "CANCELLED" -> TransferState.CANCELLED;
            default -> throw new Wrong("transfer state");
        };
    }

    /** The last three are of payments by code, which this shop never asks for; they map to what they mean for the buyer. */
    private static TradeState tradeState(String name) {
        return switch (name) {
            case "SUCCESS" -> TradeState.SUCCESS;
            case "REFUND" -> TradeState.REFUND;
            case "CLOSED", "REVOKED" -> TradeState.CLOSED;
            case "PAYERROR" -> TradeState.PAYERROR;
            case "NOTPAY", "USERPAYING", "ACCEPT" -> TradeState.NOTPAY;
            default -> throw new Wrong("trade_state");
        };
    }

    private static RefundState refundState(String name) {
        return switch (name) {
            case "PROCESSING" -> RefundState.PROCESSING;
            case "SUCCESS" -> RefundState.SUCCESS;
            case "CLOSED" -> RefundState.CLOSED;
            case "ABNORMAL" -> RefundState.ABNORMAL;
            default -> throw new Wrong("refund status");
        };
    }

    static String text(JsonNode told, String field) {
        return optional(told, field).orElseThrow(() -> new Wrong(field));
    }

    private static Optional<String> optional(JsonNode told, String field) {
        return Optional.of(told.path(field).asText("")).filter(text -> !text.isEmpty());
    }

    private static Money fen(JsonNode amount, String field) {
        var fen = amount.path(field);
        must(field, fen.isIntegralNumber() && fen.canConvertToLong() && fen.asLong() >= 0);
        return Money.ofFen(fen.asLong());
    }

    private static Optional<Instant> time(JsonNode told) {
        try {
            return optional(told, "success_time")
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            throw new Wrong("success_time");
        }
    }

    static void must(String field, boolean right) {
        if (!right) {
            throw new Wrong(field);
        }
    }
}
