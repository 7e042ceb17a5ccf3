package cn.siyu.kernel.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Problems;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** SEC-16: nobody gets more than his allowance, whichever instance counts. */
@QuarkusTest
class RateLimiterTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    RateLimiter limiter;

    @Inject
    FreshContext contexts;

    @Inject
    ReactiveRedisDataSource redis;

    @Test
    void a_burst_of_ten_times_the_allowance_gets_the_allowance() {
        var limit = new RateLimit("testing-" + Ids.next(), 20, Duration.ofHours(1));

        var refusals = burst(limit, "one", 200);

        assertThat(refusals).hasSize(180);
        assertThat(refusals).allSatisfy(refused -> {
            assertThat(refused.problem()).isEqualTo(CommonProblem.TOO_MANY_REQUESTS);
            assertThat(refused.facts().get(Problems.RETRY_AFTER))
                    .asInstanceOf(InstanceOfAssertFactories.LONG)
                    .isBetween(1L, 180L);
        });
    }

    @Test
    void subjects_and_buckets_do_not_share() {
        var limit = new RateLimit("testing-" + Ids.next(), 1, Duration.ofHours(1));
        var other = new RateLimit("testing-" + Ids.next(), 1, Duration.ofHours(1));

        assertThat(burst(limit, "one", 1)).isEmpty();
        assertThat(burst(limit, "two", 1)).isEmpty();
        assertThat(burst(other, "one", 1)).isEmpty();
        assertThat(burst(limit, "one", 1)).hasSize(1);
    }

    @Test
    void the_allowance_comes_back_with_time() {
        var local = new LocalAllowance();

        assertThat(local.take("k", 0, 1_000, 2)).isZero();
        assertThat(local.take("k", 0, 1_000, 2)).isZero();
        assertThat(local.take("k", 0, 1_000, 2)).isEqualTo(1_000);
        assertThat(local.take("k", 400, 1_000, 2)).isEqualTo(600);
        assertThat(local.take("k", 1_000, 1_000, 2)).isZero();
        assertThat(local.take("k", 1_000, 1_000, 2)).isEqualTo(1_000);
        assertThat(local.take("k", 100_000, 1_000, 2)).isZero();
    }

    @Test
    void a_clock_that_was_set_back_locks_nobody_out() {
        var local = new LocalAllowance();
        assertThat(local.take("k", 3_000_000_000L, 1_000, 2)).isZero();

        assertThat(local.take("k", 0, 1_000, 2)).isZero();
        assertThat(local.take("k", 0, 1_000, 2)).isZero();
        assertThat(local.take("k", 0, 1_000, 2)).isEqualTo(1_000);
    }

    @Test
    void a_silent_redis_opens_no_door_and_holds_nobody_up() {
        var limit = new RateLimit("testing-" + Ids.next(), 5, Duration.ofHours(1));
        var _ = redis.execute("CLIENT", "PAUSE", "1200").await().atMost(SOON);
        var started = System.nanoTime();

        var refusals = burst(limit, "one", 50);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(1_100));
        assertThat(refusals).hasSize(45);
        await().atMost(SOON)
                .until(() ->
                        "PONG".equals(redis.execute("PING").await().atMost(SOON).toString()));
    }

    private List<Refused> burst(RateLimit limit, String subject, int times) {
        return Uni.join()
                .all(IntStream.range(0, times)
                        .mapToObj(_ -> contexts.run(() -> limiter.take(limit, subject))
                                .map(_ -> Optional.<Refused>empty())
                                .onFailure(Refused.class)
                                .recoverWithItem(refused -> Optional.of(refused)))
                        .toList())
                .andFailFast()
                .await()
                .atMost(SOON)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
