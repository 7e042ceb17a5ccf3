package cn.siyu.wechat;

import cn.siyu.kernel.money.Money;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * WeChat's merchant transfer ({@code /v3/fund-app/mch-transfer/transfer-bills}), scene 1005 (C32). As in {@link WeChatPay} bodies
 * are made first and stored; failures are {@link WeChatRefused} or {@link WeChatUnknown}.
 */
public interface MerchantTransfers {

    /** What goes to a person. {@code remark} is what the payee reads, at most 32 characters. */
    record TransferOrder(String outBillNo, String openid, Money amount, String remark) {}

    /** How a transfer stands at WeChat. */
    enum TransferState {
        ACCEPTED,
        PROCESSING,
        WAIT_USER_CONFIRM,
        TRANSFERING,
        SUCCESS,
        FAIL,
        CANCELING,
        CANCELLED,
        /** WeChat does not know the number: the call never arrived. */
        UNKNOWN_NUMBER
    }

    /** A transfer as WeChat tells it. {@code packageInfo} is there while the user has to confirm. */
    record Transfer(
            String outBillNo,
            Optional<String> transferBillNo,
            TransferState state,
            Optional<String> packageInfo,
            Optional<String> failReason) {}

    String transferBody(TransferOrder order);

    /** Sends a stored body. */
    Uni<Transfer> transfer(String body);

    Uni<Transfer> queryTransfer(String outBillNo);

    Uni<Transfer> cancelTransfer(String outBillNo);
}
