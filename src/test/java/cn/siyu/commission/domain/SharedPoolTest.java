package cn.siyu.commission.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.commission.domain.Claims.Distributor;
import cn.siyu.commission.domain.Claims.Pool;
import cn.siyu.commission.domain.Engine.Line;
import cn.siyu.commission.domain.Policy.OwnPurchase;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The floor of a pool (D6), and an order that a distributor and a KOC share (D8). */
class SharedPoolTest {

    private static final Policy POLICY = Policy.of(new Rate(3_000), OwnPurchase.NONE);
    private static final Line HUNDRED_YUAN = new Line(new Money(10_000), 1);
    private static final List<Rule> EIGHT_PERCENT = List.of(Rule.share(RuleKind.TIER_DEFAULT, new Rate(800)));

    @Test
    void a_pool_is_not_below_its_floor_and_never_above_the_cap() {
        assertThat(earned(HUNDRED_YUAN, alone(900))).isEqualTo(Map.of(PayeeRole.SELLER, 400L, PayeeRole.KOC, 600L));
        assertThat(earned(HUNDRED_YUAN, alone(2_000))).isEqualTo(Map.of(PayeeRole.SELLER, 800L, PayeeRole.KOC, 1_200L));
        assertThat(earned(HUNDRED_YUAN, alone(9_000)))
                .isEqualTo(Map.of(PayeeRole.SELLER, 1_200L, PayeeRole.KOC, 1_800L));
    }

    @Test
    void of_a_shared_order_each_has_his_part_of_what_he_would_have_had_alone() {
        assertThat(earned(HUNDRED_YUAN, shared(5_000)))
                .isEqualTo(Map.of(PayeeRole.DISTRIBUTOR, 400L, PayeeRole.SELLER, 200L, PayeeRole.KOC, 300L));
        assertThat(earned(HUNDRED_YUAN, shared(10_000))).isEqualTo(Map.of(PayeeRole.DISTRIBUTOR, 800L));
        assertThat(earned(HUNDRED_YUAN, shared(0))).isEqualTo(Map.of(PayeeRole.SELLER, 400L, PayeeRole.KOC, 600L));
        assertThat(earned(new Line(new Money(333), 1), shared(5_000)))
                .isEqualTo(Map.of(PayeeRole.DISTRIBUTOR, 13L, PayeeRole.SELLER, 6L, PayeeRole.KOC, 10L));
    }

    @Test
    void the_cap_over_a_shared_order_cuts_the_pool_before_the_distributor() {
        var low = Policy.of(new Rate(600), OwnPurchase.NONE);

        assertThat(roles(Engine.reckon(HUNDRED_YUAN, EIGHT_PERCENT, shared(5_000), low)))
                .isEqualTo(Map.of(PayeeRole.DISTRIBUTOR, 400L, PayeeRole.SELLER, 80L, PayeeRole.KOC, 120L));
    }

    @Test
    void nobody_who_brought_the_distributor_earns_from_a_shared_order() {
        var both = shared(5_000);
        var deep = new Policy(new Rate(3_000), OwnPurchase.NONE, Policy.Conflict.DISTRIBUTOR_FIRST, 2);
        var invited = new Claims(
                both.distributor(),
                Optional.of(new Claims.Inviter(payee("wang", Payee.Kind.DISTRIBUTOR), new Rate(500))),
                both.pool(),
                Optional.empty(),
                both.shared());

        assertThat(roles(Engine.reckon(HUNDRED_YUAN, EIGHT_PERCENT, invited, deep)))
                .doesNotContainKey(PayeeRole.INVITER);
    }

    private static Claims alone(long floor) {
        return new Claims(Optional.empty(), Optional.empty(), Optional.of(pool(floor)));
    }

    private static Claims shared(int part) {
        return new Claims(
                Optional.of(new Distributor(payee("li", Payee.Kind.DISTRIBUTOR), false)),
                Optional.empty(),
                Optional.of(pool(0)),
                Optional.empty(),
                Optional.of(new Rate(part)));
    }

    private static Pool pool(long floor) {
        return new Pool(
                payee("seller", Payee.Kind.EMPLOYEE),
                payee("koc", Payee.Kind.KOC),
                false,
                new Rate(1_000),
                new Rate(4_000),
                new Rate(6_000),
                new Money(floor));
    }

    private static Payee payee(String name, Payee.Kind kind) {
        return new Payee(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)), kind);
    }

    private static Map<PayeeRole, Long> earned(Line line, Claims claims) {
        return roles(Engine.reckon(line, EIGHT_PERCENT, claims, POLICY));
    }

    private static Map<PayeeRole, Long> roles(Earnings earned) {
        return earned.shares().stream()
                .collect(Collectors.toMap(
                        Earnings.Part::role, part -> part.amount().fen()));
    }
}
