package cn.siyu.kernel.rate;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Problems;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Counts uses per bucket and subject over all instances, in Redis, by one atomic script; without Redis each instance counts
 * alone, so that losing it never opens a door (SEC-16). Subjects are kept as hashes: they may be addresses or phones.
 */
@Singleton
public class RateLimiter {

    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final long PAUSE_MILLIS = 1_000;

    /**
     * One number per key: when the whole burst is there again. Its expiry is only tidiness, the number decides. One that is further ahead than a
     * whole burst comes from a clock that was set back since, and counts for nothing.
     */
    private static final String TAKE = """
            local now, interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local at = tonumber(redis.call('GET', KEYS[1]) or now)
            if at > now + burst * interval then at = now end
            local following = math.max(at, now) + interval
            local wait = following - burst * interval - now
            if wait > 0 then return wait end
            redis.call('SET', KEYS[1], string.format('%.0f', following), 'PX', string.format('%.0f', burst * interval))
            return 0""";

    private final ReactiveRedisDataSource redis;
    private final FreshContext contexts;
    private final ShopClock clock;
    private final LocalAllowance local = new LocalAllowance();
    private final AtomicLong redisAwayUntil = new AtomicLong();

    @Inject
    RateLimiter(ReactiveRedisDataSource redis, FreshContext contexts, ShopClock clock) {
        this.redis = redis;
        this.contexts = contexts;
        this.clock = clock;
    }

    /** Uses up one of {@code subject}'s allowance, or fails with 429 and the time to wait. */
    public Uni<Void> take(RateLimit limit, String subject) {
        var key = "siyu:rate:{" + limit.bucket() + ":" + hash(subject) + "}";
        return Uni.createFrom()
                .deferred(() -> waitFor(limit, key))
                .invoke(RateLimiter::refuse)
                .replaceWithVoid();
    }

    private Uni<Long> waitFor(RateLimit limit, String key) {
        var now = clock.instant().toEpochMilli();
        // Counted here in any case: when Redis goes away in the middle of a burst, nobody begins with a new allowance.
        var here = local.take(key, now, limit.intervalMillis(), limit.burst());
        if (here > 0 || clock.unmoved().toEpochMilli() < redisAwayUntil.get()) {
            return Uni.createFrom().item(here);
        }
        return Uni.combine()
                .any()
                .of(inRedis(limit, key, now), contexts.pause(PATIENCE).map(_ -> {
                    throw new IllegalStateException("Redis did not answer in time");
                }))
                .onFailure()
                .invoke(this::redisIsAway)
                .onFailure()
                .recoverWithItem(here);
    }

    private Uni<Long> inRedis(RateLimit limit, String key, long now) {
        return redis.execute(
                        "EVAL",
                        TAKE,
                        "1",
                        key,
                        Long.toString(now),
                        Long.toString(limit.intervalMillis()),
                        Integer.toString(limit.burst()))
                .map(answer -> answer.toLong());
    }

    private void redisIsAway(Throwable failure) {
        var now = clock.unmoved().toEpochMilli();
        // Many may have asked at once: one of them says so.
        if (redisAwayUntil.getAndSet(now + PAUSE_MILLIS) <= now) {
            LOG.warnf("rates are counted by this instance alone for now: %s", failure.getMessage());
        }
    }

    private static void refuse(long waitMillis) {
        if (waitMillis > 0) {
            var seconds = Math.ceilDiv(waitMillis, 1_000L);
            throw new Refused(CommonProblem.TOO_MANY_REQUESTS, null, List.of(), Map.of(Problems.RETRY_AFTER, seconds));
        }
    }

    private static String hash(String subject) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
