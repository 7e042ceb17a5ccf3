package cn.siyu.groupbuy.domain;

import cn.siyu.kernel.money.Money;
import java.time.Duration;
import java.util.Optional;

/** Whether a price is less than what a unit really cost: one that was raised before is none to compare with (L2). */
public final class Reduction {

    /** So long a price must have stood to count. */
    public static final Duration LOOK_BACK = Duration.ofDays(7);

    private Reduction() {}

    /**
     * What is wrong with it, if something is.
     *
     * @param single what one unit costs now without the activity
     * @param lowest the least that it cost in the time of {@link #LOOK_BACK}
     */
    public static Optional<String> fault(Money price, Money single, Money lowest) {
        if (price.compareTo(single) >= 0) {
            return Optional.of("must be below the price of a single unit, " + single.fen() + " fen");
        }
        return price.compareTo(lowest) < 0
                ? Optional.empty()
                : Optional.of("must be below what a single unit cost in the last " + LOOK_BACK.toDays() + " days, "
                        + lowest.fen() + " fen: a price that was raised before is no reduction (L2)");
    }
}
