package cn.siyu.ledger;

import cn.siyu.kernel.money.Money;
import java.time.Instant;

/**
 * Money moves from {@code credit} to {@code debit}; the amount is positive, a correction is a transfer the other way.
 *
 * @param reference deterministic and unique, such as {@code CAPTURE:{outTradeNo}}: a second transfer of that name is no
 *     second transfer (REL-11)
 */
public record Transfer(String reference, Account debit, Account credit, Money amount, Instant at) {}
