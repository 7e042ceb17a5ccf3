package cn.siyu.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.RemotePartners;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopFleet;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who takes part in contests at all processes of a fleet: 32 hands of one person each time (REL-21). */
final class Contestants {

    private static final int HANDS = 32;
    private static final long DEAR_FEN = 3_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final ShopFleet fleet;
    private final List<RemoteShop> shops;
    private Optional<Buyer> earner = Optional.empty();
    private Optional<Quarter> quarter = Optional.empty();

    Contestants(ShopFleet fleet, List<RemoteShop> shops) {
        this.fleet = fleet;
        this.shops = shops;
    }

    /** A seller with the community that he owns. */
    private record Quarter(Buyer seller, String community, String code) {}

    /** All hands at once, so many times; each time one is let do it, and the others hear why not. */
    void compete(Contest contest, int rounds) throws SQLException {
        for (var count = 0; count < rounds; count++) {
            var round = contest.begin(this);
            var answers = Crowds.atOnce(HANDS, round.hand());
            var accepted = answers.stream()
                    .filter(answer -> answer.status() == contest.done())
                    .toList();
            assertThat(accepted).as("%s, round %d: %s", contest, count, answers).hasSize(1);
            assertThat(answers)
                    .as("%s, round %d", contest, count)
                    .filteredOn(answer -> answer.status() != contest.done())
                    .extracting(Answer::code)
                    .isSubsetOf(contest.refusals());
            assertThat(round.effects().of(accepted.getFirst()))
                    .as("%s, round %d", contest, count)
                    .isEqualTo(1);
        }
    }

    RemoteShop shop(int which) {
        return shops.get(which % shops.size());
    }

    RemotePartners partners(int which) {
        return new RemotePartners(shop(which));
    }

    Answer post(int which, Buyer who, String path, Map<String, ?> body) {
        return shop(which).api().post(who.token(), RemoteShop.key("contest"), path, body);
    }

    @FormatMethod
    long number(String sql, Object... values) throws SQLException {
        return fleet.number(sql, values);
    }

    Buyer somebody() {
        return shop(0).buyer(RemoteShop.key("contestant"));
    }

    String member(Buyer buyer) {
        return shop(0).api()
                .get(buyer.token(), "/api/mp/v1/me")
                .expect(200)
                .json()
                .path("id")
                .asText();
    }

    // Who earns

    /** A distributor whose customer has bought something dear, and kept it. */
    Buyer earner() {
        if (earner.isEmpty()) {
            earner = Optional.of(earned());
        }
        return earner.get();
    }

    private Buyer earned() {
        var distributor = somebody();
        partners(0).admit(distributor, shop(0).staff("ops"));
        var customer = somebody();
        partners(0).open(customer, partners(0).link(distributor));
        var sku = shop(0).goods("dear", 1, DEAR_FEN, 10).getFirst();
        var order = RemoteShop.uuid(shop(0).order(customer, List.of(new Line(sku, 1))), "id");
        var prepay = RemoteShop.prepayId(
                shop(0).startPayment(customer.token(), order).expect(200));
        var _ = shop(0).payAtWeChat(prepay).expect(200);
        awaitState(customer, order);
        var _ = shop(0).ship(shop(0).staff("ops"), order, RemoteShop.key("SF")).expect(200);
        var _ = post(0, customer, "/api/mp/v1/orders/" + order + "/confirm-receipt", Map.of())
                .expect(200);
        await().atMost(PATIENCE).pollInterval(LOOK_AGAIN).until(() -> pending(distributor) > 0);
        shop(0).advance(Duration.ofDays(9));
        await().atMost(PATIENCE).pollInterval(LOOK_AGAIN).until(() -> available(distributor) > 0);
        return distributor;
    }

    private void awaitState(Buyer customer, UUID order) {
        await().atMost(PATIENCE)
                .pollInterval(LOOK_AGAIN)
                .until(() -> shop(0).see(customer.token(), order)
                        .path("state")
                        .asText()
                        .equals("TO_SHIP"));
    }

    long available(Buyer earner) {
        return account(earner).path("availableFen").asLong();
    }

    private long pending(Buyer earner) {
        return account(earner).path("frozenFen").asLong();
    }

    private JsonNode account(Buyer earner) {
        return shop(0).api()
                .get(earner.token(), "/api/partner/v1/accounts")
                .expect(200)
                .json()
                .path("items")
                .path(0);
    }

    // Who serves a community

    /** Somebody of the community is asked to be its KOC; answers the invitation. */
    UUID invitation(Buyer koc) {
        if (quarter.isEmpty()) {
            quarter = Optional.of(settled());
        }
        var there = quarter.get();
        var _ = post(0, koc, "/api/mp/v1/community-joins", Map.of("code", there.code()))
                .expect(200);
        var wish = Map.of("communityId", there.community(), "memberId", member(koc), "name", "豆豆妈");
        return RemoteShop.uuid(
                post(0, there.seller(), "/api/partner/v1/koc-bindings", wish)
                        .expect(201)
                        .json(),
                "id");
    }

    private Quarter settled() {
        var seller = somebody();
        var hired =
                new HashMap<String, Object>(Map.of("kind", "DISTRIBUTOR", "name", "李姐", "memberId", member(seller)));
        hired.put("distributorId", UUID.randomUUID().toString());
        var id = desk("/api/admin/v1/sellers", hired).path("id").asText();
        var sketch = Map.of("name", "宝妈群", "chatId", RemoteShop.key("chat"), "category", "0-1岁", "capacity", 2_000);
        var made = desk("/api/admin/v1/communities", Map.of("community", sketch, "ownerId", id))
                .path("community");
        return new Quarter(seller, made.path("id").asText(), made.path("code").asText());
    }

    private JsonNode desk(String path, Map<String, ?> body) {
        return shop(0).api()
                .post(shop(0).staff("merchandiser"), path, body)
                .expect(201)
                .json();
    }
}
