package cn.siyu.audience.domain;

import cn.siyu.kernel.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule tree out of plain maps, lists and values, as JSON gives them, and names every place where it is wrong. Each
 * node is an object with one key: {@code {"all": [...]}}, {@code {"orders": {"min": 3}}}.
 */
public final class RuleReader {

    private static final int MOST_DEPTH = 6;
    private static final int MOST_NODES = 100;
    private static final int MOST_DAYS = 3_650;
    private static final Set<String> ENDS = Set.of("min", "max");

    private final List<FieldError> errors = new ArrayList<>();
    private final boolean tagsAllowed;
    private int nodes;

    private RuleReader(boolean tagsAllowed) {
        this.tagsAllowed = tagsAllowed;
    }

    /** A rule, or everything that is wrong with it. */
    public sealed interface Reading {
        record Good(Rule rule) implements Reading {}

        record Bad(List<FieldError> errors) implements Reading {}
    }

    /** A rule of a segment. */
    public static Reading segment(@Nullable Object tree) {
        return new RuleReader(true).whole(tree);
    }

    /** A rule that gives a tag: over facts alone, so that no tag waits for another. */
    public static Reading tag(@Nullable Object tree) {
        return new RuleReader(false).whole(tree);
    }

    private Reading whole(@Nullable Object tree) {
        var rule = node(tree, "rule", 1);
        return errors.isEmpty() ? new Reading.Good(rule) : new Reading.Bad(List.copyOf(errors));
    }

    private Rule node(@Nullable Object tree, String path, int depth) {
        nodes++;
        if (depth > MOST_DEPTH || nodes > MOST_NODES) {
            return wrong(path, "a rule has at most " + MOST_NODES + " parts, " + MOST_DEPTH + " deep");
        }
        if (!(tree instanceof Map<?, ?> map) || map.size() != 1) {
            return wrong(path, "must be an object with exactly one condition");
        }
        var entry = map.entrySet().iterator().next();
        var name = String.valueOf(entry.getKey());
        var here = path + "." + name;
        var value = entry.getValue();
        return switch (name) {
            case "all" -> new Rule.All(parts(value, here, depth));
            case "any" -> new Rule.Any(parts(value, here, depth));
            case "not" -> new Rule.Not(node(value, here, depth + 1));
            case "hasTag" -> tag(value, here);
            case "orders" -> new Rule.Orders(range(value, here));
            case "netPaidFen" -> new Rule.NetPaidFen(range(value, here));
            case "firstPaidWithinDays" -> new Rule.FirstPaidWithinDays(days(value, here));
            case "lastPaidWithinDays" -> new Rule.LastPaidWithinDays(days(value, here));
            case "isNewMember" -> new Rule.IsNewMember(yesOrNo(value, here));
            default -> wrong(here, "is no condition that is known");
        };
    }

    private List<Rule> parts(@Nullable Object value, String path, int depth) {
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            note(path, "must be a list of at least one condition");
            return List.of();
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> node(list.get(i), path + "[" + i + "]", depth + 1))
                .toList();
    }

    private Rule tag(@Nullable Object value, String path) {
        if (!tagsAllowed) {
            return wrong(path, "a tag's own rule knows no tags");
        }
        try {
            return new Rule.HasTag(UUID.fromString(String.valueOf(value)));
        } catch (IllegalArgumentException _) {
            return wrong(path, "must be the id of a tag");
        }
    }

    private Rule.Range range(@Nullable Object value, String path) {
        if (!(value instanceof Map<?, ?> map) || map.isEmpty() || !ENDS.containsAll(map.keySet())) {
            note(path, "must be an object with min, max or both");
            return new Rule.Range(OptionalLong.empty(), OptionalLong.empty());
        }
        var min = end(map, "min", path);
        var max = end(map, "max", path);
        if (min.isPresent() && max.isPresent() && min.getAsLong() > max.getAsLong()) {
            note(path, "min is above max");
        }
        return new Rule.Range(min, max);
    }

    private OptionalLong end(Map<?, ?> map, String name, String path) {
        if (!map.containsKey(name)) {
            return OptionalLong.empty();
        }
        var value = whole(map.get(name), path + "." + name);
        return OptionalLong.of(value);
    }

    private int days(@Nullable Object value, String path) {
        var days = whole(value, path);
        if (days < 1 || days > MOST_DAYS) {
            note(path, "must be 1 to " + MOST_DAYS + " days");
            return 1;
        }
        return (int) days;
    }

    private long whole(@Nullable Object value, String path) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case null, default -> {
                note(path, "must be a whole number");
                yield 1;
            }
        };
    }

    private boolean yesOrNo(@Nullable Object value, String path) {
        if (value instanceof Boolean yes) {
            return yes;
        }
        note(path, "must be true or false");
        return false;
    }

    private Rule wrong(String path, String message) {
        note(path, message);
        return new Rule.All(List.of());
    }

    private void note(String path, String message) {
        errors.add(new FieldError(path, message));
    }
}
