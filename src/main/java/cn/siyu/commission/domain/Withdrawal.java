package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Money that a payee asked for.
 *
 * @param member the person to whom it goes
 */
public record Withdrawal(
        UUID id,
        Payee payee,
        UUID member,
        Money amount,
        WithdrawalState state,
        Instant requestedAt,
        Optional<Instant> endedAt,
        long version) {

    /** The number at WeChat: made from the id alone, so that there is never a second one for it (C33). */
    public String billNo() {
        return id.toString().replace("-", "");
    }

    public Withdrawal with(WithdrawalState next, Instant at) {
        return new Withdrawal(
                id,
                payee,
                member,
                amount,
                next,
                requestedAt,
                next.kind().isEnd() && endedAt.isEmpty() ? Optional.of(at) : endedAt,
                version + 1);
    }

    public boolean isEnded() {
        return state.kind().isEnd();
    }
}
