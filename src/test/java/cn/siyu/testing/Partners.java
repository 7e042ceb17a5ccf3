package cn.siyu.testing;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Distributors as stories tell of them: they apply, are admitted, share links that others open. Everything goes over HTTP. */
public final class Partners {

    private static final AtomicLong COUNT = new AtomicLong(System.nanoTime() % 100_000_000L);

    private Partners() {}

    /** Somebody who is a distributor; his token is fetched anew, because stories move the clock. */
    public record Distributor(String name, String id, String memberId, String promoCode) {

        public String token() {
            return SignIn.member(name);
        }

        /** A link of his to a product, or with null to the shop's home. */
        public String link(@Nullable String spu, String source) {
            var wish = new HashMap<String, Object>(Map.of("source", source));
            if (spu != null) {
                wish.put("spuId", spu);
            }
            return Shop.as(token())
                    .body(wish)
                    .post("/api/partner/v1/share-tokens")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("token");
        }

        public String link() {
            return link(null, "WECHAT_CHAT");
        }
    }

    /** A new member who has been admitted, in the tier of this name. */
    public static Distributor distributor(String tierName) {
        var name = "partner-" + COUNT.incrementAndGet();
        var application = apply(SignIn.member(name), phone());
        return admit(name, application, tierName);
    }

    public static Distributor distributor() {
        return distributor("普通");
    }

    public static Distributor admit(String name, String application, String tierName) {
        var admitted = Shop.as(Shop.staff("ops"))
                .body(Map.of("tierId", tier(tierName), "reason", "见过面"))
                .post("/api/admin/v1/distributor-applications/{id}/approve", application)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return new Distributor(
                name, admitted.getString("id"), admitted.getString("memberId"), admitted.getString("promoCode"));
    }

    /** A member applies; answers the application's id. */
    public static String apply(String token, String phone) {
        return applying(token, Map.of("phone", phone)).statusCode(201).extract().path("id");
    }

    /** With some values set otherwise. */
    public static ValidatableResponse applying(String token, Map<String, Object> values) {
        var body = new HashMap<String, Object>(
                Map.of("realName", "李小红", "phone", phone(), "agreementVersion", agreement(token)));
        body.putAll(values);
        return Shop.as(token)
                .body(body)
                .post("/api/mp/v1/distributor-applications")
                .then();
    }

    /** A phone that nobody else has. */
    public static String phone() {
        return "139%08d".formatted(COUNT.incrementAndGet() % 100_000_000L);
    }

    public static String tier(String name) {
        return Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/tiers")
                .jsonPath()
                .getString("items.find { it.name == '" + name + "' }.id");
    }

    /** Opens a link as a member who is signed in. */
    public static void open(String token, String link) {
        Shop.as(token)
                .body(Map.of("token", link))
                .post("/api/mp/v1/touch-events")
                .then()
                .statusCode(201);
    }

    /** The history of a member's bindings, the newest first. */
    public static JsonPath bindings(String memberId) {
        return Shop.as(Shop.staff("support"))
                .get("/api/admin/v1/customer-bindings?memberId=" + memberId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String agreement(String token) {
        return Shop.as(token).get("/api/mp/v1/me/distributor").jsonPath().getString("agreementVersion");
    }
}
