package cn.siyu.testing;

import static cn.siyu.testing.RemoteShop.key;
import static cn.siyu.testing.RemoteShop.uuid;

import cn.siyu.testing.RemoteShop.Goods;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** The work of those who bring goods into a shop that is reached over HTTP. */
final class RemoteGoods {

    private final ShopApi api;
    private final String merchandiser;
    private final String ops;

    RemoteGoods(ShopApi api, String merchandiser, String ops) {
        this.api = api;
        this.merchandiser = merchandiser;
        this.ops = ops;
    }

    Goods onSale(String code, int kinds, long priceFen, int units) {
        var skus = IntStream.range(0, kinds)
                .mapToObj(i ->
                        Map.of("code", code + "-" + i, "spec", List.of(Map.of("axis", "款式", "value", "第" + i + "款"))))
                .toList();
        var product = api.post(
                        merchandiser,
                        "/api/admin/v1/products",
                        Map.of(
                                "code",
                                code,
                                "text",
                                Map.of("title", "测试商品 " + code, "categoryId", category(code)),
                                "axes",
                                List.of("款式"),
                                "skus",
                                skus))
                .expect(201)
                .json();
        var ids = product.path("skus").valueStream().map(sku -> uuid(sku, "id")).toList();
        price(ids, priceFen);
        stock(ids, units);
        var id = uuid(product, "id");
        var _ = api.post(merchandiser, "/api/admin/v1/products/" + id + "/publish", Map.of())
                .expect(200);
        return new Goods(id, ids);
    }

    private String category(String code) {
        return api.post(
                        merchandiser,
                        "/api/admin/v1/categories",
                        Map.of("code", "C-" + code, "text", Map.of("name", code, "sortOrder", 1)))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private void price(List<UUID> skus, long priceFen) {
        var prices = skus.stream()
                .map(sku -> Map.of("skuId", sku.toString(), "amountFen", priceFen))
                .toList();
        var _ = api.put(
                        merchandiser,
                        "/api/admin/v1/price-lists/default/prices",
                        Map.of("prices", prices, "reason", "for a test"))
                .expect(200);
    }

    private void stock(List<UUID> skus, int units) {
        var pool = api.get(ops, "/api/admin/v1/stock-pools")
                .expect(200)
                .json()
                .path("items")
                .path(0);
        var lines = skus.stream()
                .map(sku -> Map.of("skuId", sku.toString(), "delta", units))
                .toList();
        var _ = api.post(
                        ops,
                        key("stock"),
                        "/api/admin/v1/stock-adjustments",
                        Map.of("poolId", pool.path("id").asText(), "lines", lines, "reason", "for a test"))
                .expect(201);
    }
}
