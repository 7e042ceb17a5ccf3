package cn.siyu.promotion;

import static cn.siyu.promotion.Vouchers.amount;
import static cn.siyu.promotion.Vouchers.claim;
import static cn.siyu.promotion.Vouchers.claimed;
import static cn.siyu.promotion.Vouchers.done;
import static cn.siyu.promotion.Vouchers.hand;
import static cn.siyu.promotion.Vouchers.place;
import static cn.siyu.promotion.Vouchers.quote;
import static cn.siyu.promotion.Vouchers.running;
import static cn.siyu.promotion.Vouchers.seen;
import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many at once want what is there once (H2). */
@QuarkusTest
class CouponRacesTest {

    @Inject
    ShopClock clock;

    @AfterEach
    void nothing_is_used_twice() throws SQLException {
        try (var connection = Database.asOwner()) {
            assertThat(Invariants.offenders(connection, "INV-12", clock.instant()))
                    .isEmpty();
        }
    }

    @Test
    void of_thirty_two_who_claim_the_last_one_one_gets_it() throws Exception {
        var template = running(amount(100), Map.of("total", 1));
        var people = people(32);

        var answers = atOnce(32, i -> claim(people.get(i), template));

        assertThat(answers.stream().filter(each -> each.statusCode() == 201)).hasSize(1);
        assertThat(answers.stream().filter(each -> each.statusCode() == 409))
                .hasSize(31)
                .allSatisfy(each -> assertThat(each.<String>path("code")).isEqualTo("COUPON_GONE"));
        assertThat(seen(template).getInt("taken")).isEqualTo(1);
    }

    @Test
    void one_member_gets_no_more_than_one_person_gets_however_often_he_asks_at_once() throws Exception {
        var template = running(amount(100), Map.of("total", 100, "perPerson", 2));
        var buyer = Shop.buyer();

        var answers = atOnce(8, _ -> claim(buyer, template));

        assertThat(answers.stream().filter(each -> each.statusCode() == 201)).hasSize(2);
        assertThat(answers.stream().map(Response::statusCode)).containsOnly(201, 409);
        assertThat(seen(template).getInt("taken")).isEqualTo(2);
    }

    @Test
    void a_day_gives_no_more_than_its_share() throws Exception {
        var template = running(amount(100), Map.of("total", 100, "perDay", 3));
        var people = people(8);

        var answers = atOnce(8, i -> claim(people.get(i), template));

        assertThat(answers.stream().filter(each -> each.statusCode() == 201)).hasSize(3);
    }

    @Test
    void of_a_hundred_members_who_claim_ten_dropped_coupons_ten_get_one() throws Exception {
        var template = CouponDropTest.dropped(Map.of("total", 100));
        var community = Community.of(Seller.hired());
        var drop = done(CouponDropTest.drop(template, community, CouponDropTest.plan(10, 1)), 201)
                .getString("id");
        var people = neighbours(community, 100);

        var answers = atOnce(100, i -> CouponDropTest.claim(people.get(i), drop));

        assertThat(answers.stream().filter(each -> each.statusCode() == 201)).hasSize(10);
        assertThat(answers.stream().filter(each -> each.statusCode() == 409))
                .hasSize(90)
                .allSatisfy(each -> assertThat(each.<String>path("code")).isEqualTo("COUPON_GONE"));
        assertThat(seen(template).getInt("taken")).isEqualTo(10);
    }

    @Test
    void one_member_gets_no_more_of_a_drop_than_each_gets_however_often_he_asks_at_once() throws Exception {
        var template = CouponDropTest.dropped(Map.of("perPerson", 5));
        var community = Community.of(Seller.hired());
        var drop = done(CouponDropTest.drop(template, community, CouponDropTest.plan(8, 2)), 201)
                .getString("id");
        var member = neighbours(community, 1).getFirst();

        var answers = atOnce(8, _ -> CouponDropTest.claim(member, drop));

        assertThat(answers.stream().filter(each -> each.statusCode() == 201)).hasSize(2);
        assertThat(answers.stream().map(Response::statusCode)).containsOnly(201, 409);
        assertThat(seen(template).getInt("taken")).isEqualTo(2);
    }

    @Test
    void of_several_orders_with_the_same_coupon_one_is_placed() throws Exception {
        var goods = Shop.product(5_000, 20);
        var buyer = Shop.buyer();
        var coupon = claimed(buyer, running(amount(500), Map.of()));
        var lines = List.of(line(goods.sku(), 1));
        var hash = done(quote(buyer, lines, Map.of("couponIds", List.of(coupon))), 200)
                .getString("quoteHash");

        var answers = atOnce(6, _ -> place(buyer, lines, List.of(coupon), hash));

        assertThat(answers.stream().filter(each -> each.statusCode() == 201)).hasSize(1);
        assertThat(answers.stream().filter(each -> each.statusCode() != 201))
                .allSatisfy(each -> assertThat(each.<String>path("code")).isIn("COUPON_TAKEN", "COUPON_NOT_USABLE"));
        assertThat(hand(buyer).getString("items[0].state")).isEqualTo("HELD");
    }

    private static List<String> people(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SignIn.member("claimant-" + i + "-" + System.nanoTime()))
                .toList();
    }

    private static List<Person> neighbours(Community community, int count) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var calls = IntStream.range(0, count)
                    .<Callable<Person>>mapToObj(i -> () -> {
                        var person = Person.born("neighbour-" + i);
                        var _ = person.join(community);
                        return person;
                    })
                    .toList();
            return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }

    private static List<Response> atOnce(int people, IntFunction<Response> ask) throws InterruptedException {
        var start = new CyclicBarrier(people);
        try (var threads = Executors.newFixedThreadPool(people)) {
            var calls = IntStream.range(0, people)
                    .<Callable<Response>>mapToObj(i -> () -> {
                        start.await();
                        return ask.apply(i);
                    })
                    .toList();
            return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }
}
