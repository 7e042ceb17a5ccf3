package cn.siyu.audience.store;

import cn.siyu.audience.domain.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes rules as one predicate over a member {@code m} and his facts {@code b}, with every value bound: the one engine for
 * a single member, for a preview and for tags, so that they cannot differ.
 */
final class RuleSql {

    /** To be put behind a source of {@code m.member_id}. */
    static final String FACTS = " left join audience_buyer b on b.member_id = m.member_id ";

    /** Who wants no personal offers is in no segment (L12). */
    static final String WILLING = " not exists (select 1 from audience_opt_out o where o.member_id = m.member_id) ";

    private final Instant now;
    private final List<Object> parameters = new ArrayList<>();

    RuleSql(Instant now) {
        this.now = now;
    }

    /** Takes a value in and answers its place in the statement. */
    String bind(Object value, String type) {
        parameters.add(value);
        return "$" + parameters.size() + "::" + type;
    }

    Object[] parameters() {
        return parameters.toArray();
    }

    String predicate(Rule rule) {
        return switch (rule) {
            case Rule.All(var parts) -> joined(parts, " and ", "true");
            case Rule.Any(var parts) -> joined(parts, " or ", "false");
            case Rule.Not(var part) -> "(not " + predicate(part) + ")";
            case Rule.HasTag(var tag) -> hasTag(bind(tag, "uuid"), bind(now, "timestamptz"));
            case Rule.Orders(var range) -> within("coalesce(b.orders, 0)", range);
            case Rule.NetPaidFen(var range) -> within("coalesce(b.paid_fen - b.refunded_fen, 0)", range);
            case Rule.FirstPaidWithinDays(var days) -> since("b.first_paid_at", days);
            case Rule.LastPaidWithinDays(var days) -> since("b.last_paid_at", days);
            case Rule.IsNewMember(var yes) -> yes ? "(b.member_id is null)" : "(b.member_id is not null)";
        };
    }

    private String joined(List<Rule> parts, String word, String none) {
        return parts.isEmpty() ? none : parts.stream().map(this::predicate).collect(Collectors.joining(word, "(", ")"));
    }

    private static String hasTag(String tag, String at) {
        return """
                exists (select 1 from audience_customer_tag c
                         where c.member_id = m.member_id and c.tag_id = %s
                           and c.valid_from <= %s and (c.valid_to is null or c.valid_to > %s))""".formatted(tag, at, at);
    }

    private String within(String value, Rule.Range range) {
        var bounds = new ArrayList<String>();
        range.min().ifPresent(min -> bounds.add(value + " >= " + bind(min, "bigint")));
        range.max().ifPresent(max -> bounds.add(value + " <= " + bind(max, "bigint")));
        return bounds.isEmpty() ? "true" : bounds.stream().collect(Collectors.joining(" and ", "(", ")"));
    }

    /** Never unknown: a predicate that is null would be lost under a NOT. */
    private String since(String column, int days) {
        return "coalesce(" + column + " > " + bind(now.minus(Duration.ofDays(days)), "timestamptz") + ", false)";
    }
}
