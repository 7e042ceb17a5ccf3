package cn.siyu.payment;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Money out to a person: WeChat's merchant transfer, scene 1005 (C32). Promised in the caller's transaction, carried out by a
 * worker with this very number, confirmed by the user in WeChat. The number never changes while its fate is unknown (C33).
 */
public interface Transfers {

    /** From here on WeChat wants the payee's real name (C34). */
    Money NAMED_FROM = Money.ofFen(200_000);

    /**
     * @param billNo deterministic and unique: 5 to 32 letters and digits
     * @param openid of the payee
     * @param owner whose ledger account is paid out, for the postings' explanation
     * @param realName of the payee; needed from {@link #NAMED_FROM} on, below it is not told to WeChat
     */
    record Promise(String billNo, UUID owner, String openid, Money amount, String remark, Optional<String> realName) {

        /** Without a name, as for small amounts. */
        public Promise(String billNo, UUID owner, String openid, Money amount, String remark) {
            this(billNo, owner, openid, amount, remark, Optional.empty());
        }
    }

    /** What {@code wx.requestMerchantTransfer} wants, while the user has to confirm. */
    record Confirmation(String mchId, String appId, String packageInfo) {}

    /** How a transfer stands: the state is WeChat's word, or {@code PROMISED} as long as WeChat does not know of it. */
    record Standing(String billNo, String state, Optional<Confirmation> confirmation, Optional<String> failReason) {}

    /** A known number changes nothing. */
    Uni<Void> promise(Tx tx, Promise promise, Instant now);

    /** Asks WeChat to cancel what the user has not confirmed; the outcome is told by {@link TransferEnded}. */
    Uni<Void> cancel(Tx tx, String billNo, Instant now);

    Uni<Optional<Standing>> standing(Sql sql, String billNo);
}
