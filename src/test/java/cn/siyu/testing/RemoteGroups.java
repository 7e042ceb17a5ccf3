package cn.siyu.testing;

import static cn.siyu.testing.RemoteShop.key;
import static cn.siyu.testing.RemoteShop.uuid;

import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Goods;
import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Group buying in a shop that is reached over HTTP: activities by staff, places by members. */
public final class RemoteGroups {

    /** Nobody is kept back by a limit of his own. */
    private static final int PER_PERSON = 9_999;

    private static final int OPEN_GROUPS = 100;

    private final RemoteShop shop;

    public RemoteGroups(RemoteShop shop) {
        this.shop = shop;
    }

    /**
     * What an activity is to be.
     *
     * @param units of each SKU
     * @param gathers how long a group stays open
     * @param holds how long a place waits for its payment
     * @param runs how long groups may be opened
     * @param perPerson units that one person may have
     */
    public record Plan(
            int size, long priceFen, int units, Duration gathers, Duration holds, Duration runs, int perPerson) {

        /** For as many as anybody wants. */
        public Plan(int size, long priceFen, int units, Duration gathers, Duration holds, Duration runs) {
            this(size, priceFen, units, gathers, holds, runs, PER_PERSON);
        }
    }

    /** An activity that sells one SKU. */
    public record Activity(UUID id, UUID sku, int size) {}

    /** A place that waits for its payment. */
    public record Place(Buyer buyer, UUID group, UUID order, String orderNo, long totalFen) {}

    /** An activity that runs from now on, for the first SKU of a product. */
    public Activity start(Goods goods, Plan plan) {
        var merchandiser = shop.desk("merchandiser");
        var made = shop.api()
                .post(merchandiser, key("activity"), "/api/admin/v1/group-buys", request(goods, plan))
                .expect(201)
                .json();
        var id = uuid(made, "id");
        var _ = shop.api()
                .post(
                        merchandiser,
                        key("publish"),
                        "/api/admin/v1/group-buys/" + id + "/publish",
                        Map.of("version", made.path("version").asLong(), "reason", "for a test"))
                .expect(200);
        return new Activity(id, goods.skus().getFirst(), plan.size());
    }

    private Map<String, Object> request(Goods goods, Plan plan) {
        var now = shop.now();
        var sku = goods.skus().getFirst().toString();
        var request = new HashMap<String, Object>();
        request.put("name", plan.size() + " 人团");
        request.put("spuId", goods.product().toString());
        request.put("skus", List.of(Map.of("skuId", sku, "priceFen", plan.priceFen(), "quota", plan.units())));
        request.put("size", plan.size());
        request.put("groupTtlMinutes", plan.gathers().toMinutes());
        request.put("payTimeoutMinutes", plan.holds().toMinutes());
        request.put("perOrderQty", 1);
        request.put("perPersonQty", plan.perPerson());
        request.put("maxOpenGroupsPerPerson", OPEN_GROUPS);
        request.put("startsAt", now.toString());
        request.put("endsAt", now.plus(plan.runs()).toString());
        return request;
    }

    /** What a place costs somebody who lives where this buyer does. */
    public long totalFen(Buyer buyer, Activity activity) {
        return quote(buyer, activity).expect(200).json().path("totalFen").asLong();
    }

    public Answer quote(Buyer buyer, Activity activity) {
        return shop.api()
                .post(
                        buyer.token(),
                        "/api/mp/v1/group-buys/" + activity.id() + "/quotes",
                        Map.of(
                                "skuId", activity.sku().toString(),
                                "quantity", 1,
                                "addressId", buyer.address().toString()));
    }

    public Answer open(Buyer buyer, Activity activity, long agreedFen) {
        return open(buyer, key("seat"), activity, agreedFen);
    }

    /** @param key the same for every repetition */
    public Answer open(Buyer buyer, String key, Activity activity, long agreedFen) {
        return take(buyer, key, "/api/mp/v1/group-buys/" + activity.id() + "/buy-groups", activity, agreedFen);
    }

    public Answer join(Buyer buyer, Activity activity, UUID group, long agreedFen) {
        return join(buyer, key("seat"), activity, group, agreedFen);
    }

    /** @param key the same for every repetition */
    public Answer join(Buyer buyer, String key, Activity activity, UUID group, long agreedFen) {
        return take(buyer, key, "/api/mp/v1/buy-groups/" + group + "/seats", activity, agreedFen);
    }

    private Answer take(Buyer buyer, String key, String path, Activity activity, long agreedFen) {
        return shop.api()
                .post(
                        buyer.token(),
                        key,
                        path,
                        Map.of(
                                "skuId",
                                activity.sku().toString(),
                                "quantity",
                                1,
                                "addressId",
                                buyer.address().toString(),
                                "agreedTotalFen",
                                agreedFen));
    }

    public static Place place(Buyer buyer, Answer taken) {
        var json = taken.expect(201).json();
        return new Place(
                buyer,
                uuid(json, "buyGroupId"),
                uuid(json, "orderId"),
                json.path("orderNo").asText(),
                json.path("totalFen").asLong());
    }

    /** The group as everybody sees it. */
    public JsonNode see(UUID group) {
        return shop.api().get("", "/api/mp/v1/buy-groups/" + group).expect(200).json();
    }
}
