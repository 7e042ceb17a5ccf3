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
            var next = Math.max(at == null ? now : at, now) + interval;
            wait[0] = Math.max(0, next - burst * interval - now);
            return wait[0] == 0 ? Long.valueOf(next) : at;
        });
        return wait[0];
    }
}
