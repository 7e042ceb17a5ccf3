package cn.siyu.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Line;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Nobody who buys waits for a worker thread: the only one is asleep while sixty-four buy. */
@QuarkusTest
@TestProfile(OneOfEach.class)
class SleepingWorkerTest {

    private static final int BUYERS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void sixty_four_buy_and_pay_while_the_only_worker_sleeps() throws Exception {
        var shop = URI.create("http://127.0.0.1:" + RestAssured.port);
        var settings = ConfigProvider.getConfig();
        var remote = new RemoteShop(
                shop,
                settings.getValue("siyu.wechat.api-url", URI.class),
                settings.getValue("siyu.sample.password", String.class));
        var sku =
                remote.goods("sleeping-" + System.nanoTime(), 1, 9_900, BUYERS).getFirst();
        try (var client = HttpClient.newHttpClient()) {
            var bed = HttpRequest.newBuilder(shop.resolve("/test/worker-bed"))
                    .POST(BodyPublishers.noBody())
                    .build();
            var sleeper = client.sendAsync(bed, BodyHandlers.ofString());
            try {
                assertThat(WorkerBed.ASLEEP.await(10, TimeUnit.SECONDS)).isTrue();

                var knock = client.sendAsync(
                        HttpRequest.newBuilder(shop.resolve("/test/worker-bed")).build(), BodyHandlers.discarding());
                var states = RemoteShop.together(
                        BUYERS,
                        IntStream.range(0, BUYERS)
                                .mapToObj(i -> (Callable<String>) () -> buy(remote, "night-owl-" + i, sku))
                                .toList());

                assertThat(states).hasSize(BUYERS).containsOnly("TO_SHIP");
                assertThat(sleeper).isNotDone();
                assertThat(knock).as("there is no other worker").isNotDone();
            } finally {
                WorkerBed.WAKE.countDown();
            }
            assertThat(sleeper.get(10, TimeUnit.SECONDS).body()).isEqualTo("true");
        }
    }

    /** Signs in, orders and pays; the state of the order when the shop knows of the money. */
    private static String buy(RemoteShop remote, String name, UUID sku) {
        var buyer = remote.buyer(name);
        var order = RemoteShop.uuid(remote.order(buyer, List.of(new Line(sku, 1))), "id");
        var started = remote.startPayment(buyer.token(), order).expect(200);
        var _ = remote.payAtWeChat(RemoteShop.prepayId(started)).expect(200);
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> remote.see(buyer.token(), order).path("state").asText(), "TO_SHIP"::equals);
    }
}
