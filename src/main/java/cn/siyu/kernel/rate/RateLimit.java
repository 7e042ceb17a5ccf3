package cn.siyu.kernel.rate;

import java.time.Duration;

/**
 * How often something may be done: {@code burst} times at once and as many again in each {@code per}, spread evenly.
 *
 * @param bucket a stable name, such as {@code staff-sign-in.address}; buckets do not share their allowance
 */
public record RateLimit(String bucket, int burst, Duration per) {

    public RateLimit {
        if (burst < 1 || per.toMillis() < burst) {
            throw new IllegalArgumentException("not a rate: " + burst + " per " + per);
        }
    }

    /** The time after which one use is given back. */
    long intervalMillis() {
        return per.toMillis() / burst;
    }
}
