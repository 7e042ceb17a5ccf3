package cn.siyu.scale;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopFleet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A seller with 3,000 customers and 40 communities hands over: the process is killed in the middle, WeCom breaks off and is away for a
 * while, and in the end everything has passed exactly once (D9, D10). Part of {@code ./mvnw verify -Pscale}; writes to
 * {@code target/scale.json}.
 */
class HandoverScaleIT {

    private static final Path FOLDERS = Path.of("target", "handover-scale-it");
    private static final int CUSTOMERS = Integer.getInteger("siyu.scale.customers", 3_000);
    private static final int COMMUNITIES = Integer.getInteger("siyu.scale.communities", 40);
    private static final long MOST_MILLIS = 180_000;

    @Test
    void a_large_handover_survives_a_kill_and_an_outage_of_wecom() throws Exception {
        try (var fleet = ShopFleet.start(FOLDERS, 1, Map.of("siyu.tokens.access-life", "30d"));
                var owner = fleet.asOwner()) {
            var day = new HandoverDay(RemoteShop.of(fleet, 0), "scale", CUSTOMERS, COMMUNITIES);
            day.settle(owner);
            var preview = day.preview();
            var figures = new LinkedHashMap<String, Object>();
            figures.put("customers", preview.path("contactsAtWeCom").asLong());
            figures.put("communities", preview.path("communities").asLong());

            // WeCom takes the first hundred, and nobody hears of it.
            day.fault("customer-transfer", "RESET", 1);
            var began = System.nanoTime();
            var handover = day.begin();
            var _ = day.await(handover, "the answer is lost", view -> view.hasNonNull("lastFault"));
            figures.put("own_millis", millisSince(began));
            assertThat(day.hands(owner))
                    .as("what is ours does not wait")
                    .isEqualTo(new HandoverDay.Hands(COMMUNITIES, COMMUNITIES, CUSTOMERS, 0));
            // Slow enough for a kill in the middle.
            day.fault("customer-transfer", "SLOW_DRIP", 30);
            day.advance(Duration.ofMinutes(1));
            var some = day.await(handover, "some are asked", view -> waiting(view) >= 300);
            figures.put("asked_before_kill", waiting(some));
            fleet.kill(0);
            day.fault("*", "RESET", 6);
            var killed = System.nanoTime();
            fleet.launchAgain(0).awaitReady();
            figures.put("ready_again_millis", millisSince(killed));

            var resumed = System.nanoTime();
            // Nobody holds the job any more.
            day.advance(Duration.ofSeconds(20));
            var _ = day.awaitWhileTimeGoesOn(
                    handover,
                    "everybody is asked",
                    view -> waiting(view) == CUSTOMERS
                            && view.path("weCom").path("done").asLong() == COMMUNITIES);
            figures.put("asked_millis_after_kill", millisSince(resumed));
            day.advance(Duration.ofHours(25));
            var asked = System.nanoTime();
            var done = day.await(
                    handover,
                    "everybody has agreed",
                    view -> view.path("handover").path("state").asText().equals("DONE"));
            figures.put("settled_millis", millisSince(asked));
            figures.put("millis", millisSince(began));
            figures.put("done", done.path("weCom").path("done").asLong());
            figures.put("refused", done.path("weCom").path("refused").asLong());
            ScaleReport.write("handover", figures);

            assertThat(done.path("weCom").path("done").asLong()).isEqualTo(CUSTOMERS + COMMUNITIES);
            assertThat(day.hands(owner)).isEqualTo(new HandoverDay.Hands(COMMUNITIES, COMMUNITIES, CUSTOMERS, 0));
            day.allPassed();
            assertThat(millisSince(began)).isLessThanOrEqualTo(MOST_MILLIS);
        }
    }

    private static long waiting(JsonNode view) {
        return view.path("weCom").path("waiting").asLong();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
