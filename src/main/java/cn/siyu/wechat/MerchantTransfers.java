package cn.siyu.wechat;

import cn.siyu.kernel.money.Money;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * WeChat's merchant transfer ({@code /v3/fund-app/mch-transfer/transfer-bills}), scene 1005 (C32). As in {@link WeChatPay} bodies
 * are made first and stored; failures are {@link WeChatRefused} or {@link WeChatUnknown}.
 */
public interface MerchantTransfers {

    /**
     * What goes to a person.
     *
     * @param remark what the payee reads, at most 32 characters
     * @param realName whom WeChat is to find behind the openid; it goes out encrypted, so each body made of it is another one
     * @param authorizationId by which the user need not confirm it ({@link TransferAuthorizations})
     */
    record TransferOrder(
            String outBillNo,
            String openid,
            Money amount,
            String remark,
            Optional<String> realName,
            Optional<String> authorizationId) {}

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

    /**
     * A transfer as WeChat tells it; the gateway has checked appid and mchid where they are told.
     *
     * @param amount told by queries and notifications
     * @param packageInfo told by {@link #transfer} while the user has to confirm, and by nothing else
     */
    record Transfer(
            String outBillNo,
            Optional<String> transferBillNo,
            TransferState state,
            Optional<Money> amount,
            Optional<String> packageInfo,
            Optional<String> failReason) {}

    /** What {@code wx.requestMerchantTransfer} wants. */
    record Invocation(String mchId, String appId, String packageInfo) {}

    String transferBody(TransferOrder order);

    /** The same without an authorization, for a user who has taken it back: he confirms it. */
    String unauthorized(String body);

    /** Sends a stored body. The same bytes again have no second effect and tell how it stands. */
    Uni<Transfer> transfer(String body);

    Invocation invocation(String packageInfo);

    /** WeChat remembers a number for 30 days. */
    Uni<Transfer> queryTransfer(String outBillNo);

    /** Begins to cancel what the user has not confirmed; refused when he has. */
    Uni<Transfer> cancelTransfer(String outBillNo);
}
