package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The organisation of the brand and who works where: headquarters, two regions, six stores. */
final class House {

    static final List<String> STORES = List.of("上海静安店", "杭州西湖店", "南京鼓楼店", "深圳南山店", "广州天河店", "厦门思明店");

    private static final Map<String, List<String>> REGIONS =
            Map.of("华东大区", STORES.subList(0, 3), "华南大区", STORES.subList(3, 6));

    private static final List<Clerk> CLERKS = List.of(
            new Clerk("lin.merch", "林商品", List.of("merchandiser"), "总部"),
            new Clerk("zhao.finance", "赵财务", List.of("finance"), "总部"),
            new Clerk("qian.finance", "钱复核", List.of("finance"), "总部"),
            new Clerk("sun.support", "孙客服", List.of("support"), "总部"),
            new Clerk("li.ops", "李仓储", List.of("ops"), "总部"),
            new Clerk("zhou.east", "周店长", List.of("merchandiser"), "上海静安店"),
            new Clerk("wu.south", "吴店长", List.of("merchandiser"), "深圳南山店"),
            new Clerk("zheng.audit", "郑审计", List.of("auditor"), "总部"));

    private final Shop shop;

    House(Shop shop) {
        this.shop = shop;
    }

    private record Clerk(String username, String name, List<String> roles, String unit) {}

    void build() {
        var admin = shop.staff("admin");
        var units = shop.get(admin, "/api/admin/v1/org-units").path("items");
        var root = named(units, "HQ", "");
        REGIONS.forEach((region, stores) -> {
            var made = unit(admin, root.path("id").asText(), "REGION", region);
            for (var store : stores) {
                var _ = unit(admin, made.path("id").asText(), "STORE", store);
            }
        });
        CLERKS.forEach(clerk -> hire(admin, clerk, root));
    }

    private JsonNode unit(String admin, String parent, String kind, String name) {
        return shop.postUnlessThere(
                admin,
                "/api/admin/v1/org-units",
                Map.of("parentId", parent, "kind", kind, "name", name),
                () -> named(shop.get(admin, "/api/admin/v1/org-units").path("items"), kind, name));
    }

    private void hire(String admin, Clerk clerk, JsonNode root) {
        var unit = clerk.unit().equals("总部")
                ? root
                : named(shop.get(admin, "/api/admin/v1/org-units").path("items"), "STORE", clerk.unit());
        var _ = shop.postUnlessThere(
                admin,
                "/api/admin/v1/users",
                Map.of(
                        "username", clerk.username(),
                        "displayName", clerk.name(),
                        "password", shop.samplePassword(),
                        "roles", clerk.roles(),
                        "orgUnitId", unit.path("id").asText()),
                () -> shop.find(
                        admin,
                        "/api/admin/v1/users",
                        user -> user.path("username").asText().equals(clerk.username())));
    }

    /** The unit of that kind and name; without a name the first of its kind. */
    static JsonNode named(JsonNode units, String kind, String name) {
        for (var unit : units) {
            if (unit.path("kind").asText().equals(kind)
                    && (name.isEmpty() || unit.path("name").asText().equals(name))) {
                return unit;
            }
        }
        return units.path(units.size());
    }
}
