package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import java.util.List;
import java.util.Optional;

/**
 * What a line pays and how that came about.
 *
 * @param rule by which the distributor was reckoned; empty when he has no claim
 * @param reckoned what the payees would have had together without the cap
 * @param cap most that they may have
 * @param shares above zero only
 */
public record Earnings(Optional<Rule> rule, Money reckoned, Money cap, List<Part> shares) {

    /** @param amount after the cap */
    public record Part(Payee payee, PayeeRole role, Money amount) {}

    static Earnings none(Money cap) {
        return new Earnings(Optional.empty(), Money.ZERO, cap, List.of());
    }
}
