package cn.siyu.audience.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.audience.domain.Rule.Range;
import cn.siyu.audience.domain.RuleReader.Reading;
import cn.siyu.kernel.problem.FieldError;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a rule and what is none. */
class RuleReaderTest {

    private static final UUID TAG = UUID.fromString("019a0000-0000-7000-8000-00000000000a");

    @Test
    void a_tree_is_read_as_it_stands() {
        var tree = all(
                Map.of("orders", Map.of("min", 3)),
                Map.of("any", List.of(Map.of("hasTag", TAG.toString()), Map.of("lastPaidWithinDays", 30))),
                Map.of("not", Map.of("netPaidFen", Map.of("min", 1L, "max", 5_000_000_000L))));

        var reading = RuleReader.segment(tree);

        assertThat(reading)
                .isEqualTo(new Reading.Good(new Rule.All(List.of(
                        new Rule.Orders(new Range(OptionalLong.of(3), OptionalLong.empty())),
                        new Rule.Any(List.of(new Rule.HasTag(TAG), new Rule.LastPaidWithinDays(30))),
                        new Rule.Not(new Rule.NetPaidFen(
                                new Range(OptionalLong.of(1), OptionalLong.of(5_000_000_000L))))))));
    }

    @Test
    void every_faulty_part_is_named_by_its_path() {
        var tree = all(
                Map.of("age", 3),
                Map.of("orders", Map.of("min", 5, "max", 4)),
                Map.of("hasTag", "vip"),
                Map.of("any", List.of()),
                Map.of("orders", Map.of("min", "3")),
                Map.of("not", Map.of("lastPaidWithinDays", 0)),
                Map.of("isNewMember", 1, "orders", 2));

        var reading = RuleReader.segment(tree);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Bad.class,
                        bad -> assertThat(bad.errors())
                                .extracting(FieldError::field)
                                .containsExactly(
                                        "rule.all[0].age",
                                        "rule.all[1].orders",
                                        "rule.all[2].hasTag",
                                        "rule.all[3].any",
                                        "rule.all[4].orders.min",
                                        "rule.all[5].not.lastPaidWithinDays",
                                        "rule.all[6]"));
    }

    @Test
    void a_tag_cannot_wait_for_another_tag() {
        assertThat(RuleReader.tag(Map.of("hasTag", TAG.toString()))).isInstanceOf(Reading.Bad.class);
        assertThat(RuleReader.tag(Map.of("isNewMember", true))).isInstanceOf(Reading.Good.class);
    }

    @ParameterizedTest
    @CsvSource({"5,true", "6,false"})
    void a_tree_has_a_depth(int negations, boolean good) {
        Map<String, Object> tree = Map.of("isNewMember", true);
        for (var i = 0; i < negations; i++) {
            tree = Map.of("not", tree);
        }

        assertThat(RuleReader.segment(tree) instanceof Reading.Good).isEqualTo(good);
    }

    private static Map<String, Object> all(Object... parts) {
        return Map.of("all", List.of(parts));
    }
}
