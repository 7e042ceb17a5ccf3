package cn.siyu.race;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopApi.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Coupons of a shop that runs as a process. */
final class RemoteCoupons {

    private static final String TEMPLATES = "/api/admin/v1/coupon-templates";

    private RemoteCoupons() {}

    /** A template of which so many can be claimed. */
    static UUID running(RemoteShop shop, int total) {
        var staff = shop.staff("merchandiser");
        var now = shop.now();
        var text = new HashMap<String, Object>(Map.of(
                "name",
                "最后一张",
                "benefit",
                Map.of("type", "AMOUNT", "offFen", 500),
                "scope",
                Map.of("kind", "ALL"),
                "stackGroup",
                "GOODS",
                "ways",
                List.of("CLAIM"),
                "perPerson",
                1,
                "validity",
                Map.of("days", 7),
                "bearer",
                "HQ"));
        text.put("total", total);
        text.put("claimFrom", now.minus(Duration.ofHours(1)).toString());
        text.put("claimUntil", now.plus(Duration.ofDays(1)).toString());
        var made = shop.api().post(staff, TEMPLATES, text).expect(201);
        var id = RemoteShop.uuid(made.json(), "id");
        var _ = shop.api()
                .post(staff, TEMPLATES + "/" + id + "/start", Map.of("version", 0, "reason", "活动"))
                .expect(200);
        return id;
    }

    static Answer claim(RemoteShop shop, Buyer buyer, UUID template) {
        return shop.api()
                .post(
                        buyer.token(),
                        RemoteShop.key("claim"),
                        "/api/mp/v1/coupon-templates/" + template + "/claim",
                        Map.of());
    }

    /** One unit with the claimed coupon, as it was quoted. */
    static Map<String, Object> wish(RemoteShop shop, Buyer buyer, UUID sku, Answer claimed) {
        var wish = new HashMap<String, Object>(Map.of(
                "lines",
                List.of(Map.of("skuId", sku, "quantity", 1)),
                "addressId",
                buyer.address(),
                "couponIds",
                List.of(RemoteShop.uuid(claimed.json(), "id"))));
        var quote =
                shop.api().post(buyer.token(), "/api/mp/v1/order-quotes", wish).expect(200);
        wish.put("quoteHash", quote.json().path("quoteHash").asText());
        return wish;
    }

    static Answer place(RemoteShop shop, Buyer buyer, Map<String, Object> wish) {
        return shop.api().post(buyer.token(), RemoteShop.key("order"), "/api/mp/v1/orders", wish);
    }
}
