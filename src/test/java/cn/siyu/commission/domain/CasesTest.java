package cn.siyu.commission.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cn.siyu.commission.domain.Claims.Distributor;
import cn.siyu.commission.domain.Claims.Inviter;
import cn.siyu.commission.domain.Claims.Pool;
import cn.siyu.commission.domain.Discounts.Discount;
import cn.siyu.commission.domain.Policy.Conflict;
import cn.siyu.commission.domain.Policy.OwnPurchase;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The written cases of {@code commission/cases.json}: net, rule and amount of every line, every account after every step. */
class CasesTest {

    @TestFactory
    Stream<DynamicTest> every_case_comes_out_to_the_fen() throws IOException {
        try (var file = CasesTest.class.getResourceAsStream("/commission/cases.json")) {
            var cases = each(new ObjectMapper().readTree(file).path("cases"));
            assertThat(cases).hasSizeGreaterThan(20);

            return cases.stream()
                    .map(one -> dynamicTest(one.path("name").asText(), () -> new Story(one).holds()))
                    .toList()
                    .stream();
        }
    }

    /** One case, played. */
    private static final class Story {

        private final JsonNode given;
        private final List<Money> net;
        private final List<Earnings> earned;
        private final List<Money> refunded;
        private final Map<PayeeRole, long[]> accounts = new TreeMap<>();

        Story(JsonNode given) {
            this.given = given;
            var lines = each(given.path("lines"));
            var listed = lines.stream()
                    .map(line -> new Money(line.path("unitFen").asLong())
                            .times(line.path("qty").asLong()))
                    .toList();
            net = Discounts.net(
                    listed,
                    each(given.path("discounts")).stream()
                            .map(d -> new Discount(
                                    new Money(d.path("amountFen").asLong()),
                                    each(d.path("lines")).stream()
                                            .map(JsonNode::asInt)
                                            .toList()))
                            .toList());
            earned = IntStream.range(0, lines.size())
                    .mapToObj(i -> Engine.reckon(
                            new Engine.Line(net.get(i), lines.get(i).path("qty").asInt()),
                            rules(lines.get(i)),
                            claims(given),
                            policy(given)))
                    .toList();
            refunded = new ArrayList<>(net.stream().map(_ -> Money.ZERO).toList());
        }

        void holds() {
            var expected = each(given.path("expect").path("lines"));
            for (var i = 0; i < expected.size(); i++) {
                assertThat(net.get(i).fen())
                        .isEqualTo(expected.get(i).path("netFen").asLong());
                assertThat(amounts(earned.get(i)))
                        .isEqualTo(longs(expected.get(i).path("amounts")));
                assertThat(rule(earned.get(i)))
                        .isEqualTo(expected.get(i).path("rule").asText(null));
            }
            var events = each(given.path("events"));
            var steps = each(given.path("expect").path("steps"));
            for (var i = 0; i < events.size(); i++) {
                play(events.get(i));
                assertThat(shown()).as("after step " + i).isEqualTo(accounts(steps.get(i)));
            }
        }

        private void play(JsonNode event) {
            switch (event.path("type").asText()) {
                case "PAID" ->
                    earned.forEach(line -> line.shares()
                            .forEach(part ->
                                    account(part.role())[0] += part.amount().fen()));
                case "RECEIVED" -> accounts.values().forEach(account -> move(account, 0, 1));
                case "THAWED" -> accounts.values().forEach(account -> move(account, 1, 2));
                case "WITHDRAWN" -> {
                    var account = account(role(event.path("who").asText()));
                    account[2] -= event.path("amountFen").asLong();
                    account[3] += event.path("amountFen").asLong();
                }
                case "REFUNDED" ->
                    refund(
                            event.path("line").asInt(),
                            new Money(event.path("amountFen").asLong()));
                default -> throw new AssertionError(event);
            }
        }

        private void refund(int line, Money amount) {
            for (var part : earned.get(line).shares()) {
                var taken = Keeping.takenBy(part.amount(), net.get(line), refunded.get(line), amount);
                var account = account(part.role());
                var at = account[0] > 0 ? 0 : account[1] > 0 ? 1 : 2;
                account[at] -= taken.fen();
            }
            refunded.set(line, refunded.get(line).plus(amount));
        }

        private long[] account(PayeeRole role) {
            return accounts.computeIfAbsent(role, _ -> new long[4]);
        }

        private static void move(long[] account, int from, int to) {
            account[to] += account[from];
            account[from] = 0;
        }

        private Map<String, List<Long>> shown() {
            var shown = new TreeMap<String, List<Long>>();
            accounts.forEach((role, account) -> shown.put(
                    role.name().toLowerCase(Locale.ROOT), List.of(account[0], account[1], account[2], account[3])));
            return shown;
        }
    }

    private static Map<String, List<Long>> accounts(JsonNode step) {
        var accounts = new TreeMap<String, List<Long>>();
        step.path("accounts").properties().forEach(entry -> {
            var account = entry.getValue();
            accounts.put(
                    entry.getKey(),
                    Stream.of("pending", "frozen", "available", "paidOut")
                            .map(name -> account.path(name).asLong())
                            .toList());
        });
        return accounts;
    }

    private static Map<String, Long> amounts(Earnings earnings) {
        var amounts = new TreeMap<String, Long>();
        earnings.shares()
                .forEach(part -> amounts.put(
                        part.role().name().toLowerCase(Locale.ROOT),
                        part.amount().fen()));
        return amounts;
    }

    /** The cases name the rule only where it paid. */
    private static @Nullable String rule(Earnings earnings) {
        return earnings.shares().stream().anyMatch(part -> part.role() == PayeeRole.DISTRIBUTOR)
                ? earnings.rule().orElseThrow().kind().name()
                : null;
    }

    private static List<Rule> rules(JsonNode line) {
        return each(line.path("rules")).stream().map(CasesTest::rule).toList();
    }

    private static Rule rule(JsonNode rule) {
        var kind = RuleKind.valueOf(rule.path("kind").asText());
        return rule.has("bp")
                ? Rule.share(kind, new Rate(rule.path("bp").asInt()))
                : Rule.fixed(kind, new Money(rule.path("fixedFen").asLong()));
    }

    private static Claims claims(JsonNode given) {
        var parties = given.path("parties");
        var pool = given.path("koc");
        return new Claims(
                parties.has("distributor")
                        ? Optional.of(new Distributor(
                                payee("d"), parties.path("selfPurchase").asBoolean()))
                        : Optional.empty(),
                parties.has("inviter")
                        ? Optional.of(new Inviter(
                                payee("i"), new Rate(given.path("inviterBp").asInt())))
                        : Optional.empty(),
                parties.has("koc")
                        ? Optional.of(new Pool(
                                payee("s"),
                                payee("k"),
                                false,
                                new Rate(pool.path("poolBp").asInt()),
                                new Rate(pool.path("sellerBp").asInt()),
                                new Rate(pool.path("kocBp").asInt())))
                        : Optional.empty());
    }

    private static Policy policy(JsonNode given) {
        return new Policy(
                new Rate(given.path("capBp").asInt(Rate.WHOLE)),
                OwnPurchase.valueOf(given.path("selfPolicy").asText("NONE")),
                Conflict.valueOf(given.path("conflict").asText("DISTRIBUTOR_FIRST")),
                given.path("depth").asInt(1));
    }

    private static Payee payee(String name) {
        return new Payee(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), Payee.Kind.KOC);
    }

    private static PayeeRole role(String name) {
        return PayeeRole.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Map<String, Long> longs(JsonNode node) {
        var longs = new TreeMap<String, Long>();
        node.properties()
                .forEach(entry -> longs.put(entry.getKey(), entry.getValue().asLong()));
        return longs;
    }

    private static List<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
