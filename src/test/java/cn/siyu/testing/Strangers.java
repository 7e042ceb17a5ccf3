package cn.siyu.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.Shop.Buyer;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** People who come by a link that somebody sent them: visitors first, members when they buy. Everything goes over HTTP. */
public final class Strangers {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Strangers() {}

    /** The page behind a link, as a browser shows it. */
    public static String page(String link) {
        return given().get("/s/" + link).then().statusCode(200).extract().asString();
    }

    /** Opens the link in the mini-program, signs in, and what was opened before is the member's. */
    public static Buyer through(String link) {
        var visitor = given().contentType(ContentType.JSON)
                .body(Map.of("token", link))
                .post("/api/mp/v1/touch-events")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("visitor");
        var buyer = Shop.buyer();
        var claimed = buyer.asks()
                .body(Map.of("visitor", visitor))
                .post("/api/mp/v1/touch-events/claim")
                .then()
                .statusCode(200)
                .extract()
                .<Integer>path("claimed");
        assertThat(claimed).isOne();
        return buyer;
    }

    /** Ticks the boxes in WeChat for one message of each template, and the mini-program tells the shop. */
    public static Buyer allowing(Buyer buyer, String... templates) {
        List.of(templates).forEach(template -> SandboxControl.grantSubscription(buyer.name(), template, 1));
        buyer.asks()
                .body(Map.of("templateIds", List.of(templates)))
                .post("/api/mp/v1/subscriptions")
                .then()
                .statusCode(200);
        return buyer;
    }

    /** The templates by which WeChat has told somebody something, in that order. */
    public static List<String> told(Buyer buyer) {
        return StreamSupport.stream(SandboxControl.sentMessages(buyer.name()).spliterator(), false)
                .map(message -> message.path("template_id").asText())
                .toList();
    }

    /** Waits until somebody was told just this. */
    public static void awaitTold(Buyer buyer, String... templates) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told(buyer)).containsExactlyInAnyOrder(templates));
    }
}
