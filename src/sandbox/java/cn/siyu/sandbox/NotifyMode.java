package cn.siyu.sandbox;

import java.time.Duration;

/**
 * How the next deliveries misbehave.
 *
 * @param copies how many times one delivery goes out in mode DUPLICATE
 * @param concurrent whether the copies go out at once
 * @param delay how long DELAY waits, and how long REORDER gathers
 * @param times how many deliveries the mode lasts
 */
record NotifyMode(Kind kind, int copies, boolean concurrent, Duration delay, int times) {
    static final NotifyMode NORMAL = new NotifyMode(Kind.NORMAL, 1, false, Duration.ZERO, Integer.MAX_VALUE);

    /** The ways of going wrong. The first five concern the road, the others the letter. */
    enum Kind {
        NORMAL,
        DROP,
        DUPLICATE,
        DELAY,
        REORDER,
        TAMPER,
        WRONG_SERIAL,
        OLD_TIMESTAMP,
        SIGNTEST,
        WRONG_AMOUNT,
        FOREIGN_MCHID,
        NO_ASSOCIATED_DATA
    }

    NotifyMode usedOnce() {
        if (times == Integer.MAX_VALUE) {
            return this;
        }
        return times <= 1 ? NORMAL : new NotifyMode(kind, copies, concurrent, delay, times - 1);
    }
}
