package cn.siyu.commission;

import static cn.siyu.koc.Quarter.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.commission.GoldenCase.Account;
import cn.siyu.commission.GoldenCase.Line;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import cn.siyu.testing.Staff;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the parties of a case and finance are shown, beside what the case says. */
final class CaseBooks {

    private static final String COMMISSIONS = "/api/admin/v1/commissions";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final GoldenCase played;
    private final Map<String, Person> parties;
    private final List<Goods> goods;

    CaseBooks(GoldenCase played, Map<String, Person> parties, List<Goods> goods) {
        this.played = played;
        this.parties = new TreeMap<>(parties);
        this.goods = goods;
    }

    /** A commission as finance sees it. */
    private record Earned(
            String id,
            String account,
            String line,
            String role,
            long net,
            long original,
            @Nullable String rule) {

        static Earned of(JsonPath page, int index) {
            var item = "items[" + index + "].";
            return new Earned(
                    page.getString(item + "id"),
                    page.getString(item + "accountId"),
                    page.getString(item + "orderLineId"),
                    page.getString(item + "role").toLowerCase(Locale.ROOT),
                    page.getLong(item + "netFen"),
                    page.getLong(item + "originalFen"),
                    page.getString(item + "rule"));
        }
    }

    /** Their tokens are over. */
    void later() {
        parties.replaceAll((_, person) -> person.again());
    }

    void awaitAccounts(int event) {
        var expected = played.accountsAfter(event);
        var what = played.events().get(event).path("type").asText();
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(accounts())
                        .as("after step %d, %s", event, what)
                        .isEqualTo(expected));
    }

    private Map<String, Account> accounts() {
        var accounts = new TreeMap<String, Account>();
        parties.forEach((party, person) -> accounts.put(party, account(person)));
        return accounts;
    }

    private static Account account(Person person) {
        var seen = done(person.get(Earners.API + "/accounts"), 200);
        assertThat(seen.getList("items")).hasSize(1);
        assertThat(seen.getLong("items[0].withdrawingFen")).isZero();
        return new Account(
                seen.getLong("items[0].pendingFen"),
                seen.getLong("items[0].frozenFen"),
                seen.getLong("items[0].availableFen") - seen.getLong("items[0].debtFen"),
                seen.getLong("items[0].paidFen"));
    }

    /** Net, rule and amounts of every line, in the accounts of those whom the case names. */
    void seeLines(JsonPath sold, Placed order) {
        var earned = commissions(order);
        var seen = new ArrayList<Line>();
        for (var each : goods) {
            var line = "lines.find { it.skuId == '" + each.sku() + "' }.";
            var id = sold.getString(line + "id");
            var ofLine = earned.stream().filter(one -> one.line().equals(id)).toList();
            seen.add(line(sold.getLong(line + "amountFen"), ofLine));
        }
        assertThat(seen).isEqualTo(played.expectedLines());
        parties.forEach((party, person) -> assertThat(earned)
                .filteredOn(each -> each.role().equals(party))
                .extracting(Earned::account)
                .allMatch(accountId(person)::equals));
    }

    private static Line line(long net, List<Earned> earned) {
        assertThat(earned).extracting(Earned::net).allMatch(each -> each == net);
        var amounts = new TreeMap<String, Long>();
        earned.forEach(each -> amounts.put(each.role(), each.original()));
        var rule = earned.stream()
                .filter(each -> each.role().equals("distributor"))
                .findFirst()
                .map(Earned::rule)
                .orElse(null);
        return new Line(net, rule, amounts);
    }

    private static String accountId(Person person) {
        return done(person.get(Earners.API + "/accounts"), 200).getString("items[0].id");
    }

    /** The second reckoning of each from the order as it was sold agrees, and what is left is what refunds have left. */
    void explain(Placed order) {
        for (var each : commissions(order)) {
            var explained = new Staff(Shop.staff("finance"))
                    .get(COMMISSIONS + "/" + each.id() + "/explain")
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            var back = explained.getList("reversals.amountFen", Long.class).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(explained.getString("verdict")).isEqualTo("MATCH");
            assertThat(explained.getLong("recomputedFen")).isEqualTo(each.original());
            assertThat(explained.getLong("commission.amountFen")).isEqualTo(each.original() - back);
        }
    }

    private static List<Earned> commissions(Placed order) {
        var page = new Staff(Shop.staff("finance"))
                .get(COMMISSIONS + "?size=100&orderId=" + order.id())
                .statusCode(200)
                .extract()
                .jsonPath();
        return IntStream.range(0, page.getInt("total"))
                .mapToObj(i -> Earned.of(page, i))
                .toList();
    }
}
