package cn.siyu.scale;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Database;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The small form of {@link HandoverScaleIT}, for every build: an outage, but no kill. */
@QuarkusTest
class HandoverDayTest {

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void everything_of_a_leaver_passes_once_although_wecom_breaks_off_and_is_away_for_a_while() throws SQLException {
        var sandbox = ConfigProvider.getConfig().getValue("siyu.wechat.api-url", URI.class);
        var shop = new RemoteShop(URI.create("http://localhost:" + RestAssured.port), sandbox, SignIn.samplePassword());
        var day = new HandoverDay(shop, "hd" + System.nanoTime(), 130, 4);
        try (var owner = Database.asOwner()) {
            day.settle(owner);
            var preview = day.preview();
            assertThat(preview.path("customers").asLong()).isEqualTo(65);
            assertThat(preview.path("contactsAtWeCom").asLong()).isEqualTo(130);
            assertThat(preview.path("communities").asLong()).isEqualTo(4);
            assertThat(preview.path("bindings").asLong()).isEqualTo(4);
            assertThat(preview.path("chatsAtWeCom").asLong()).isEqualTo(4);

            // WeCom is away; later it takes the first hundred, and nobody hears of it.
            day.fault("contact-batch", "RESET", 1);
            day.fault("customer-transfer", "RESET", 1);
            var handover = day.begin();
            var away = day.await(handover, "WeCom is away", view -> view.hasNonNull("lastFault"));

            assertThat(away.path("handover").path("state").asText()).isEqualTo("WAITING");
            assertThat(day.hands(owner)).as("what is ours does not wait").isEqualTo(new HandoverDay.Hands(4, 4, 65, 0));

            var asked = day.awaitWhileTimeGoesOn(
                    handover,
                    "everybody is asked",
                    view -> view.path("weCom").path("waiting").asLong() == 130
                            && view.path("weCom").path("done").asLong() == 4);
            assertThat(asked.path("weCom").path("refused").asLong()).isZero();
            day.advance(Duration.ofHours(25));
            var done = day.await(
                    handover,
                    "everybody has agreed",
                    view -> view.path("handover").path("state").asText().equals("DONE"));

            assertThat(done.path("weCom").path("done").asLong()).isEqualTo(134);
            assertThat(done.path("moved").path("customers").asLong()).isEqualTo(130);
            assertThat(day.hands(owner)).isEqualTo(new HandoverDay.Hands(4, 4, 130, 0));
            day.allPassed();
        }
    }
}
