package cn.siyu.scale;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.SandboxWeCom;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * The last day of a seller with many customers and communities, each with a KOC: half of the customers are known to the shop, all of
 * them to WeCom.
 */
final class HandoverDay {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String SELLER = """
            insert into koc_seller (id, kind, name, distributor_id, member_id, state, created_at, wecom_userid)
            values (?, 'DISTRIBUTOR', ?, gen_random_uuid(), gen_random_uuid(), 'ACTIVE', ?, ?)""";

    private static final String COMMUNITIES = """
            with made as (
                insert into koc_community (id, code, name, chat_id, category, capacity, state, created_at)
                select gen_random_uuid(), n.name, n.name, n.name, '母婴', 500, 'ACTIVE', ?
                  from generate_series(1, ?) as i
                 cross join lateral (select ? || lpad((i - 1)::text, 5, '0') as name) as n
             returning id
            )
            insert into koc_community_owner (id, community_id, seller_id, valid_from, reason)
            select gen_random_uuid(), id, ?, ?, 'first owner' from made""";

    private static final String BINDINGS = """
            with served as (
                select community_id, gen_random_uuid() as koc from koc_community_owner where seller_id = ? and valid_to is null
            ), kocs as (
                insert into koc_koc (id, member_id, name, since) select koc, gen_random_uuid(), '豆豆妈', ? from served
            )
            insert into koc_binding (id, seller_id, koc_id, community_id, state, invited_at, answer_by, valid_from, valid_to,
                                     agreement_version, split_version)
            select gen_random_uuid(), ?, koc, community_id, 'ACTIVE', ?, ?, ?, ?, '2026-01', 1 from served""";

    private static final String CUSTOMERS = """
            insert into koc_customer (id, seller_id, external_userid, added_at, valid_from)
            select gen_random_uuid(), ?, ? || lpad((i - 1)::text, 5, '0'), ?, ? from generate_series(1, ?) as i""";

    /** What of the leaver goes on as the successor's at that instant, and what is still the leaver's. */
    private static final String CHANGED_HANDS = """
            select (select count(*) from koc_community_owner n
                      join koc_community_owner o on o.community_id = n.community_id and o.seller_id = ? and o.valid_to = n.valid_from
                     where n.seller_id = ? and n.valid_to is null) as communities,
                   (select count(*) from koc_binding n
                      join koc_binding o on o.koc_id = n.koc_id and o.seller_id = ? and o.valid_to = n.valid_from
                     where n.seller_id = ? and n.state = 'ACTIVE') as bindings,
                   (select count(distinct external_userid) from koc_customer where seller_id = ? and valid_to is null) as customers,
                   (select count(*) from koc_customer where seller_id = ? and valid_to is null)
                   + (select count(*) from koc_community_owner where seller_id = ? and valid_to is null)
                   + (select count(*) from koc_binding where seller_id = ? and state <> 'ENDED') as left_over""";

    private final RemoteShop shop;
    private final SandboxWeCom stage;
    private final String prefix;
    private final int customers;
    private final int communities;
    private final UUID from = UUID.randomUUID();
    private final UUID to = UUID.randomUUID();

    HandoverDay(RemoteShop shop, String prefix, int customers, int communities) {
        this.shop = shop;
        this.stage = new SandboxWeCom(shop.weChat());
        this.prefix = prefix;
        this.customers = customers;
        this.communities = communities;
    }

    /** What is the successor's, what of it began when the leaver's ended, and what is left of the leaver's. */
    record Hands(long communities, long bindings, long customers, long left) {}

    String leaver() {
        return prefix + ".leaver";
    }

    String successor() {
        return prefix + ".successor";
    }

    void settle(Connection owner) throws SQLException {
        var began = shop.now().minus(Duration.ofDays(10)).atOffset(ZoneOffset.UTC);
        run(owner, SELLER, from, "李姐", began, leaver());
        run(owner, SELLER, to, "王姐", began, successor());
        run(owner, COMMUNITIES, began, communities, prefix + "chat", from, began);
        run(owner, BINDINGS, from, began, from, began, began, began, began.plusDays(90));
        run(owner, CUSTOMERS, from, prefix + "c", began, began, customers / 2);
        stage.works(leaver());
        stage.works(successor());
        var _ = stage.customers(leaver(), prefix + "c", "", customers);
        var _ = stage.chats(leaver(), prefix + "chat", communities);
    }

    private static void run(Connection owner, String sql, Object... values) throws SQLException {
        try (var statement = owner.prepareStatement(sql)) {
            for (var at = 0; at < values.length; at++) {
                statement.setObject(at + 1, values[at]);
            }
            var _ = statement.executeUpdate();
        }
    }

    JsonNode preview() {
        return shop.api()
                .post(shop.staff("merchandiser"), "/api/admin/v1/handovers/preview", wish())
                .expect(200)
                .json();
    }

    private Map<String, Object> wish() {
        return Map.of("fromSellerId", from.toString(), "toSellerId", to.toString(), "kind", "IN_SERVICE");
    }

    /** Answers its id. */
    String begin() {
        return shop.api()
                .post(
                        shop.staff("merchandiser"),
                        RemoteShop.key("handover"),
                        "/api/admin/v1/handovers",
                        Map.of(
                                "fromSellerId",
                                from.toString(),
                                "toSellerId",
                                to.toString(),
                                "kind",
                                "IN_SERVICE",
                                "reason",
                                "换岗"))
                .expect(202)
                .json()
                .path("handover")
                .path("id")
                .asText();
    }

    JsonNode see(String handover) {
        return shop.api()
                .get(shop.staff("auditor"), "/api/admin/v1/handovers/" + handover)
                .expect(200)
                .json();
    }

    JsonNode await(String handover, String what, Predicate<JsonNode> wanted) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> see(handover), wanted::test);
    }

    /** The same while the shop's clock goes on whenever the handover waits for it. */
    JsonNode awaitWhileTimeGoesOn(String handover, String what, Predicate<JsonNode> wanted) {
        return await(handover, what, view -> {
            if (wanted.test(view)) {
                return true;
            }
            if (view.path("handover").path("state").asText().equals("WAITING")) {
                advance(Duration.ofMinutes(2));
            }
            return false;
        });
    }

    /** A fault at WeCom, of calls in which this day's names stand. */
    void fault(String endpoint, String fault, int times) {
        var _ = shop.weChat()
                .post(
                        "",
                        "/_control/faults",
                        Map.of("endpoint", endpoint, "fault", fault, "times", times, "delayMs", 15, "about", prefix))
                .expect(200);
    }

    Hands hands(Connection owner) throws SQLException {
        try (var statement = owner.prepareStatement(CHANGED_HANDS)) {
            var ids = new UUID[] {from, to, from, to, to, from, from, from};
            for (var at = 0; at < ids.length; at++) {
                statement.setObject(at + 1, ids[at]);
            }
            try (var row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return new Hands(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }
    }

    /** WeCom's side: everything is the successor's, and nobody was asked twice. */
    void allPassed() {
        var there = stage.of(successor());
        assertThat(there.path("contacts")).hasSize(customers);
        assertThat(there.path("chats")).hasSize(communities);
        assertThat(there.path("mostPasses").asInt()).as("asked at most").isEqualTo(1);
        assertThat(stage.of(leaver()).path("contacts")).isEmpty();
        assertThat(stage.of(leaver()).path("chats")).isEmpty();
    }

    void advance(Duration step) {
        shop.advance(step);
    }
}
