package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What one member does in the mini-program. Keys follow from the day and the deed, so that a repeated day changes nothing. */
final class Buyer {

    private final Shop shop;
    private final String name;

    Buyer(Shop shop, String name) {
        this.shop = shop;
        this.name = name;
    }

    String token() {
        return shop.member(name);
    }

    String id() {
        return shop.get(token(), "/api/mp/v1/me").path("id").asText();
    }

    String address() {
        return shop.get(token(), "/api/mp/v1/addresses")
                .path("items")
                .path(0)
                .path("id")
                .asText();
    }

    /** Comes through a link, signed in already. */
    void follow(String link) {
        var _ = shop.post(token(), "", "/api/mp/v1/touch-events", Map.of("token", link));
    }

    /** Opens a link before he has ever signed in; his first click becomes his own when he does. */
    void arrive(String link) {
        var visitor = shop.post("", "", "/api/mp/v1/touch-events", Map.of("token", link))
                .path("visitor")
                .asText();
        var _ = shop.post(token(), "", "/api/mp/v1/touch-events/claim", Map.of("visitor", visitor));
    }

    /** Buys units of one SKU; empty when there is nothing left of it. */
    JsonNode order(String deed, String sku, int quantity) {
        var lines = List.of(Map.of("skuId", sku, "quantity", quantity));
        var address = address();
        var quote = shop.post(token(), "", "/api/mp/v1/order-quotes", Map.of("lines", lines, "addressId", address));
        return shop.post(
                token(),
                deed,
                "/api/mp/v1/orders",
                Map.of(
                        "lines", lines,
                        "addressId", address,
                        "quoteHash", quote.path("quoteHash").asText()));
    }

    /** Opens a group, or takes a place in one; answers the place. */
    JsonNode seat(String deed, String activity, String group, String sku) {
        var address = address();
        var wish = Map.of("skuId", sku, "quantity", 1, "addressId", address);
        var total = shop.post(token(), "", "/api/mp/v1/group-buys/" + activity + "/quotes", wish)
                .path("totalFen")
                .asLong();
        var path = group.isEmpty()
                ? "/api/mp/v1/group-buys/" + activity + "/buy-groups"
                : "/api/mp/v1/buy-groups/" + group + "/seats";
        return shop.post(
                token(),
                deed,
                path,
                Map.of("skuId", sku, "quantity", 1, "addressId", address, "agreedTotalFen", total));
    }

    /** Pays at WeChat and waits until the shop knows. */
    void pay(String deed, String order) {
        if (!state(order).equals("PENDING_PAYMENT")) {
            return;
        }
        var prepared = shop.post(token(), deed, "/api/mp/v1/orders/" + order + "/payments", Map.of());
        if (prepared.has("package")) {
            var prepay = prepared.path("package").asText().replaceFirst("^prepay_id=", "");
            var _ = shop.weChat("/prepays/" + prepay + "/pay", Map.of());
        }
        var _ = shop.awaitThat(
                () -> shop.get(token(), "/api/mp/v1/orders/" + order),
                seen -> !seen.path("state").asText().equals("PENDING_PAYMENT"));
    }

    String state(String order) {
        return shop.get(token(), "/api/mp/v1/orders/" + order).path("state").asText();
    }

    void received(String order) {
        if (state(order).equals("SHIPPED")) {
            var _ = shop.post(token(), "", "/api/mp/v1/orders/" + order + "/confirm-receipt", Map.of());
        }
    }

    /** Sends one unit of the first line back and gets its money. */
    void sendBack(String deed, String order) {
        var seen = shop.get(token(), "/api/mp/v1/orders/" + order);
        var line = seen.path("lines").path(0).path("id").asText();
        var claim = shop.post(
                token(),
                deed,
                "/api/mp/v1/orders/" + order + "/after-sales",
                Map.of(
                        "lines", List.of(Map.of("orderLineId", line, "quantity", 1)),
                        "type", "RETURN_REFUND",
                        "reason", "尺码不合适"));
        var id = claim.path("id").asText();
        if (claim.path("state").asText().equals("SELLER_AGREED")) {
            var _ = shop.post(
                    token(),
                    "",
                    "/api/mp/v1/after-sales/" + id + "/return-shipment",
                    Map.of("carrier", "SF", "trackingNo", "SF" + deed.replaceAll("\\W", "")));
            var _ = shop.post(
                    shop.staff("support"),
                    "",
                    "/api/admin/v1/after-sales/" + id + "/receive",
                    Map.of("reason", "收到退货"));
        }
    }
}
