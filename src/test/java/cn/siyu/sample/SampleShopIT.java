package cn.siyu.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopFleet;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * The sample shop is filled over a {@code kill -9}, once, and what the overview says of its month is what the rows say. Run by
 * {@code ./mvnw verify -Psample}, and by nothing else.
 */
class SampleShopIT {

    private static final Path FOLDERS = Path.of("target", "sample-it");
    private static final Path DATA = FOLDERS.resolve("data");
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration MOMENT = Duration.ofSeconds(30);
    private static final String OVERVIEW = "/api/admin/v1/reports/overview";

    /** Everything that the history has made; a second start adds nothing to it. */
    private static final String ROWS = """
            select (select count(*) from catalog_spu) + (select count(*) from trade_order) + (select count(*) from groupbuy_group)
                 + (select count(*) from ledger_transfer) + (select count(*) from commission_share)
            """;

    @Test
    void a_month_of_history_is_made_once_over_a_kill_and_the_overview_is_what_the_rows_say() throws Exception {
        try (var fleet = ShopFleet.start(FOLDERS, 1, Map.of("siyu.sample.shop", "true"))) {
            await().atMost(PATIENCE)
                    .until(() -> read("sample-shop.steps").lines().anyMatch("day-9"::equals));
            var player = player(fleet);
            fleet.kill(0);
            assertThat(player.destroyForcibly()).isTrue();
            fleet.launchAgain(0).awaitReady();
            await().atMost(PATIENCE).until(() -> !read("sample-shop.done").isEmpty());
            assertThat(read("sample-shop.done")).isEqualTo("filled\n");
            assertThat(read("sample-shop.log")).isEmpty();

            var shop = RemoteShop.of(fleet, 0);
            assertThat(Duration.between(shop.now(), Instant.now()).abs()).isLessThan(Duration.ofSeconds(5));
            goodsAndHouseAreThere(fleet, shop);
            peopleAndActivitiesAreThere(fleet);
            aNewcomerBuys(shop);
            fleet.checkInvariants(shop.now());
            theOverviewIsWhatTheRowsSay(fleet, shop);
            aSecondStartDoesNothing(fleet);
        }
    }

    /** The shop's child that fills it; it would live on without its shop for a while, and go on when that is back. */
    private static ProcessHandle player(ShopFleet fleet) {
        return ProcessHandle.of(fleet.shop(0).pid()).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> commandLine(child).contains("cn.siyu.sample.SampleShop"))
                .findFirst()
                .orElseThrow();
    }

    /** Class paths are longer than what Java tells of a process. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void goodsAndHouseAreThere(ShopFleet fleet, RemoteShop shop) throws Exception {
        assertThat(fleet.number("select count(*) from catalog_spu where state = 'ON_SALE'"))
                .isGreaterThanOrEqualTo(60);
        assertThat(fleet.number("select count(distinct role) from catalog_spu")).isEqualTo(6);
        assertThat(fleet.number("select count(*) from identity_org_unit where kind = 'REGION'"))
                .isEqualTo(2);
        assertThat(fleet.number("select count(*) from identity_org_unit where kind = 'STORE'"))
                .isEqualTo(6);

        var desk = shop.staff("merchandiser");
        for (var code : List.of("S1062", "S1063")) {
            assertThat(groupBuyOf(shop, desk, code)).isEqualTo("GROUP_BUY_REGULATED");
        }
        var cover = product(shop, desk, "S1031").path("coverUrl").asText();
        assertThat(shop.api().get("", cover).expect(200).text())
                .startsWith("<svg")
                .contains("四季哈衣");
        var link = fleet.asApplication();
        try (link;
                var rows = link.createStatement().executeQuery("select token from sharing_token limit 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(shop.api().get("", "/s/" + rows.getString(1)).expect(200).text())
                    .contains("src=\"/images/sample/");
        }
    }

    private static JsonNode product(RemoteShop shop, String desk, String code) {
        var id = shop.api()
                .get(desk, "/api/admin/v1/products?q=" + code)
                .expect(200)
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asText();
        return shop.api().get(desk, "/api/admin/v1/products/" + id).expect(200).json();
    }

    /** Why there can be none. */
    private static String groupBuyOf(RemoteShop shop, String desk, String code) {
        var product = product(shop, desk, code);
        var sku = product.path("skus").path(0).path("id").asText();
        var plan = Map.of(
                "name",
                code,
                "spuId",
                product.path("id").asText(),
                "skus",
                List.of(Map.of("skuId", sku, "priceFen", 100, "quota", 2)),
                "size",
                2,
                "perOrderQty",
                1,
                "perPersonQty",
                1,
                "maxOpenGroupsPerPerson",
                1,
                "startsAt",
                shop.now().plusSeconds(60).toString(),
                "endsAt",
                shop.now().plusSeconds(7_200).toString());
        return shop.api()
                .post(desk, RemoteShop.key("regulated"), "/api/admin/v1/group-buys", plan)
                .expect(422)
                .code();
    }

    private static void peopleAndActivitiesAreThere(ShopFleet fleet) throws Exception {
        assertThat(fleet.number("select count(distinct tier) from distribution_distributor"))
                .isEqualTo(3);
        assertThat(fleet.number("select count(*) from distribution_team")).isOne();
        assertThat(fleet.number("select count(distinct kind) from koc_seller")).isEqualTo(2);
        assertThat(fleet.number("select count(*) from koc_binding where state = 'ACTIVE'"))
                .isEqualTo(fleet.number("select count(*) from koc_community"))
                .isEqualTo(4);
        for (var state : List.of("ENDED", "RUNNING", "SCHEDULED")) {
            assertThat(fleet.number("select count(*) from groupbuy_activity where state = '%s'", state))
                    .as(state)
                    .isPositive();
        }
        for (var state : List.of("SUCCEEDED", "FAILED", "OPEN")) {
            assertThat(fleet.number("select count(*) from groupbuy_group where state = '%s'", state))
                    .as(state)
                    .isPositive();
        }
        assertThat(fleet.number("select count(*) from commission_withdrawal where state = 'SUCCEEDED'"))
                .isPositive();
        assertThat(fleet.number("select count(*) from kernel_dead_letter")).isZero();
    }

    private static void aNewcomerBuys(RemoteShop shop) {
        var desk = shop.staff("merchandiser");
        var sku = RemoteShop.uuid(product(shop, desk, "S1031").path("skus").path(0), "id");
        var buyer = shop.buyer("newcomer");
        var order = shop.order(buyer, List.of(new RemoteShop.Line(sku, 1)));
        var id = RemoteShop.uuid(order, "id");
        var _ = shop.payAtWeChat(RemoteShop.prepayId(shop.startPayment(buyer.token(), id)));
        await().atMost(MOMENT)
                .until(() -> shop.see(buyer.token(), id).path("state").asText().equals("TO_SHIP"));
    }

    private static void theOverviewIsWhatTheRowsSay(ShopFleet fleet, RemoteShop shop) throws Exception {
        var finance = shop.staff("finance");
        var job = shop.api()
                .post(finance, OVERVIEW + "/recompute", Map.of("days", 31))
                .expect(202)
                .json()
                .path("id")
                .asText();
        var path = "/api/admin/v1/jobs/" + job;
        await().atMost(PATIENCE)
                .until(() -> List.of("DONE", "FAILED")
                        .contains(shop.api()
                                .get(finance, path)
                                .expect(200)
                                .json()
                                .path("state")
                                .asText()));
        var done = shop.api().get(finance, path).expect(200).json();
        assertThat(done.path("state").asText()).isEqualTo("DONE");
        assertThat(done.path("processed").asLong()).isEqualTo(31);
        assertThat(done.path("failed").asLong()).isZero();

        var from = shop.api()
                .get(finance, OVERVIEW + "?range=30D")
                .expect(200)
                .json()
                .path("from")
                .asText();
        var since = "'" + from + "T00:00:00+08:00'";
        var firm = fleet.number("select count(*) from trade_order where firm_at >= %s", since);
        // The newcomer's order is told and folded within moments.
        var seen = await().atMost(MOMENT)
                .until(
                        () -> shop.api()
                                .get(finance, OVERVIEW + "?range=30D")
                                .expect(200)
                                .json(),
                        overview -> overview.path("total").path("orders").asLong() == firm);
        var total = seen.path("total");
        assertThat(firm).isGreaterThan(150);
        assertThat(total.path("settledGmvFen").asLong())
                .isEqualTo(
                        fleet.number("select sum(goods_fen + freight_fen) from trade_order where firm_at >= %s", since))
                .isEqualTo(
                        sum(seen.path("days"), day -> day.path("settledGmvFen").asLong()))
                .isEqualTo(seen.path("cSide").path("settledGmvFen").asLong()
                        + seen.path("bSide").path("settledGmvFen").asLong());
        assertThat(total.path("refundedFen").asLong()).isPositive();
        for (var list : List.of("distributors", "kocs", "communities", "acquisition")) {
            assertThat(seen.path(list)).as(list).isNotEmpty();
        }
        System.out.printf("sample: overview %s%n", total);
    }

    private static long sum(JsonNode items, ToLongFunction<JsonNode> value) {
        return items.valueStream().mapToLong(value).sum();
    }

    private static void aSecondStartDoesNothing(ShopFleet fleet) throws Exception {
        await().atMost(MOMENT)
                .until(() -> fleet.number("select count(*) from kernel_outbox where sent_at is null") == 0);
        var rows = fleet.number("%s", ROWS);
        fleet.kill(0);
        var again = fleet.launchAgain(0);
        again.awaitReady();
        await().atMost(MOMENT).until(() -> again.log().contains("Siyu is ready."));

        assertThat(again.log()).doesNotContain("Sample shop");
        assertThat(fleet.number("%s", ROWS)).isEqualTo(rows);
    }

    private static String read(String name) {
        try {
            var file = DATA.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
