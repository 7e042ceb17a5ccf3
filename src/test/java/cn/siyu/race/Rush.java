package cn.siyu.race;

import static cn.siyu.race.Crowds.tasks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopFleet;
import com.google.errorprone.annotations.FormatMethod;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Many who want the few units of one SKU (REL-20, REL-24): as many orders as units; who does not pay loses them, others get
 * them, and in the end exactly all are sold and the next one hears no. Each buyer asks again until he is told.
 */
final class Rush {

    private static final int AT_ONCE = 256;
    private static final int PAYING_AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration HOLDS_ARE_OVER = Duration.ofMinutes(21);
    private static final Set<Integer> NOT_DECIDED = Set.of(502, 503, 504);
    private static final Insistence INSISTENCE = new Insistence(
            40,
            Duration.ofMillis(250),
            answer -> NOT_DECIDED.contains(answer.status()) || answer.code().equals("REQUEST_IN_FLIGHT"));

    private final ShopFleet fleet;
    private final List<RemoteShop> shops;
    private final List<Buyer> crowd;
    private final UUID sku;
    private final int units;
    private final List<String> faults = new ArrayList<>();

    Rush(ShopFleet fleet, List<RemoteShop> shops, List<Buyer> crowd, UUID sku, int units) {
        this.fleet = fleet;
        this.shops = shops;
        this.crowd = crowd;
        this.sku = sku;
        this.units = units;
    }

    /** A buyer and what he was told. */
    private record Told(int which, Answer answer) {
        boolean placed() {
            return answer.status() == 201;
        }

        UUID order() {
            return RemoteShop.uuid(answer.json(), "id");
        }
    }

    /** What is not as it should be; nothing, if all is well. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** @param forgetful how many of those who got a unit never pay for it */
    void run(int forgetful) throws SQLException {
        var all = IntStream.range(0, crowd.size()).boxed().toList();
        var first = rush(all);
        var winners = first.stream().filter(Told::placed).toList();
        claim(winners.size() == units, "%d of %d units were ordered", winners.size(), units);
        pay(winners.subList(0, Math.max(0, winners.size() - forgetful)));
        timePasses();
        claim(reserved() == units - forgetful, "%d units are kept after the forgetful lost theirs", reserved());

        var losers =
                first.stream().filter(told -> !told.placed()).map(Told::which).toList();
        var second = rush(losers.subList(0, Math.min(losers.size(), 3 * forgetful)));
        var lucky = second.stream().filter(Told::placed).toList();
        claim(lucky.size() == forgetful, "%d of %d free units were ordered again", lucky.size(), forgetful);
        pay(lucky);
        timePasses();

        claim(reserved() == units, "%d of %d units are sold when all holds are settled", reserved(), units);
        claim(sold() == units, "%d orders of %d units live", sold(), units);
        var next = rush(List.of(0)).getFirst();
        claim(!next.placed(), "the next one got a unit that is not there");
    }

    /** All at once, half of them at each shop. */
    private List<Told> rush(List<Integer> buyers) {
        var lines = List.of(new Line(sku, 1));
        var hashes = RemoteShop.together(AT_ONCE, tasks(buyers.size(), i -> quoted(buyers.get(i), lines)));
        var told = RemoteShop.together(
                AT_ONCE,
                tasks(buyers.size(), i -> new Told(buyers.get(i), place(buyers.get(i), lines, hashes.get(i)))));
        told.stream()
                .filter(each -> !each.placed() && !each.answer().code().equals("STOCK_SHORT"))
                .forEach(each -> faults.add("a buyer was told " + each.answer()));
        return told;
    }

    private String quoted(int buyer, List<Line> lines) {
        return INSISTENCE
                .decided(() -> shop(buyer).quote(crowd.get(buyer), lines))
                .expect(200)
                .json()
                .path("quoteHash")
                .asText();
    }

    private Answer place(int buyer, List<Line> lines, String hash) {
        var key = RemoteShop.key("rush");
        return INSISTENCE.decided(() -> shop(buyer).place(crowd.get(buyer), key, lines, hash));
    }

    private void pay(List<Told> winners) throws SQLException {
        var _ = RemoteShop.together(PAYING_AT_ONCE, tasks(winners.size(), i -> {
            var winner = winners.get(i);
            var started = INSISTENCE.decided(() ->
                    shop(winner.which()).startPayment(crowd.get(winner.which()).token(), winner.order()));
            return shop(winner.which())
                    .payAtWeChat(RemoteShop.prepayId(started.expect(200)))
                    .expect(200);
        }));
        var before = sold();
        await().atMost(PATIENCE)
                .pollInterval(LOOK_AGAIN)
                .untilAsserted(() -> assertThat(unpaidOf(winners)).isZero());
        assertThat(sold()).isGreaterThanOrEqualTo(before);
    }

    private void timePasses() {
        shops.getFirst().advance(HOLDS_ARE_OVER);
        await().atMost(PATIENCE)
                .pollInterval(LOOK_AGAIN)
                .untilAsserted(() -> assertThat(inState("PENDING_PAYMENT")).isZero());
    }

    private long unpaidOf(List<Told> winners) throws SQLException {
        if (winners.isEmpty()) {
            return 0;
        }
        var ids = String.join(
                "','", winners.stream().map(each -> each.order().toString()).toList());
        return fleet.number("select count(*) from trade_order where id in ('%s') and state <> 'TO_SHIP'", ids);
    }

    private long reserved() throws SQLException {
        return fleet.number("select sum(reserved) from inventory_stock where sku = '%s'", sku);
    }

    private long sold() throws SQLException {
        return inState("TO_SHIP");
    }

    private long inState(String state) throws SQLException {
        return fleet.number("""
                select count(*) from trade_order o join trade_order_line l on l.order_id = o.id
                 where l.sku_id = '%s' and o.state = '%s'""", sku, state);
    }

    private RemoteShop shop(int buyer) {
        return shops.get(buyer % shops.size());
    }

    @FormatMethod
    private void claim(boolean holds, String otherwise, Object... values) {
        if (!holds) {
            faults.add("sku " + sku + ": " + otherwise.formatted(values));
        }
    }
}
