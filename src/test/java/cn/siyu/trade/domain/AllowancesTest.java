package cn.siyu.trade.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cn.siyu.kernel.id.Ids;
import cn.siyu.member.MemberId;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.PurchaseLimit.Period;
import cn.siyu.trade.PurchaseLimit.Scope;
import cn.siyu.trade.domain.Allowances.Full;
import cn.siyu.trade.domain.Tally.Asked;
import cn.siyu.trade.domain.Tally.Counter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Purchase limits of orders that are placed together are those of orders that come one by one (A13). */
class AllowancesTest {

    private final MemberId buyer = MemberId.next();

    @Test
    void orders_of_one_person_see_each_other() {
        var two = limit(Scope.PERSON, 2);
        var allowances = new Allowances(Map.of());

        assertThat(placed(allowances, two, buyer, 1)).isEmpty();
        assertThat(placed(allowances, two, buyer, 1)).isEmpty();
        assertThat(placed(allowances, two, buyer, 1)).contains(new Full(two, 2));
        assertThat(placed(allowances, two, MemberId.next(), 2)).isEmpty();

        assertThat(allowances.taken())
                .extracting(Allowances.Taken::units, Allowances.Taken::allowed)
                .containsExactly(tuple(2, 2), tuple(2, 2));
        assertThat(allowances.uses()).hasSize(3);
    }

    @Test
    void what_was_bought_before_counts_and_what_is_refused_takes_nothing() {
        var three = limit(Scope.PERSON, 3);
        var counter = new Counter(three.id(), "member:" + buyer.value(), "EVER");
        var allowances = new Allowances(Map.of(counter, 2));

        assertThat(placed(allowances, three, buyer, 2)).contains(new Full(three, 2));
        assertThat(allowances.taken()).isEmpty();
        assertThat(placed(allowances, three, buyer, 1)).isEmpty();
        assertThat(allowances.taken()).containsExactly(new Allowances.Taken(counter, 1, 3));
    }

    @Test
    void a_second_account_with_the_same_phone_finds_it_full() {
        var one = limit(Scope.PERSON, 1);
        var phone = Set.of("phone:1", "address:1");
        var allowances = new Allowances(Map.of());

        assertThat(placed(allowances, List.of(new Asked(one, 1)), buyer, phone)).isEmpty();
        assertThat(placed(allowances, List.of(new Asked(one, 1)), MemberId.next(), phone))
                .contains(new Full(one, 1));
    }

    @Test
    void a_limit_of_one_order_needs_no_counter() {
        var two = limit(Scope.ORDER, 2);
        var allowances = new Allowances(Map.of());

        assertThat(placed(allowances, two, buyer, 3)).contains(new Full(two, 0));
        assertThat(placed(allowances, two, buyer, 2)).isEmpty();
        assertThat(placed(allowances, two, buyer, 2)).isEmpty();
        assertThat(allowances.taken()).isEmpty();
    }

    private static Optional<Full> placed(Allowances allowances, PurchaseLimit limit, MemberId buyer, int units) {
        return placed(allowances, List.of(new Asked(limit, units)), buyer, Set.of());
    }

    private static Optional<Full> placed(Allowances allowances, List<Asked> asked, MemberId buyer, Set<String> keys) {
        var tallies = Tally.of(asked, buyer, keys, Orders.NOON);
        var full = allowances.full(asked, tallies);
        if (full.isEmpty()) {
            allowances.take(UUID.randomUUID(), tallies);
        }
        return full;
    }

    private static PurchaseLimit limit(Scope scope, int units) {
        return new PurchaseLimit(Ids.next(), Optional.empty(), Optional.of(Ids.next()), scope, Period.EVER, units, 0);
    }
}
