package cn.siyu.trade.domain;

import static cn.siyu.trade.domain.Orders.NOON;
import static cn.siyu.trade.domain.Orders.first;
import static cn.siyu.trade.domain.Orders.line;
import static cn.siyu.trade.domain.Orders.units;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.domain.AfterSale.Claim;
import cn.siyu.trade.domain.AfterSale.Opened;
import cn.siyu.trade.domain.AfterSale.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AfterSaleTest {

    @Test
    void a_return_inside_the_seven_days_approves_itself() {
        var order = Orders.received(line(1000, 2));

        var opened = open(order, AfterSale.Type.RETURN_REFUND, units(order, 1), NOON);

        assertThat(opened.afterSale().state()).isEqualTo(State.SELLER_AGREED);
        assertThat(opened.afterSale().amount()).isEqualTo(new Money(1000));
        assertThat(opened.order().lines().getFirst().claimed()).isEqualTo(1);
    }

    @Test
    void day_seven_is_in_time_and_day_eight_is_not() {
        var order = Orders.received(line(1000, 1));
        var endOfDaySeven =
                ShopCalendar.startOf(ShopCalendar.dayOf(NOON).plusDays(8)).minusSeconds(1);

        assertThat(open(order, AfterSale.Type.RETURN_REFUND, units(order, 1), endOfDaySeven)
                        .afterSale()
                        .byLaw())
                .isTrue();
        assertRefused(
                () -> open(order, AfterSale.Type.RETURN_REFUND, units(order, 1), endOfDaySeven.plusSeconds(1)),
                TradeProblem.RETURN_WINDOW_OVER);
    }

    @Test
    void an_exclusion_without_confirmation_is_returnable_and_with_one_staff_decide() {
        var silent = Orders.received(line(1000, 1, ReturnPolicy.EXCLUDED_WITH_CONFIRMATION, false));
        var confirmed = Orders.received(line(1000, 1, ReturnPolicy.EXCLUDED_WITH_CONFIRMATION, true));

        assertThat(open(silent, AfterSale.Type.RETURN_REFUND, units(silent, 1), NOON)
                        .afterSale()
                        .state())
                .isEqualTo(State.SELLER_AGREED);
        assertThat(open(confirmed, AfterSale.Type.RETURN_REFUND, units(confirmed, 1), NOON)
                        .afterSale()
                        .state())
                .isEqualTo(State.APPLIED);
    }

    @Test
    void what_has_not_left_is_refunded_together_with_the_freight() {
        var order = Orders.paid(line(1000, 2), line(500, 1));

        var opened = open(order, AfterSale.Type.REFUND_ONLY, Map.of(), NOON);

        assertThat(opened.afterSale().state()).isEqualTo(State.REFUNDING);
        assertThat(opened.afterSale().amount()).isEqualTo(new Money(2500 + 800));
        assertThat(opened.order().rest()).isEmpty();
        assertThat(opened.order().kind()).isEqualTo(OrderState.Kind.TO_SHIP);
    }

    @Test
    void the_rest_of_a_partly_shipped_order_is_refunded_without_the_freight() {
        var order = Orders.paid(line(1000, 3));
        var partly = order.shipped(units(order, 1), NOON);

        var opened = open(partly, AfterSale.Type.REFUND_ONLY, Map.of(), NOON);

        assertThat(opened.afterSale().amount()).isEqualTo(new Money(2000));
        assertThat(opened.order().kind()).isEqualTo(OrderState.Kind.SHIPPED);
    }

    @Test
    void part_of_what_has_not_left_is_refunded_alone_and_the_rest_is_sent() {
        var order = Orders.paid(line(1000, 2), line(500, 1));

        var opened = open(order, AfterSale.Type.REFUND_ONLY, units(order, 1), NOON);

        assertThat(opened.afterSale().state()).isEqualTo(State.REFUNDING);
        assertThat(opened.afterSale().amount()).isEqualTo(new Money(1000));
        assertThat(opened.order().kind()).isEqualTo(OrderState.Kind.TO_SHIP);
        assertThat(opened.order().rest().values()).containsExactlyInAnyOrder(1, 1);
        assertThat(opened.order().shipped(opened.order().rest(), NOON).kind()).isEqualTo(OrderState.Kind.SHIPPED);
        assertRefused(
                () -> open(opened.order(), AfterSale.Type.REFUND_ONLY, units(order, 2), NOON),
                TradeProblem.NOT_RETURNABLE);
        assertRefused(
                () -> open(order, AfterSale.Type.RETURN_REFUND, units(order, 1), NOON), TradeProblem.NOT_RETURNABLE);
    }

    @Test
    void the_freight_goes_back_with_the_last_of_what_never_left() {
        var order = Orders.paid(line(1000, 2));
        var first = open(order, AfterSale.Type.REFUND_ONLY, units(order, 1), NOON);

        var last = open(first.order(), AfterSale.Type.REFUND_ONLY, units(order, 1), NOON);

        assertThat(last.afterSale().amount()).isEqualTo(new Money(1000 + 800));
        var settled = last.order()
                .settled(new Money(1000), units(order, 1), NOON)
                .settled(new Money(1800), units(order, 1), NOON);
        assertThat(settled.kind()).isEqualTo(OrderState.Kind.CLOSED);
    }

    @Test
    void of_a_line_that_has_left_in_part_the_claim_says_which_units_it_means() {
        var order = Orders.paid(line(1000, 3));
        var partly = order.shipped(units(order, 1), NOON);

        var broken = open(partly, AfterSale.Type.REFUND_ONLY, units(order, 1), NOON);
        var unsent = AfterSale.open(AfterSaleId.next(), partly, Claim.unsent("缺货", units(order, 1)), NOON);

        assertThat(broken.afterSale().unshipped()).isFalse();
        assertThat(broken.afterSale().state()).isEqualTo(State.APPLIED);
        assertThat(unsent.afterSale().unshipped()).isTrue();
        assertThat(unsent.order().kind()).isEqualTo(OrderState.Kind.PARTLY_SHIPPED);
        assertThat(unsent.order().line(first(order)).toShip()).isEqualTo(1);
        assertThat(unsent.order().line(first(order)).outside()).isEqualTo(1);
        var sent = Orders.shipped(line(1000, 1));
        assertRefused(
                () -> AfterSale.open(AfterSaleId.next(), sent, Claim.unsent("缺货", units(sent, 1)), NOON),
                CommonProblem.STATE_CHANGED);
    }

    @Test
    void a_line_of_which_nothing_has_left_says_it_itself() {
        var order = Orders.paid(line(1000, 1), line(500, 2));
        var partly = order.shipped(units(order, 1), NOON);
        var other = order.lines().getLast().id();

        var opened = open(partly, AfterSale.Type.REFUND_ONLY, Map.of(other, 1), NOON);

        assertThat(opened.afterSale().unshipped()).isTrue();
        assertThat(opened.afterSale().amount()).isEqualTo(new Money(500));
    }

    @Test
    void a_unit_is_claimed_once() {
        var order = Orders.received(line(1000, 2));
        var claimed =
                open(order, AfterSale.Type.RETURN_REFUND, units(order, 2), NOON).order();

        assertRefused(
                () -> open(claimed, AfterSale.Type.RETURN_REFUND, units(claimed, 1), NOON),
                TradeProblem.NOT_RETURNABLE);
    }

    @Test
    void a_claim_that_came_to_nothing_frees_its_units_and_its_money() {
        var order = Orders.received(line(1000, 2));
        var opened = open(order, AfterSale.Type.RETURN_REFUND, units(order, 2), NOON);

        var free = opened.order().unclaimed(opened.afterSale().cancelled());

        assertThat(free.lines()).isEqualTo(order.lines());
        assertThat(free.money()).isEqualTo(order.money());
    }

    @Test
    void goodwill_is_not_given_back_a_second_time() {
        var order = Orders.received(line(1000, 1)).promised(new Money(300), Money.ZERO);

        var opened = open(order, AfterSale.Type.RETURN_REFUND, units(order, 1), NOON);

        assertThat(opened.afterSale().amount()).isEqualTo(new Money(700));
    }

    @Test
    void an_order_is_closed_when_all_its_units_are_refunded() {
        var order = Orders.received(line(1000, 1));
        var opened = open(order, AfterSale.Type.RETURN_REFUND, units(order, 1), NOON);

        var settled = opened.order()
                .settled(opened.afterSale().amount(), opened.afterSale().units(), NOON);

        assertThat(settled.kind()).isEqualTo(OrderState.Kind.CLOSED);
        assertThat(settled.money().freightLeft()).isEqualTo(Orders.FREIGHT);
    }

    @Test
    void refund_numbers_are_never_given_out_twice() {
        var order = Orders.received(line(1000, 2));
        var first = open(order, AfterSale.Type.RETURN_REFUND, units(order, 1), NOON);
        var second = open(first.order(), AfterSale.Type.RETURN_REFUND, units(order, 1), NOON);

        assertThat(first.afterSale().refundNo()).isEqualTo("R" + order.number() + "-1");
        assertThat(second.afterSale().refundNo()).isEqualTo("R" + order.number() + "-2");
    }

    /** Whatever is claimed, refused and claimed again: all units together are worth the line to the fen. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void partial_claims_add_up_to_the_fen(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var order = Orders.received(line(random.nextLong(1, 10_000), random.nextInt(2, 30)));
        var open = new ArrayList<AfterSale>();

        while (left(order) > 0) {
            order = step(order, open, random);
        }

        var sum = Money.sum(open.stream().map(AfterSale::amount).toList());
        assertThat(sum).isEqualTo(order.lines().getFirst().amount());
        assertThat(order.money().goodsLeft()).isEqualTo(Money.ZERO);
    }

    private static Order step(Order order, List<AfterSale> open, RandomGenerator random) {
        if (!open.isEmpty() && random.nextInt(3) == 0) {
            return order.unclaimed(open.remove(random.nextInt(open.size())));
        }
        var opened = open(order, AfterSale.Type.RETURN_REFUND, units(order, random.nextInt(1, left(order) + 1)), NOON);
        open.add(opened.afterSale());
        return opened.order();
    }

    private static int left(Order order) {
        var line = order.line(first(order));
        return line.quantity() - line.claimed();
    }

    private static Opened open(Order order, AfterSale.Type type, Map<UUID, Integer> units, Instant now) {
        return AfterSale.open(AfterSaleId.next(), order, new Claim(type, "不合适", units), now);
    }

    private static void assertRefused(Supplier<Opened> command, ProblemType problem) {
        assertThatThrownBy(command::get)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
    }
}
