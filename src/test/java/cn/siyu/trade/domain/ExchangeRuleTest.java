package cn.siyu.trade.domain;

import static cn.siyu.trade.domain.Orders.NOON;
import static cn.siyu.trade.domain.Orders.first;
import static cn.siyu.trade.domain.Orders.line;
import static cn.siyu.trade.domain.Orders.units;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.domain.AfterSale.Claim;
import cn.siyu.trade.domain.AfterSale.Opened;
import cn.siyu.trade.domain.AfterSale.State;
import cn.siyu.trade.domain.AfterSale.Type;
import cn.siyu.trade.domain.Exchanged.Held;
import cn.siyu.trade.domain.Replacement.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What may be exchanged for what, and what of it can be claimed again (E10). */
class ExchangeRuleTest {

    @Test
    void the_same_again_is_given_whatever_the_shop_asks_for_it_now() {
        var order = Orders.received(line(1000, 2));
        var sold = order.line(first(order)).sold();

        var opened = exchange(order, 1, new Choice(sold.sku(), Optional.empty()));

        assertThat(opened.afterSale().state()).isEqualTo(State.APPLIED);
        assertThat(opened.afterSale().lines().getFirst().instead()).contains(Replacement.of(sold));
        assertThat(opened.order().line(first(order)).claimed()).isEqualTo(1);
    }

    @Test
    void another_sku_must_be_of_the_product_on_sale_and_cost_the_same_to_the_fen() {
        var order = Orders.received(line(1000, 2));
        var spu = order.line(first(order)).sold().spu();

        assertThat(exchange(order, 1, other(spu, 1000)).afterSale().lines()).hasSize(1);
        assertRefused(() -> exchange(order, 1, other(spu, 1001)), TradeProblem.NOT_EXCHANGEABLE);
        assertRefused(() -> exchange(order, 1, other(Ids.next(), 1000)), TradeProblem.NOT_EXCHANGEABLE);
        assertRefused(
                () -> exchange(order, 1, new Choice(SkuId.next(), Optional.empty())), TradeProblem.NOT_EXCHANGEABLE);
        assertRefused(() -> open(order, Type.EXCHANGE, 1, Map.of()), TradeProblem.NOT_EXCHANGEABLE);
        assertRefused(
                () -> open(order, Type.RETURN_REFUND, 1, Map.of(first(order), other(spu, 1000))),
                TradeProblem.NOT_EXCHANGEABLE);
    }

    @Test
    void it_has_the_time_of_a_return_and_what_has_not_left_is_not_exchanged() {
        var received = Orders.received(line(1000, 1));
        var paid = Orders.paid(line(1000, 1));
        var nineDays = NOON.plus(Duration.ofDays(9));

        assertRefused(
                () -> open(received, exchangeOf(received, 1, same(received)), List.of(), nineDays),
                TradeProblem.RETURN_WINDOW_OVER);
        assertRefused(() -> exchange(paid, 1, same(paid)), TradeProblem.NOT_RETURNABLE);
    }

    @Test
    void while_it_lives_its_money_is_kept_and_when_it_is_done_units_and_money_are_free() {
        var order = Orders.received(line(1000, 1));
        var opened = exchange(order, 1, same(order));

        assertThat(opened.order().money().goodsLeft()).isEqualTo(Money.ZERO);
        assertRefused(() -> exchange(opened.order(), 1, same(order)), TradeProblem.NOT_RETURNABLE);
        var done = opened.order().unclaimed(opened.afterSale());
        assertThat(done.lines()).isEqualTo(order.lines());
        assertThat(done.money()).isEqualTo(order.money());
    }

    @Test
    void what_an_exchange_gave_is_claimed_by_its_name_and_the_rest_without() {
        var order = Orders.received(line(1000, 3));
        var blue = Replacement.of(line(1000, 1).sold());
        var came = new Exchanged(AfterSaleId.next(), NOON, Map.of(first(order), new Held(1, blue)));
        var again = new Choice(blue.sku(), Optional.empty());

        var rest = back(order, 2, Optional.empty(), came);
        var given = back(order, 1, Optional.of(came.exchange()), came);
        var further = new Claim(
                Type.EXCHANGE,
                "又坏了",
                units(order, 1),
                List.of(),
                false,
                Optional.of(came.exchange()),
                Map.of(first(order), again));

        assertThat(rest.afterSale().from()).isEmpty();
        assertThat(given.afterSale().from()).contains(came.exchange());
        assertThat(open(order, further, List.of(came), NOON)
                        .afterSale()
                        .lines()
                        .getFirst()
                        .instead())
                .contains(blue);
        assertRefused(() -> back(order, 3, Optional.empty(), came), TradeProblem.NOT_RETURNABLE);
        assertRefused(() -> back(order, 2, Optional.of(came.exchange()), came), TradeProblem.NOT_RETURNABLE);
        assertRefused(() -> back(order, 1, Optional.of(AfterSaleId.next()), came), CommonProblem.NOT_FOUND);
    }

    @Test
    void for_what_an_exchange_gave_the_seven_days_begin_when_it_leaves() {
        var order = Orders.received(line(1000, 1));
        var sentAt = NOON.plus(Duration.ofDays(6));
        var came = new Exchanged(
                AfterSaleId.next(),
                sentAt,
                Map.of(
                        first(order),
                        new Held(1, Replacement.of(order.line(first(order)).sold()))));
        var claim = new Claim(
                Type.RETURN_REFUND, "不合适", units(order, 1), List.of(), false, Optional.of(came.exchange()), Map.of());

        assertThat(open(order, claim, List.of(came), sentAt.plus(Duration.ofDays(7)))
                        .afterSale()
                        .state())
                .isEqualTo(State.SELLER_AGREED);
        assertRefused(
                () -> open(order, claim, List.of(came), sentAt.plus(Duration.ofDays(8))),
                TradeProblem.RETURN_WINDOW_OVER);
    }

    private static Choice same(Order order) {
        return new Choice(order.line(first(order)).sold().sku(), Optional.empty());
    }

    private static Choice other(UUID spu, long fen) {
        var sku = SkuId.next();
        var what = new Replacement(sku, "SKU-B", "蓝 / 110", List.of());
        return new Choice(sku, Optional.of(new Choice.OnShelf(what, spu, Optional.of(new Money(fen)))));
    }

    private static Claim exchangeOf(Order order, int units, Choice choice) {
        return new Claim(
                Type.EXCHANGE,
                "换一件",
                units(order, units),
                List.of(),
                false,
                Optional.empty(),
                Map.of(first(order), choice));
    }

    private static Opened exchange(Order order, int units, Choice choice) {
        return open(order, exchangeOf(order, units, choice), List.of(), NOON);
    }

    private static Opened open(Order order, Type type, int units, Map<UUID, Choice> instead) {
        var claim = new Claim(type, "换一件", units(order, units), List.of(), false, Optional.empty(), instead);
        return open(order, claim, List.of(), NOON);
    }

    private static Opened back(Order order, int units, Optional<AfterSaleId> from, Exchanged came) {
        var claim = new Claim(Type.RETURN_REFUND, "不合适", units(order, units), List.of(), false, from, Map.of());
        return open(order, claim, List.of(came), NOON);
    }

    private static Opened open(Order order, Claim claim, List<Exchanged> exchanged, Instant now) {
        return AfterSale.open(AfterSaleId.next(), order, claim, exchanged, now);
    }

    private static void assertRefused(Supplier<Opened> command, ProblemType problem) {
        assertThatThrownBy(command::get)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
    }
}
