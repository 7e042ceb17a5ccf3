package cn.siyu.commission.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.commission.domain.Claims.Distributor;
import cn.siyu.commission.domain.Claims.Inviter;
import cn.siyu.commission.domain.Claims.Pool;
import cn.siyu.commission.domain.Engine.Line;
import cn.siyu.commission.domain.Policy.Conflict;
import cn.siyu.commission.domain.Policy.OwnPurchase;
import cn.siyu.commission.domain.RuleBook.Goods;
import cn.siyu.commission.domain.RuleBook.Who;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EngineTest {

    private static final Policy POLICY = Policy.of(new Rate(3_000), OwnPurchase.NONE);
    private static final Payee LI = payee("li");
    private static final Payee WANG = payee("wang");

    @Test
    void a_koc_who_buys_himself_earns_nothing_and_his_seller_does() {
        var own = new Claims(Optional.empty(), Optional.empty(), Optional.of(pool(true)));

        var earned = Engine.reckon(new Line(new Money(10_000), 1), List.of(), own, POLICY);

        assertThat(roles(earned)).isEqualTo(Map.of(PayeeRole.SELLER, 400L));
    }

    @Test
    void a_line_never_has_more_than_two_payees() {
        var all = new Claims(
                Optional.of(new Distributor(LI, false)),
                Optional.of(new Inviter(WANG, new Rate(500))),
                Optional.of(pool(false)));

        var earned = Engine.reckon(
                new Line(new Money(10_000), 1), List.of(Rule.share(RuleKind.TIER_DEFAULT, new Rate(500))), all, POLICY);

        assertThat(roles(earned)).isEqualTo(Map.of(PayeeRole.DISTRIBUTOR, 500L));
    }

    @Test
    void a_leader_earns_beside_the_distributor_within_the_cap_and_not_beside_a_pool() {
        var led = new Claims(
                Optional.of(new Distributor(LI, false)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Claims.Leader(WANG, new Rate(500))));
        var pooled = new Claims(Optional.empty(), Optional.empty(), Optional.of(pool(false)), led.leader());
        var line = new Line(new Money(10_000), 1);

        assertThat(roles(Engine.reckon(line, List.of(Rule.share(RuleKind.TIER_DEFAULT, new Rate(800))), led, POLICY)))
                .isEqualTo(Map.of(PayeeRole.DISTRIBUTOR, 800L, PayeeRole.LEADER, 500L));
        assertThat(roles(Engine.reckon(line, List.of(Rule.share(RuleKind.TIER_DEFAULT, new Rate(2_800))), led, POLICY)))
                .isEqualTo(Map.of(PayeeRole.DISTRIBUTOR, 2_800L, PayeeRole.LEADER, 200L));
        assertThat(roles(Engine.reckon(line, List.of(), pooled, POLICY))).doesNotContainKey(PayeeRole.LEADER);
    }

    @Test
    void the_nearest_category_wins() {
        var tier = UUID.nameUUIDFromBytes(new byte[] {1});
        var near = UUID.nameUUIDFromBytes(new byte[] {2});
        var far = UUID.nameUUIDFromBytes(new byte[] {3});
        var book = new RuleBook(List.of(category(tier, far, 900), category(tier, near, 300)));
        var goods = new Goods(
                UUID.nameUUIDFromBytes(new byte[] {4}), UUID.nameUUIDFromBytes(new byte[] {5}), List.of(near, far));

        var hit = Rule.first(book.hits(goods, new Who(LI.id(), tier, new Rate(500)), Optional.empty()));

        assertThat(hit).flatMap(Rule::rate).contains(new Rate(300));
    }

    @Test
    void a_rule_of_nothing_wins_too() {
        var hits = List.of(
                Rule.share(RuleKind.TIER_DEFAULT, new Rate(500)), Rule.share(RuleKind.CONTRACT_SKU, new Rate(0)));

        var earned = Engine.reckon(new Line(new Money(10_000), 1), hits, distributor(), POLICY);

        assertThat(earned.shares()).isEmpty();
        assertThat(earned.rule()).map(Rule::kind).contains(RuleKind.CONTRACT_SKU);
    }

    @Test
    void refunds_take_the_same_in_whatever_order_they_are_heard() {
        var original = new Money(776);
        var net = new Money(9_999);

        var first = Keeping.takenBy(original, net, Money.ZERO, new Money(3_333));
        var second = Keeping.takenBy(original, net, new Money(3_333), new Money(1_111));

        assertThat(original.minus(second).minus(first)).isEqualTo(new Money(431));
        assertThat(Keeping.takenBy(original, net, new Money(4_444), new Money(5_555)))
                .isEqualTo(new Money(431));
    }

    /** P7, and what a second, simpler reckoning says. */
    @Test
    void ten_thousand_orders_are_reckoned_as_by_hand_and_never_above_the_cap() {
        var dice = new Random(20260301);

        for (var n = 0; n < 10_000; n++) {
            var net = new Money(dice.nextInt(dice.nextBoolean() ? 50 : 2_000_000));
            var quantity = 1 + dice.nextInt(5);
            var hits = hits(dice);
            var claims = claims(dice);
            var policy = policy(dice);

            var earned = Engine.reckon(new Line(net, quantity), hits, claims, policy);

            assertThat(roles(earned)).as("order " + n).isEqualTo(byHand(net.fen(), quantity, hits, claims, policy));
            var sum = earned.shares().stream().mapToLong(p -> p.amount().fen()).sum();
            assertThat(sum * 10_000)
                    .isLessThanOrEqualTo(net.fen() * policy.cap().basisPoints());
            assertRefundsAddUp(dice, net, earned);
        }
    }

    private static void assertRefundsAddUp(Random dice, Money net, Earnings earned) {
        for (var part : earned.shares()) {
            var before = Money.ZERO;
            var kept = part.amount();
            while (before.compareTo(net) < 0) {
                var refund = new Money(1 + dice.nextLong(net.fen() - before.fen()));
                kept = kept.minus(Keeping.takenBy(part.amount(), net, before, refund));
                before = before.plus(refund);
                assertThat(kept.isNegative()).isFalse();
            }
            assertThat(kept).as("a full refund leaves nothing").isEqualTo(Money.ZERO);
        }
    }

    /** By another way: whole numbers of any size, cuts one fen after the other by role. */
    private static Map<PayeeRole, Long> byHand(long net, int quantity, List<Rule> hits, Claims claims, Policy policy) {
        var own = policy.ownPurchase() == OwnPurchase.NONE;
        var kocFirst = policy.conflict() == Conflict.KOC_FIRST;
        long distributor = 0;
        if (claims.distributor().isPresent()
                && !(own && claims.distributor().get().buysHimself())
                && !(kocFirst && claims.pool().isPresent())
                && !hits.isEmpty()) {
            var best = hits.stream()
                    .sorted((a, b) -> a.kind().ordinal() - b.kind().ordinal())
                    .findFirst()
                    .orElseThrow();
            distributor = best.perUnit().isPresent()
                    ? Math.min(net, best.perUnit().get().fen() * quantity)
                    : share(net, best.rate().orElseThrow());
        }
        var inviter = policy.depth() == 2 && distributor > 0 && claims.inviter().isPresent()
                ? share(net, claims.inviter().get().share())
                : 0;
        var pool = claims.pool().isPresent() && (claims.distributor().isEmpty() || kocFirst)
                ? share(net, claims.pool().get().share())
                : 0;
        var over = Math.max(0, distributor + inviter + pool - share(net, policy.cap()));
        var cuts = new long[] {inviter, pool, distributor};
        for (var i = 0; i < cuts.length; i++) {
            var cut = Math.min(over, cuts[i]);
            cuts[i] -= cut;
            over -= cut;
        }
        var shares = new TreeMap<PayeeRole, Long>();
        shares.put(PayeeRole.INVITER, cuts[0]);
        shares.put(PayeeRole.DISTRIBUTOR, cuts[2]);
        if (claims.pool().isPresent()) {
            var p = claims.pool().get();
            var seller = share(cuts[1], p.sellerPart());
            shares.put(PayeeRole.SELLER, seller);
            shares.put(
                    PayeeRole.KOC,
                    own && p.kocBuysHimself()
                            ? 0
                            : share(
                                            cuts[1],
                                            new Rate(p.sellerPart().basisPoints()
                                                    + p.kocPart().basisPoints()))
                                    - seller);
        }
        shares.values().removeIf(fen -> fen == 0);
        return shares;
    }

    private static long share(long fen, Rate rate) {
        return BigInteger.valueOf(fen)
                .multiply(BigInteger.valueOf(rate.basisPoints()))
                .divide(BigInteger.valueOf(10_000))
                .longValueExact();
    }

    private static List<Rule> hits(Random dice) {
        var kinds = new ArrayList<>(Arrays.asList(RuleKind.values()));
        Collections.shuffle(kinds, dice);
        return kinds.subList(0, dice.nextInt(kinds.size())).stream()
                .map(kind -> kind == RuleKind.SPU_FIXED
                        ? Rule.fixed(kind, new Money(dice.nextInt(500)))
                        : Rule.share(kind, new Rate(dice.nextInt(3_001))))
                .toList();
    }

    private static Claims claims(Random dice) {
        var part = dice.nextInt(10_001);
        return new Claims(
                dice.nextInt(4) == 0 ? Optional.empty() : Optional.of(new Distributor(LI, dice.nextInt(10) == 0)),
                dice.nextBoolean() ? Optional.empty() : Optional.of(new Inviter(WANG, new Rate(dice.nextInt(1_000)))),
                dice.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new Pool(
                                payee("seller"),
                                payee("koc"),
                                dice.nextInt(10) == 0,
                                new Rate(dice.nextInt(2_000)),
                                new Rate(part),
                                new Rate(dice.nextInt(10_001 - part)))));
    }

    private static Policy policy(Random dice) {
        return new Policy(
                new Rate(dice.nextInt(5_000)),
                OwnPurchase.values()[dice.nextInt(2)],
                Conflict.values()[dice.nextInt(2)],
                1 + dice.nextInt(2));
    }

    private static Map<PayeeRole, Long> roles(Earnings earned) {
        return earned.shares().stream()
                .collect(Collectors.toMap(
                        Earnings.Part::role, part -> part.amount().fen()));
    }

    private static Claims distributor() {
        return new Claims(Optional.of(new Distributor(LI, false)), Optional.empty(), Optional.empty());
    }

    private static Pool pool(boolean own) {
        return new Pool(payee("seller"), payee("koc"), own, new Rate(1_000), new Rate(4_000), new Rate(6_000));
    }

    private static CommissionRule category(UUID tier, UUID category, int points) {
        return new CommissionRule(
                category,
                RuleKind.TIER_CATEGORY,
                new CommissionRule.Target(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(tier), Optional.of(category)),
                Optional.of(new Rate(points)),
                Optional.empty(),
                1,
                Instant.EPOCH,
                Optional.empty(),
                "");
    }

    private static Payee payee(String name) {
        return new Payee(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), Payee.Kind.KOC);
    }
}
