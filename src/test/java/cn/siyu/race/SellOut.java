package cn.siyu.race;

import static cn.siyu.race.Crowds.tasks;
import static org.awaitility.Awaitility.await;

import cn.siyu.race.Sale.Asked;
import cn.siyu.testing.RedisLine;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopFleet;
import com.google.errorprone.annotations.FormatMethod;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A crowd at two processes that wants more of something than there is. Each asks again until he is told, and who asks and where
 * follows from the seed.
 */
final class SellOut {

    private static final int AT_ONCE = 256;
    private static final int PAYING_AT_ONCE = 16;
    private static final int PAY_OF_TEN = 7;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration HOLDS_ARE_OVER = Duration.ofMinutes(21);
    private static final int UNAVAILABLE = 503;
    private static final Insistence INSISTENCE = new Insistence(
            80,
            Duration.ofMillis(100),
            answer -> answer.status() == UNAVAILABLE || answer.code().equals("REQUEST_IN_FLIGHT"));

    private final String story;
    private final ShopFleet fleet;
    private final List<RemoteShop> shops;
    private final List<Buyer> crowd;
    private final Sale sale;
    private final SplittableRandom random;
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> refused = new ConcurrentSkipListMap<>();
    private final AtomicInteger askedAgain = new AtomicInteger();
    private int wave;

    SellOut(String story, ShopFleet fleet, List<RemoteShop> shops, List<Buyer> crowd, Sale sale, long seed) {
        this.story = story;
        this.fleet = fleet;
        this.shops = shops;
        this.crowd = crowd;
        this.sale = sale;
        this.random = new SplittableRandom(seed);
    }

    /** A request as it is repeated. */
    private record Request(int at, Buyer buyer, String key, Asked asked) {}

    /** A request that got something, and what it was answered. */
    record Won(Request request, Answer answer) {}

    /** What is not as it should be; nothing, if all is well. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** So many ask, at both processes; those who got something. */
    List<Won> rush(int requests) {
        wave++;
        var began = System.nanoTime();
        var seeds = IntStream.range(0, requests).mapToObj(_ -> random.split()).toList();
        var answered = RemoteShop.together(AT_ONCE, tasks(requests, i -> {
            var its = seeds.get(i);
            var buyer = crowd.get(its.nextInt(crowd.size()));
            var key = "%s-%d-%d".formatted(story, wave, i);
            var request = new Request(its.nextInt(shops.size()), buyer, key, sale.asked(buyer, its));
            var answer = decided(request.at(), request);
            if (answer.status() != 201) {
                judgeRefusal(answer);
            }
            return new Won(request, answer);
        }));
        var won =
                answered.stream().filter(each -> each.answer().status() == 201).toList();
        System.out.printf(
                "%s: %d asked, %d got something, others heard %s, %d were asked to come again; %d ms%n",
                story, requests, won.size(), refused, askedAgain.get(), (System.nanoTime() - began) / 1_000_000);
        return won;
    }

    private void judgeRefusal(Answer answer) {
        var _ = refused.computeIfAbsent(answer.code(), _ -> new AtomicInteger()).incrementAndGet();
        if (!sale.refusals().contains(answer.code())) {
            faults.add("somebody was told " + answer);
        }
    }

    /** Everybody who got something asks with his key at the other process, which cannot remember him. */
    void repeat(List<Won> won, String when) {
        var began = System.nanoTime();
        var same = RemoteShop.together(AT_ONCE, tasks(won.size(), i -> {
                    var first = won.get(i);
                    var again = decided((first.request().at() + 1) % shops.size(), first.request());
                    var equal = again.status() == 201
                            && again.text().equals(first.answer().text());
                    if (!equal) {
                        faults.add("%s: %s was answered %s and now %s"
                                .formatted(when, first.request().key(), first.answer(), again));
                    }
                    return equal;
                }))
                .stream()
                .filter(equal -> equal)
                .count();
        System.out.printf(
                "%s: %s %d of %d heard the same bytes; %d ms%n",
                story, when, same, won.size(), (System.nanoTime() - began) / 1_000_000);
    }

    void redisForgets() {
        RedisLine.forgetAll(fleet);
    }

    /** Sold out in the first rush, and again after those who do not pay have lost theirs; nobody has more than he may. */
    void run(int requests, int units, int perPerson) throws SQLException {
        var first = rush(requests);
        claim(first.size() == units && sold() == units, "%d of %d units were sold", first.size(), units);
        repeat(first, "after the sell-out");
        redisForgets();
        repeat(first, "after FLUSHALL");
        claim(sold() == units, "%d of %d units are sold after the repetitions", sold(), units);

        var paying = first.stream().filter(_ -> random.nextInt(10) < PAY_OF_TEN).toList();
        pay(paying);
        holdsEnd();
        claim(sold() == paying.size(), "%d are sold, and %d were paid", sold(), paying.size());
        var began = System.nanoTime();
        var second = new ArrayList<Won>();
        while (left() > 0 && System.nanoTime() - began < SETTLED.toNanos()) {
            second.addAll(rush(Math.max(20, requests / 20)));
        }
        claim(second.size() == units - paying.size(), "%d were sold again", second.size());
        pay(second);
        holdsEnd();

        claim(sold() == units && left() == 0, "%d of %d units are sold and %d are left", sold(), units, left());
        claim(mostOfOne() <= perPerson, "somebody has %d and may have %d", mostOfOne(), perPerson);
        claim(rush(crowd.size() / 2).isEmpty(), "somebody got a unit that is not there");
        repeat(first, "after everything");
    }

    private void pay(List<Won> winners) {
        var _ = RemoteShop.together(PAYING_AT_ONCE, tasks(winners.size(), i -> {
            var request = winners.get(i).request();
            var shop = shops.get(request.at());
            var started = shop.startPayment(
                    request.buyer().token(), sale.order(winners.get(i).answer()));
            return shop.payAtWeChat(RemoteShop.prepayId(started.expect(200))).expect(200);
        }));
        await().atMost(PATIENCE).pollInterval(LOOK_AGAIN).until(() -> unpaid(winners) == 0);
    }

    private long unpaid(List<Won> winners) throws SQLException {
        var ids = winners.stream()
                .map(each -> sale.order(each.answer()))
                .map(UUID::toString)
                .collect(Collectors.joining("','"));
        return winners.isEmpty()
                ? 0
                : fleet.number(
                        "select count(*) from trade_order where id in ('%s') and state = 'PENDING_PAYMENT'", ids);
    }

    private void holdsEnd() {
        shops.getFirst().advance(HOLDS_ARE_OVER);
        sale.timeHasPassed();
        var began = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(LOOK_AGAIN).until(() -> lines("o.state = 'PENDING_PAYMENT'") == 0);
        System.out.printf("%s: holds are settled after %d ms%n", story, (System.nanoTime() - began) / 1_000_000);
    }

    private long sold() throws SQLException {
        return lines("o.state <> 'CANCELLED'") - sale.before();
    }

    private long lines(String which) throws SQLException {
        return fleet.number("""
                select coalesce(sum(l.quantity), 0) from trade_order_line l join trade_order o on o.id = l.order_id
                 where l.sku_id = '%s' and %s""", sale.sku(), which);
    }

    private long left() throws SQLException {
        return fleet.number("select sum(on_hand - reserved) from inventory_stock where sku = '%s'", sale.sku());
    }

    private long mostOfOne() throws SQLException {
        return fleet.number("""
                select max(units) from (
                    select sum(l.quantity) as units from trade_order_line l join trade_order o on o.id = l.order_id
                     where l.sku_id = '%s' and o.state <> 'CANCELLED' group by o.member_id) each""", sale.sku());
    }

    /** Nobody goes home because the shop was busy; whoever is sent away knows when to come again. */
    private Answer decided(int at, Request request) {
        var asks = new AtomicInteger();
        var decided = INSISTENCE.decided(() -> {
            var _ = asks.incrementAndGet();
            var answer = shops.get(at)
                    .api()
                    .post(
                            request.buyer().token(),
                            request.key(),
                            request.asked().path(),
                            request.asked().body());
            if (answer.status() >= 500
                    && (answer.status() != UNAVAILABLE || answer.retryAfter().isEmpty())) {
                faults.add("somebody was told " + answer);
            }
            return answer;
        });
        var _ = askedAgain.addAndGet(asks.get() - 1);
        return decided;
    }

    @FormatMethod
    private void claim(boolean holds, String otherwise, Object... values) {
        if (!holds) {
            faults.add(otherwise.formatted(values));
        }
    }
}
