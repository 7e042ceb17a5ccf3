package cn.siyu.testing;

import static cn.siyu.testing.RemoteShop.uuid;

import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopApi.Answer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Distributors of a shop that is reached over HTTP: they apply, are admitted, share a link that others open. */
public final class RemotePartners {

    /** What the shop gives a distributor of the highest tier, of a hundred. */
    public static final int RATE = 10;

    private static final String TIER = "金牌";
    private static final AtomicLong PHONES = new AtomicLong(System.nanoTime() % 100_000_000L);

    private final RemoteShop shop;

    public RemotePartners(RemoteShop shop) {
        this.shop = shop;
    }

    /** What somebody says of himself when he applies, with a phone that nobody else has. */
    public Map<String, String> wish(Buyer member) {
        var version = shop.api()
                .get(member.token(), "/api/mp/v1/me/distributor")
                .expect(200)
                .json()
                .path("agreementVersion")
                .asText();
        var phone = "139%08d".formatted(PHONES.incrementAndGet() % 100_000_000L);
        return Map.of("realName", "李小红", "phone", phone, "agreementVersion", version);
    }

    public Answer apply(Buyer member, Map<String, String> wish) {
        return shop.api().post(member.token(), "/api/mp/v1/distributor-applications", wish);
    }

    /** A member becomes a distributor of the highest tier. */
    public void admit(Buyer member, String ops) {
        var application = uuid(apply(member, wish(member)).expect(201).json(), "id");
        var body = Map.of("tierId", tier(ops), "reason", "well known");
        var path = "/api/admin/v1/distributor-applications/" + application + "/approve";
        var _ = shop.api().post(ops, path, body).expect(200);
    }

    private String tier(String ops) {
        return shop.api()
                .get(ops, "/api/admin/v1/tiers")
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("name").asText().equals(TIER))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    /** A link of a distributor to the shop's home. */
    public String link(Buyer distributor) {
        return shop.api()
                .post(distributor.token(), "/api/partner/v1/share-tokens", Map.of("source", "WECHAT_CHAT"))
                .expect(201)
                .json()
                .path("token")
                .asText();
    }

    public void open(Buyer customer, String link) {
        var _ = shop.api()
                .post(customer.token(), "/api/mp/v1/touch-events", Map.of("token", link))
                .expect(201);
    }
}
