package cn.siyu.kernel.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalListener;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** When something was last told to have changed, by the count of all that was told; what is forgotten counts as changed. */
final class Topics {

    private static final int MOST = 100_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Cache<String, Long> last;
    private volatile long told;

    /** Everything that was read before is old. Without the lock: what is forgotten is told from within the memory itself. */
    private final AtomicLong everything = new AtomicLong();

    Topics() {
        RemovalListener<String, Long> forgetting = (_, at, _) -> forgotten(at);
        this.last = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(REMEMBERED)
                .evictionListener(forgetting)
                .executor(Runnable::run)
                .build();
    }

    private void forgotten(@Nullable Long at) {
        if (at != null) {
            var _ = everything.accumulateAndGet(at, Math::max);
        }
    }

    long told() {
        return told;
    }

    /** The count is raised last: whoever has seen it sees the change. */
    synchronized void changed(Collection<String> topics) {
        var now = told + 1;
        topics.forEach(topic -> last.put(topic, now));
        told = now;
    }

    synchronized void everythingChanged() {
        var now = told + 1;
        var _ = everything.accumulateAndGet(now, Math::max);
        told = now;
    }

    /** Whether any of them was told to have changed after that count. */
    boolean changedSince(long count, Collection<String> topics) {
        if (everything.get() > count) {
            return true;
        }
        for (var topic : topics) {
            var at = last.getIfPresent(topic);
            if (at != null && at > count) {
                return true;
            }
        }
        return false;
    }
}
