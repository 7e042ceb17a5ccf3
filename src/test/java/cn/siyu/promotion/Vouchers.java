package cn.siyu.promotion;

import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.key;
import static cn.siyu.testing.Shop.staff;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop.Buyer;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stories do with coupons. Everything goes over HTTP. */
public final class Vouchers {

    static final String TEMPLATES = "/api/admin/v1/coupon-templates";
    static final String CLAIMS = "/api/mp/v1/coupon-templates";

    private Vouchers() {}

    public static Map<String, Object> amount(long fen) {
        return Map.of("type", "AMOUNT", "offFen", fen);
    }

    /** Claimed on the page, ten of them, one for each, a week long; with these values set otherwise. */
    static Map<String, Object> text(Map<String, Object> benefit, Map<String, Object> otherwise) {
        var now = SandboxControl.now();
        var text = new HashMap<String, Object>(Map.of(
                "name",
                "新人券",
                "benefit",
                benefit,
                "scope",
                Map.of("kind", "ALL"),
                "thresholdFen",
                0,
                "stackGroup",
                "GOODS",
                "ways",
                List.of("CLAIM"),
                "total",
                10,
                "perPerson",
                1,
                "validity",
                Map.of("days", 7),
                "bearer",
                "HQ"));
        text.put("claimFrom", now.minus(Duration.ofHours(1)).toString());
        text.put("claimUntil", now.plus(Duration.ofDays(30)).toString());
        text.putAll(otherwise);
        return text;
    }

    static Response write(Map<String, Object> text) {
        return as(staff("merchandiser")).body(text).post(TEMPLATES);
    }

    /** Answers the id of a template that is given out. */
    public static String running(Map<String, Object> benefit, Map<String, Object> otherwise) {
        var made = done(write(text(benefit, otherwise)), 201);
        var id = made.getString("id");
        var _ = done(step(id, "start", made.getLong("version")), 200);
        return id;
    }

    static Response step(String template, String step, long version) {
        return as(staff("merchandiser"))
                .body(Map.of("version", version, "reason", "活动"))
                .post(TEMPLATES + "/" + template + "/" + step);
    }

    static JsonPath seen(String template) {
        return done(as(staff("merchandiser")).get(TEMPLATES + "/" + template), 200);
    }

    static Response claim(Buyer buyer, String template) {
        return claim(buyer.token(), template);
    }

    static Response claim(String token, String template) {
        return as(token).header("Idempotency-Key", key()).post(CLAIMS + "/" + template + "/claim");
    }

    /** Answers the coupon. */
    public static String claimed(Buyer buyer, String template) {
        return done(claim(buyer, template), 201).getString("id");
    }

    public static JsonPath hand(Buyer buyer) {
        return done(buyer.asks().get("/api/mp/v1/me/coupons"), 200);
    }

    public static Response quote(Buyer buyer, List<Map<String, Object>> lines, Map<String, Object> coupons) {
        var body = new HashMap<String, Object>(Map.of("lines", lines, "addressId", buyer.addressId()));
        body.putAll(coupons);
        return buyer.asks().body(body).post("/api/mp/v1/order-quotes");
    }

    public static Response place(Buyer buyer, List<Map<String, Object>> lines, List<String> coupons, String hash) {
        return buyer.asks()
                .header("Idempotency-Key", key())
                .body(Map.of("lines", lines, "addressId", buyer.addressId(), "couponIds", coupons, "quoteHash", hash))
                .post("/api/mp/v1/orders");
    }

    static JsonPath done(Response answer, int status) {
        return answer.then().statusCode(status).extract().jsonPath();
    }
}
