package cn.siyu.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The watch over the event loops can see. */
@QuarkusTest
class BlockedThreadsTest {

    private static final Duration TOO_LONG = Duration.ofMillis(2_500);

    @Inject
    Vertx vertx;

    @Test
    void a_sleeping_event_loop_is_heard_of() throws Exception {
        var awake = new CompletableFuture<Void>();

        vertx.getOrCreateContext().runOnContext(_ -> {
            sleep();
            awake.complete(null);
        });
        awake.get(10, TimeUnit.SECONDS);

        assertThat(BlockedThreads.heard()).isNotEmpty().anyMatch(line -> line.contains("BlockedThreadsTest.sleep"));
    }

    private static void sleep() {
        try {
            Thread.sleep(TOO_LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
