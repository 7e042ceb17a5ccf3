package cn.siyu.commission.app;

import cn.siyu.commission.domain.Limits;
import cn.siyu.commission.domain.Policy;
import cn.siyu.commission.domain.Policy.OwnPurchase;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The policies of 2.10; what an order was reckoned by is kept with its commissions. */
@ConfigMapping(prefix = "siyu.commission")
public interface CommissionSettings {

    /** Basis points of a line's net that all of its payees may have together (P7). */
    @WithDefault("3000")
    int cap();

    /** Whether somebody earns from what he buys himself (C10). */
    @WithDefault("NONE")
    OwnPurchase ownPurchase();

    /** From receipt on; never shorter than the window in which goods may be returned (C23). */
    @WithDefault("8D")
    Duration freeze();

    /** How long what an open after-sale keeps frozen is left alone before it is looked at again. */
    @WithDefault("1M")
    Duration lookAgain();

    @WithDefault("100")
    long leastWithdrawalFen();

    /** At a time (C34). */
    @WithDefault("2000000")
    long mostWithdrawalFen();

    /** For one person on one shop day (C34). */
    @WithDefault("2000000")
    long dayWithdrawalFen();

    @WithDefault("10")
    int dayWithdrawals();

    /** So long nothing is paid out after the payee's name or openid has changed (SEC-22). */
    @WithDefault("24H")
    Duration coolDown();

    /** A debt that is older may be written off (C24). */
    @WithDefault("6")
    int writeOffAfterMonths();

    /** So many of a batch are promised in a second. */
    @WithDefault("20")
    int payoutsPerSecond();

    /** Above it two of finance approve a withdrawal; up to it none has to. */
    @WithDefault("200000")
    long fourEyesAboveFen();

    /** A statement to which nobody objects is agreed to after this (C29). */
    @WithDefault("7D")
    Duration confirmWithin();

    /** How many accounts are stated in one transaction; not a policy. */
    @WithDefault("250")
    int portion();

    /** How many orders are reckoned again in one transaction; not a policy. */
    @WithDefault("500")
    int recalculationPortion();

    /** How often it is looked whether a month is over; not a policy. */
    @WithDefault("10m")
    String monthEndEvery();

    /** How often it is looked who has not objected in time; not a policy. */
    @WithDefault("10s")
    String confirmEvery();

    /** How often the sweep looks; not a policy. */
    @WithDefault("1s")
    String sweepEvery();

    default Policy policy() {
        return Policy.of(new Rate(cap()), ownPurchase());
    }

    default Limits limits() {
        return new Limits(
                new Money(leastWithdrawalFen()),
                new Money(mostWithdrawalFen()),
                new Money(dayWithdrawalFen()),
                dayWithdrawals());
    }

    default Money fourEyesAbove() {
        return new Money(fourEyesAboveFen());
    }
}
