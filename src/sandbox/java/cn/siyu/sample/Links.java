package cn.siyu.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The links that people share: distributors' and KOCs', who are paid for it, and those of plain members. */
final class Links {

    private final Shop shop;
    private final List<String> tokens = new ArrayList<>();

    Links(Shop shop) {
        this.shop = shop;
    }

    String some(Random random) {
        if (tokens.isEmpty()) {
            mint();
        }
        return tokens.get(random.nextInt(tokens.size()));
    }

    /** Whoever shares the same again has the same link. */
    private void mint() {
        var products = Goods.products(shop, shop.staff("merchandiser"));
        var shared = List.of("S1021", "S1031", "S1035", "S1001");
        for (var i = 0; i < People.DISTRIBUTORS.size(); i++) {
            tokens.add(minted(
                    People.DISTRIBUTORS.get(i).name(),
                    "/api/partner/v1/share-tokens",
                    wish(
                            String.valueOf(products.get(shared.get(i % shared.size()))),
                            i % 2 == 0 ? "WECHAT_CHAT" : "MOMENTS")));
        }
        for (var chat : People.COMMUNITIES) {
            var token = shop.member(chat.koc());
            var community = shop.get(token, "/api/partner/v1/communities")
                    .path("items")
                    .path(0)
                    .path("id")
                    .asText();
            var wish = wish(String.valueOf(products.get("S1028")), "COMMUNITY");
            wish.put("communityId", community);
            tokens.add(minted(chat.koc(), "/api/partner/v1/koc/share-tokens", wish));
        }
        for (var i = 0; i < 3; i++) {
            tokens.add(minted(
                    People.member(i),
                    "/api/mp/v1/share-tokens",
                    wish(String.valueOf(products.get(shared.get(i))), "WECHAT_CHAT")));
        }
    }

    private static Map<String, Object> wish(String product, String source) {
        var wish = new LinkedHashMap<String, Object>();
        wish.put("spuId", product);
        wish.put("source", source);
        return wish;
    }

    private String minted(String member, String path, Map<String, Object> wish) {
        var made = shop.post(shop.member(member), "", path, wish);
        return made.path("link").path("token").asText(made.path("token").asText());
    }
}
