package cn.siyu.kernel.rate;

import java.util.concurrent.ConcurrentHashMap;

/**
 * What this instance has seen: the same reckoning in memory, bounded. Each key holds the instant at which it will have its
 * whole burst again.
 */
final class LocalAllowance {

    private static final int MOST_KEYS = 100_000;

    private final ConcurrentHashMap<String, Long> fullAgain = new ConcurrentHashMap<>();

    /** Takes one use, or answers after how many milliseconds there will be one. */
    long take(String key, long now, long interval, int burst) {
        if (fullAgain.size() >= MOST_KEYS) {
            // Sweeping key by key would be slow just when somebody sends from everywhere; Redis remembers all of them.
            fullAgain.clear();
        }
        var wait = new long[1];
        var _ = fullAgain.compute(key, (_, at) -> {
            // Further ahead than a whole burst it can only be because the clock was set back: nobody waits for that.
            var from = at == null || at > now + burst * interval ? now : Math.max(at, now);
            var next = from + interval;
            wait[0] = Math.max(0, next - burst * interval - now);
            return wait[0] == 0 ? Long.valueOf(next) : at;
        });
        return wait[0];
    }
}
